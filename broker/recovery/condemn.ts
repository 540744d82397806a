import { record } from '../audit/audit.ts'
import { clock, type Trx } from '../store/store.ts'

/** Says, before it is killed, that an instance must not live on. It is never taken back. */
export async function condemn(trx: Trx, desktop: string, n: number, why: string): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('instance')
    .set({ condemned_at: await clock(trx) })
    .where('desktop_id', '=', desktop)
    .where('n', '=', n)
    .where('condemned_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return
  await record(trx, {
    actor: 'broker',
    action: 'instance.condemned',
    subject: `desktop:${desktop}`,
    detail: { n, why },
  })
}
