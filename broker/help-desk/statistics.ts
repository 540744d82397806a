import type { Overview } from '../../shared/api/help-desk/overview.ts'

/** A recovery as far as it is counted. */
export interface Counted {
  readonly at: number
  /** From press to checked, if it went well. */
  readonly ms: number | null
  readonly outcome: 'recovered' | 'failed' | 'open'
  readonly undone: boolean
}

type Sum = Overview['today']

/** What recoveries came to. Those under way are recoveries, and count for no rate yet. */
export function sumOf(runs: readonly Counted[]): Sum {
  const recovered = runs.filter(({ outcome }) => outcome === 'recovered')
  const failed = runs.filter(({ outcome }) => outcome === 'failed').length
  const undone = recovered.filter((run) => run.undone).length
  const ended = recovered.length + failed
  const times = recovered.flatMap(({ ms }) => ms ?? []).sort((a, b) => a - b)
  return {
    recoveries: runs.length,
    recovered: recovered.length,
    undone,
    failed,
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    successRate: ended === 0 ? null : recovered.length / ended,
    undoRate: recovered.length === 0 ? null : undone / recovered.length,
  }
}

/** The smallest of the sorted `times` that so much of them does not exceed; null for none. */
export function quantile(times: readonly number[], share: number): number | null {
  return times[Math.max(0, Math.ceil(times.length * share) - 1)] ?? null
}
