import { record } from '../audit/audit.ts'
import type { Parts } from './parts.ts'

/** More than a desktop can have begun without leaving a disk behind that tells of it. */
const MARGIN = 100

/**
 * Sees to it that no number is given which something on the host has already: the database may be a back-up from before that
 * was made. Answers whether it was.
 */
export async function passNumbersOf({ store, hypervisor }: Parts, desktop: string): Promise<boolean> {
  const there = [
    ...(await hypervisor.overlays(desktop)).map((o) => o.n),
    ...(await hypervisor.images(desktop)),
    ...(await hypervisor.alive(desktop)),
  ]
  const highest = Math.max(0, ...there)
  const { next_number } = await store.db
    .selectFrom('desktop')
    .select('next_number')
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  if (next_number > highest) return false
  return store.transaction(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('desktop')
      .set({ next_number: highest + MARGIN })
      .where('id', '=', desktop)
      .where('next_number', '<=', highest)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows === 0n) return false
    await record(trx, {
      actor: 'broker',
      action: 'desktop.newer-disks-found',
      subject: `desktop:${desktop}`,
      detail: { highest },
    })
    return true
  })
}
