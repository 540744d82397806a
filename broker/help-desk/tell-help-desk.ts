import { tell } from '../events/outbox.ts'
import type { EventTable } from '../store/schema.ts'
import type { Trx } from '../store/store.ts'

/** Whose an event is that is about no desktop: the help desk's alone. */
const HELP_DESK = 'help-desk'

/** Tells the help desk, and the desktop's person that something is asked or said there. */
export async function tellOf(
  trx: Trx,
  type: 'approval' | 'help',
  row: { readonly id: string; readonly desktop_id: string },
): Promise<void> {
  const { owner_id } = await trx
    .selectFrom('desktop')
    .select('owner_id')
    .where('id', '=', row.desktop_id)
    .executeTakeFirstOrThrow()
  await tell(trx, { person_id: owner_id, type, subject: row.id })
  await tell(trx, { person_id: owner_id, type: 'desktop', subject: row.desktop_id })
}

/** Tells of what is the help desk's own. */
export async function tellHelpDesk(trx: Trx, type: EventTable['type'], subject: string): Promise<void> {
  await tell(trx, { person_id: HELP_DESK, type, subject })
}
