import type { Histogram } from 'prom-client'
import type { Store } from '../store/store.ts'

/** Not more of them are looked at for one question. */
const AT_ONCE = 500

/** Observes the steps of runs that ended since it was last asked; of those that ended before the first time, none. */
export function observeSteps(
  store: Store,
  known: readonly string[],
): (this: Histogram<'kind' | 'mark'>) => Promise<void> {
  let since: number | null = null
  let looking = Promise.resolve()
  const observe = async (histogram: Histogram<'kind' | 'mark'>) => {
    if (since === null) {
      since = await store.now()
      return
    }
    const ended = await store.db
      .selectFrom('run')
      .select(['id', 'kind', 'attempt', 'pressed_at', 'ended_at'])
      .where('ended_at', '>', since)
      .orderBy('ended_at')
      .limit(AT_ONCE)
      .execute()
    for (const run of ended) {
      const reached = await store.db
        .selectFrom('run_mark')
        .select(['mark', 'at'])
        .where('run_id', '=', run.id)
        .where('attempt', '=', run.attempt)
        .orderBy('at')
        .execute()
      let last: number | null = null
      for (const { mark, at } of [...reached, { mark: 'ended', at: run.ended_at ?? 0 }]) {
        if (last !== null && known.includes(mark))
          histogram.observe({ kind: run.kind, mark }, Math.max(0, at - last) / 1000)
        last = at
      }
      since = Math.max(since, run.ended_at ?? since)
    }
  }
  // Two who ask at once must not both count the same.
  return function () {
    looking = looking.catch(() => undefined).then(() => observe(this))
    return looking
  }
}
