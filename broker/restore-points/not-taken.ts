import { tell } from '../events/outbox.ts'
import type { Trx } from '../store/store.ts'

/** A point that could not be taken: it stays in the list with the reason, and has no disk of its own. */
export async function notTaken(trx: Trx, pointId: string, why: string): Promise<void> {
  await trx
    .updateTable('restore_point')
    .set({ state: 'there', proof: 'failed', captured_n: null, proof_due: null, problem: why })
    .where('id', '=', pointId)
    .where('state', '=', 'taking')
    .execute()
  await trx
    .updateTable('announced_desktop')
    .set({ state: 'failed' })
    .where('point_id', '=', pointId)
    .where('state', '=', 'waiting')
    .execute()
}

/** Tells the desktop's owner that its points changed. */
export async function tellOfPoints(trx: Trx, desktop: string): Promise<void> {
  const { owner_id } = await trx
    .selectFrom('desktop')
    .select('owner_id')
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  await tell(trx, { person_id: owner_id, type: 'desktop', subject: desktop })
}
