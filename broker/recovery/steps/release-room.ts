import type { Run } from '../claim.ts'
import type { Parts } from '../parts.ts'

/** Gives back whatever room any attempt of this run took, also one of an earlier claim. */
export async function releaseRoom({ store, hypervisor }: Parts, run: Run): Promise<void> {
  const attempts = await store.db.selectFrom('instance').select('n').where('run_id', '=', run.id).execute()
  for (const { n } of attempts) await hypervisor.release(run.desktop_id, n)
}
