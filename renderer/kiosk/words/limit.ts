import type { PointLimit, RestorePoint } from '../../../shared/api/restore-point.ts'
import { daysBetween } from './when.ts'
import { t } from './words.ts'

/** What going back to a point can't do. */
export function limitWords({ kind, says }: PointLimit, { takenAt }: Pick<RestorePoint, 'takenAt'>, now: Date): string {
  // One that a newer service knows is told as it says it.
  const known = kinds.find((k) => k === kind)
  if (known === undefined) return says
  return t(`points.limit.${known}`, { days: t('when.day', { count: daysBetween(new Date(takenAt), now) }) })
}

const kinds = ['old', 'machine-password', 'firmware', 'local-storage'] as const
