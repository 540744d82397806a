import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { HealthCheck } from './http/health.ts'
import type { Hypervisor } from './hypervisors/hypervisor.ts'
import { clock, type Store } from './store/store.ts'

/** What the broker needs in order to work. */
export function healthChecks(
  config: { readonly kioskFiles: string; readonly desktops: readonly { readonly id: string }[] },
  store: Store,
  hypervisor: Hypervisor,
): Record<string, HealthCheck> {
  return {
    store: () => store.transaction((trx) => writeSomething(trx)),
    hypervisor: () => Promise.all(config.desktops.map(({ id }) => hypervisor.room(id))),
    page: () => access(join(config.kioskFiles, 'index.html')),
  }
}

/** A row of a name that nobody can sign in with: only a write shows that the disk takes one. */
async function writeSomething(trx: Parameters<Parameters<Store['transaction']>[0]>[0]): Promise<void> {
  const values = { count: 0, blocked_until: await clock(trx) }
  await trx
    .insertInto('sign_in_failure')
    .values({ name: '', ...values })
    .onConflict((c) => c.column('name').doUpdateSet(values))
    .execute()
}
