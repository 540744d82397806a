import type { Kysely } from 'kysely'
import type { Desktop } from '../../shared/api/desktop.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { openHelpOf } from './help-view.ts'
import { unreadOf } from './messages.ts'
import { waitingOfferOf } from './offers.ts'

/** What the help desk asks, says and offers to the person of a desktop now. */
export async function forThePerson(
  db: Kysely<Database>,
  desktopId: string,
): Promise<Pick<Desktop, 'waitsFor' | 'help' | 'messages' | 'offer'>> {
  const waiting = await db
    .selectFrom('approval')
    .innerJoin('person', 'person.id', 'approval.asked_by')
    .select(['approval.act', 'approval.asked_at', 'approval.until', 'person.display_name'])
    .where('approval.desktop_id', '=', desktopId)
    .where('approval.state', '=', 'waiting')
    .where('approval.until', '>', await clock(db))
    .executeTakeFirst()
  return {
    waitsFor:
      waiting === undefined
        ? null
        : {
            act: waiting.act,
            askedBy: waiting.display_name,
            askedAt: iso(waiting.asked_at),
            until: iso(waiting.until),
          },
    help: await openHelpOf(db, desktopId),
    messages: await unreadOf(db, desktopId),
    offer: await waitingOfferOf(db, desktopId),
  }
}
