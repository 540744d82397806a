import type { Policy } from '../../shared/api/policy.ts'

const HOUR_MS = 60 * 60 * 1000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** The Monday before 1970. */
const WEEKS_BEGIN_MS = -3 * DAY_MS

/** A point, as far as it matters for whether it is kept. */
export interface Thinnable {
  readonly id: string
  /** Ms since 1970. */
  readonly takenAt: number
  readonly proof: 'unproven' | 'proving' | 'known-good' | 'failed'
  /** Somebody asked for it, or announced a change: it is kept as long as days are, whatever else was taken that day. */
  readonly asked: boolean
  /** It stays whatever happens: pinned, used by a run, or being checked. */
  readonly held: boolean
  /** It is to be checked: until then nobody knows what it is worth. */
  readonly due: boolean
  readonly bytes: number
}

export type Keep = Pick<Policy, 'keepHourlyHours' | 'keepDailyDays' | 'keepWeeklyWeeks' | 'keepPoints' | 'keepGiB'>

/** What is thinned, oldest first: never what is held, never the newest, and never the last that is known to be good. */
export function thinned(points: readonly Thinnable[], keep: Keep, now: number): string[] {
  const newestFirst = [...points].sort((a, b) => b.takenAt - a.takenAt)
  const lastGood = newestFirst.find((p) => p.proof === 'known-good')
  const stays = (p: Thinnable) => p.held || p === lastGood || p === newestFirst[0]
  const chosen = chosenByTime(newestFirst, keep, now)
  let left = newestFirst.filter((p) => stays(p) || chosen.has(p))
  const limit = keep.keepGiB * 1024 ** 3
  const oldestFirst = [...left].reverse().filter((p) => !stays(p))
  for (const p of oldestFirst) {
    const bytes = left.reduce((sum, { bytes: b }) => sum + b, 0)
    if (left.length <= keep.keepPoints && bytes <= limit) break
    left = left.filter((other) => other !== p)
  }
  const kept = new Set(left)
  return newestFirst
    .filter((p) => !kept.has(p))
    .reverse()
    .map((p) => p.id)
}

/** One of each hour, then one of each day, then one of each week: the newest of what is worth most. */
function chosenByTime(newestFirst: readonly Thinnable[], keep: Keep, now: number): Set<Thinnable> {
  const best = new Map<string, Thinnable>()
  const chosen = new Set<Thinnable>()
  for (const p of newestFirst) {
    // A clock that was set back makes what was taken before look as if it came from the future.
    const age = Math.max(0, now - p.takenAt)
    if (p.proof === 'failed') {
      if (age < DAY_MS) chosen.add(p)
      continue
    }
    if (p.due || (p.asked && age < keep.keepDailyDays * DAY_MS)) chosen.add(p)
    for (const bucket of bucketsOf(p.takenAt, age, keep)) {
      const there = best.get(bucket)
      if (there === undefined || worth(p) > worth(there)) best.set(bucket, p)
    }
  }
  for (const p of best.values()) chosen.add(p)
  return chosen
}

function bucketsOf(at: number, age: number, keep: Keep): string[] {
  const buckets: string[] = []
  if (age < keep.keepHourlyHours * HOUR_MS) buckets.push(`hour ${Math.floor(at / HOUR_MS)}`)
  if (age < keep.keepDailyDays * DAY_MS) buckets.push(`day ${Math.floor(at / DAY_MS)}`)
  if (age < keep.keepWeeklyWeeks * WEEK_MS) buckets.push(`week ${Math.floor((at - WEEKS_BEGIN_MS) / WEEK_MS)}`)
  return buckets
}

function worth({ proof }: Thinnable): number {
  return proof === 'known-good' ? 1 : 0
}
