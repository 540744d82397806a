import type { ProblemName } from '../../shared/api/problem.ts'
import type { Route } from '../../shared/api/route.ts'

const anyCall = ['bad-request', 'too-many-requests', 'internal'] as const satisfies ProblemName[]
const signed = ['bad-signature', 'clock-differs', 'replayed', 'kiosk-revoked'] as const
const changing = ['forbidden-origin', 'too-large', 'wrong-type'] as const
/** What can go wrong with every call that needs somebody signed in. */
export const signedInCall = [...anyCall, ...signed, 'not-signed-in', 'not-allowed'] as const satisfies ProblemName[]

/** All that a call may answer: the API's description is made from it, and a test holds the answers to it. */
export function problemsOf({ right, method, problems = [] }: Route): readonly ProblemName[] {
  if (right === 'plain') return anyCall
  const all = right === 'open' ? [...anyCall, ...signed] : signedInCall
  return [...all, ...(method === 'GET' ? [] : changing), ...problems]
}
