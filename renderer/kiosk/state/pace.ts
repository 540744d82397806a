import type { Recovery } from '../../../shared/api/recovery.ts'

export interface Pace {
  /** It takes more than twice as long as usual: worth saying. */
  readonly slow: boolean
  /** So long that somebody should be called. */
  readonly stalled: boolean
  /** How far the step that runs is thought to be: 0 to 1, and never quite 1. */
  readonly part: number
}

/** Where nothing was measured yet, a boot is what to expect. */
const UNMEASURED_MS = 60_000
const STALLED_MS = 120_000
const STEPS = 4

/**
 * How a run gets on, by this desktop's own median for the whole of it; `sinceMs` is the time since the press. Medians of
 * single steps are not told, so a step is slow when it alone takes as long as all of it usually does.
 */
export function paceOf(run: Recovery, usualMs: number | null, sinceMs: number): Pace {
  const usual = usualMs ?? UNMEASURED_MS
  const stepMs = Math.max(0, sinceMs - (run.reached.at(-1)?.ms ?? 0))
  const slow = sinceMs > 2 * usual || stepMs > usual
  return {
    slow,
    stalled: sinceMs > Math.max(STALLED_MS, 3 * usual),
    part: 1 - Math.exp((-1.4 * stepMs * STEPS) / usual / 2),
  }
}
