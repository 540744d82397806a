import type { Parts } from './parts.ts'
import { killStrays } from './strays.ts'

/** Clears away what killed brokers and late calls left: machines that belong to nothing, room held for no open run. */
export async function sweep(parts: Parts, desktop: string, signal: AbortSignal): Promise<void> {
  await killStrays(parts, desktop, signal)
  await releaseLeftRoom(parts, desktop)
}

async function releaseLeftRoom({ store, hypervisor }: Parts, desktop: string): Promise<void> {
  // First what is held, then for whom: a run that begins in between is then known.
  const held = await hypervisor.reservations(desktop)
  for (const n of held) {
    const open = await store.db
      .selectFrom('instance')
      .innerJoin('run', 'run.id', 'instance.run_id')
      .select('run.id')
      .where('instance.desktop_id', '=', desktop)
      .where('instance.n', '=', n)
      .where('run.outcome', 'is', null)
      .executeTakeFirst()
    if (open === undefined) await hypervisor.release(desktop, n)
  }
}
