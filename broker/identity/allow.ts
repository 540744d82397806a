import { ProblemError } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import type { Access } from '../../shared/api/route.ts'
import { poolsWhere } from './grants.ts'
import type { Principal } from './sessions.ts'

/**
 * Throws `not-allowed`. For what can be for some pools alone, one pool is enough here: whoever looks for desktops then asks
 * `poolsOf`. A kiosk that connects by itself is nobody's hand, whatever its desktop's owner may do.
 */
export function mustBeAllowed(principal: Principal, access: Access): void {
  if (access === 'plain' || access === 'open') return
  if (access === 'own' ? principal.isService : poolsOf(principal, access).length === 0)
    throw new ProblemError('not-allowed')
}

/** The pools whose desktops somebody may do this to; `all`: every desktop, also those of no pool. */
export function poolsOf({ desktopId, grants }: Principal, right: Right): 'all' | readonly string[] {
  return desktopId === null ? poolsWhere(grants, right) : []
}

/** Whether somebody may do this to a desktop of that pool; null: of none. */
export function mayReach(principal: Principal, right: Right, pool: string | null): boolean {
  const pools = poolsOf(principal, right)
  return pools === 'all' || (pool !== null && pools.includes(pool))
}
