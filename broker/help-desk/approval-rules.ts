import type { ApprovalWhy } from '../../shared/api/help-desk/approval.ts'
import type { Policy } from '../../shared/api/policy.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'

const HOUR_MS = 60 * 60 * 1000

/** What somebody of the help desk wants to do to a desktop. */
export interface Wanted {
  readonly act: 'recover' | 'restart' | 'undo' | 'rebuild'
  readonly pool: string | null
  /** How long ago the point was taken that it goes to; null: it goes to none. */
  readonly ageMs: number | null
}

/**
 * Why a second person has to agree; nothing: none has to. A junior is who may recover and may not decide: so what needs two has
 * always somebody above it.
 */
export function whySecond(principal: Principal, policy: Policy, { act, pool, ageMs }: Wanted): ApprovalWhy[] {
  const { approveOlderHours, approveRebuild, approveJunior } = policy
  const why: ApprovalWhy[] = []
  if (approveOlderHours > 0 && ageMs !== null && ageMs > approveOlderHours * HOUR_MS) why.push('older')
  if (approveRebuild && act === 'rebuild') why.push('rebuild')
  if (approveJunior && !mayReach(principal, 'approvals.decide', pool)) why.push('junior')
  return why
}
