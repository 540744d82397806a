import { helpersAtWork } from '../rescue/being-read.ts'
import { killForSure } from './kill-for-sure.ts'
import type { Parts } from './parts.ts'

/**
 * Ends every machine of this desktop that nothing in the store stands for: neither the desktop's own, nor that of the open
 * run's present attempt, nor a clone that is being checked, nor a helper that reads disks. Such a one is left by a killed
 * broker or by a late call.
 */
export async function killStrays(parts: Parts, desktop: string, signal: AbortSignal): Promise<void> {
  // First what is alive, then what is meant to be: the other way round, one that was begun in between would be killed.
  const alive = await parts.hypervisor.alive(desktop)
  if (alive.length === 0) return
  const meant = await meantToLive(parts, desktop)
  for (const n of alive) {
    if (meant.has(n)) continue
    parts.log.warn({ desktop, n }, 'a machine that belongs to nothing is ended')
    await killForSure(parts, desktop, n, signal)
  }
}

async function meantToLive({ store }: Parts, desktop: string): Promise<Set<number>> {
  const rows = await store.transaction(async (trx) => [
    ...(await trx.selectFrom('desktop').select('instance_n as n').where('id', '=', desktop).execute()),
    ...(await trx
      .selectFrom('run')
      .select('instance_n as n')
      .where('desktop_id', '=', desktop)
      .where('outcome', 'is', null)
      .execute()),
    ...(await trx
      .selectFrom('restore_point')
      .select('proof_n as n')
      .where('desktop_id', '=', desktop)
      .where('proof_n', 'is not', null)
      .execute()),
    ...(await helpersAtWork(trx, desktop)),
  ])
  const condemned = await store.db
    .selectFrom('instance')
    .select('n')
    .where('desktop_id', '=', desktop)
    .where('condemned_at', 'is not', null)
    .execute()
  const meant = new Set(rows.map((r) => r.n).filter((n) => n !== null))
  for (const { n } of condemned) meant.delete(n)
  return meant
}
