import type { Policy } from '../../shared/api/policy.ts'
import type { PointLimit } from '../../shared/api/restore-point.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** What is true of every point, whichever: said once, where the points of a desktop are shown. */
const always: readonly PointLimit[] = [
  {
    kind: 'firmware',
    says: 'Settings of the firmware are not part of it: they stay as they are.',
  },
  {
    kind: 'local-storage',
    says: 'It covers the system disk alone. What lies on the user share is never changed.',
  },
]

/** What going back to a point taken `ageMs` ago can't do, or may break. */
export function limitsOf(policy: Pick<Policy, 'tooOldDays'>, ageMs: number): PointLimit[] {
  const days = Math.floor(ageMs / DAY_MS)
  if (days < policy.tooOldDays) return [...always]
  return [
    { kind: 'old', says: `It is ${days} days old: updates since then will be missing.` },
    {
      kind: 'machine-password',
      says: 'If the desktop is a member of a domain, its machine password may have changed since; then it must join again.',
    },
    ...always,
  ]
}
