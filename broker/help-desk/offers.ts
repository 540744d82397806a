import type { Kysely } from 'kysely'
import type { Offer } from '../../shared/api/help-desk/offer.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { tellOfDesktop } from '../recovery/claim.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store } from '../store/store.ts'

/** The recovery that a desktop's person is offered now, because others pressed. A press of their own takes it. */
export async function waitingOfferOf(db: Kysely<Database>, desktopId: string): Promise<Offer | null> {
  const row = await db
    .selectFrom('offer')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .where('state', '=', 'waiting')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('run')
            .select('run.id')
            .whereRef('run.desktop_id', '=', 'offer.desktop_id')
            .whereRef('run.pressed_at', '>', 'offer.at')
            .where('run.kind', '=', 'recover'),
        ),
      ),
    )
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  return { id: row.id, desktopId, reason: row.reason, at: iso(row.at) }
}

/** Not now, says the person of the desktop, as has been seen to. */
export async function declineOffer(store: Store, name: string, desktopId: string, offerId: string): Promise<void> {
  await store.transaction(async (trx) => {
    const row = await trx
      .updateTable('offer')
      .set({ state: 'declined', answered_at: await clock(trx) })
      .where('id', '=', offerId)
      .where('desktop_id', '=', desktopId)
      .where('state', '=', 'waiting')
      .returning('incident_id')
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-offer')
    await record(trx, {
      actor: `person:${name}`,
      action: 'offer.declined',
      subject: `desktop:${desktopId}`,
      detail: { offer: offerId, incident: row.incident_id },
    })
  })
  await tellOfDesktop(store, desktopId)
}
