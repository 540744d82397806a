import type { PolicyPatch } from '../../shared/api/policy.ts'
import { record } from '../audit/audit.ts'
import { clock, type Store } from '../store/store.ts'
import { versionOf } from './versions.ts'

/** Writes what the configuration says of desktops' policies into the store, where nobody has changed them since. */
export async function seedPolicies(
  store: Store,
  desktops: Iterable<{ readonly id: string; readonly policy: PolicyPatch }>,
): Promise<void> {
  await store.transaction(async (trx) => {
    for (const { id, policy } of desktops) {
      const scope = `desktop:${id}`
      const body = JSON.stringify(policy)
      const now = await versionOf(trx, scope)
      if (now === undefined ? body === '{}' : now.source === 'api' || now.body_json === body) continue
      const version = (now?.version ?? 0) + 1
      await trx
        .insertInto('policy')
        .values({ scope, version, body_json: body, source: 'config', made_at: await clock(trx), made_by: null })
        .execute()
      await record(trx, {
        actor: 'broker',
        action: 'policy.configured',
        subject: `policy:${scope}`,
        detail: { version, says: policy },
      })
    }
  })
}
