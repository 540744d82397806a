import type { Trx } from '../store/store.ts'

/**
 * Gives the desktop's next number, for ever: instance `i-n`, overlay `o-n` and image `m-n` of one attempt. It is
 * committed before the first act that uses it, so whatever exists under a number is known to belong to it.
 */
export async function takeNumber(trx: Trx, desktop: string, runId: string | null): Promise<number> {
  const row = await trx
    .updateTable('desktop')
    .set((eb) => ({ next_number: eb('next_number', '+', 1) }))
    .where('id', '=', desktop)
    .returning('next_number')
    .executeTakeFirstOrThrow()
  const n = row.next_number - 1
  await trx.insertInto('instance').values({ desktop_id: desktop, n, run_id: runId, condemned_at: null }).execute()
  return n
}
