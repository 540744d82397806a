import { ProblemError } from '../../shared/api/problem.ts'
import type { SignIn } from '../../shared/api/session.ts'
import type { SignedBy } from './signatures.ts'

/** Where people may sign in. */
export interface KioskPolicy {
  /** `required`: the kiosk app has to be enrolled. `off`: it is served as a browser is. */
  readonly enrolment: 'off' | 'required'
  /** Whoever comes without an enrolled kiosk's signature may sign in. */
  readonly browsers: boolean
}

/** The kiosk at which somebody wants to sign in, or null for a browser. Throws if they may not there. */
export function kioskThatSignsIn(
  { enrolment, browsers }: KioskPolicy,
  signedBy: SignedBy | null,
  keep: SignIn['keep'],
): { readonly id: string; readonly name: string } | null {
  if (signedBy?.kiosk) return signedBy.kiosk
  if (signedBy !== null) throw new ProblemError('kiosk-not-enrolled')
  // Only the kiosk app keeps tokens.
  if (keep === 'token' && enrolment === 'required') throw new ProblemError('kiosk-not-enrolled')
  if (!browsers) throw new ProblemError('kiosks-only')
  return null
}
