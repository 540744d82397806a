import { tell } from '../events/outbox.ts'
import type { Trx } from '../store/store.ts'

/** Tells the desktop's owner that a list of leftovers changed. */
export async function tellOfLeftovers(
  trx: Trx,
  row: { readonly recovery_id: string; readonly desktop_id: string },
): Promise<void> {
  await tell(trx, { person_id: await ownerOf(trx, row.desktop_id), type: 'leftovers', subject: row.recovery_id })
}

/** Tells the desktop's owner that a rescue changed. */
export async function tellOfRescue(trx: Trx, row: { readonly id: string; readonly desktop_id: string }): Promise<void> {
  await tell(trx, { person_id: await ownerOf(trx, row.desktop_id), type: 'rescue', subject: row.id })
}

async function ownerOf(trx: Trx, desktop: string): Promise<string> {
  const { owner_id } = await trx
    .selectFrom('desktop')
    .select('owner_id')
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  return owner_id
}
