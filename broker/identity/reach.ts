import { ProblemError } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import type { Store } from '../store/store.ts'
import { mayReach, poolsOf } from './allow.ts'
import type { Principal } from './sessions.ts'

/** Throws `unknown-desktop` for one where somebody has not that right: it is as unknown as one that is not there. */
export async function mustReachDesktop({ db }: Store, principal: Principal, right: Right, id: string): Promise<void> {
  const row = await db.selectFrom('desktop').select('pool').where('id', '=', id).executeTakeFirst()
  if (row === undefined || !mayReach(principal, right, row.pool)) throw new ProblemError('unknown-desktop')
}

/** The same for `default`, `pool:NAME` and `desktop:ID`. Throws `unknown-place`. */
export async function mustReachScope(store: Store, principal: Principal, right: Right, scope: string): Promise<void> {
  if (poolsOf(principal, right) === 'all') return
  const [kind, name = ''] = scope.split(':')
  if (kind === 'pool' && mayReach(principal, right, name)) return
  if (kind !== 'desktop') throw new ProblemError('unknown-place')
  await mustReachDesktop(store, principal, right, name).catch(() => {
    throw new ProblemError('unknown-place')
  })
}
