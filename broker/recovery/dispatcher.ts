import { setTimeout as delay } from 'node:timers/promises'
import { carryOut } from './carry-out.ts'
import { claim, isFree, LostClaimError } from './claim.ts'
import type { Parts } from './parts.ts'
import { mayBegin } from './queue.ts'
import { slotsOf } from './slots.ts'

const STORE_RETRY_MS = 1000
/** In a row; then it may be the step itself. */
const STORE_FAILURES = 5

/**
 * Carries out each open run of our desktops that no other broker holds, once, and lets go at once of one that was superseded.
 * What a broker left that died or can't reach the store is found here when its lease is over.
 */
export class Dispatcher {
  readonly #parts: Parts
  readonly #signal: AbortSignal
  readonly #carried = new Map<
    string,
    { readonly runId: string; readonly end: AbortController; readonly done: Promise<void> }
  >()
  #looking: Promise<void> | null = null
  #again = false

  constructor(parts: Parts, signal: AbortSignal) {
    this.#parts = parts
    this.#signal = signal
  }

  /** Looks for open runs. One look at a time; being asked during one makes for another one after it. */
  async look(): Promise<void> {
    this.#again = true
    this.#looking ??= this.#lookUntilQuiet()
    await this.#looking
  }

  /** Waits until nothing is carried out any more. */
  async settled(): Promise<void> {
    await Promise.all([...this.#carried.values()].map((c) => c.done))
  }

  async #lookUntilQuiet(): Promise<void> {
    try {
      while (this.#again && !this.#signal.aborted) {
        this.#again = false
        await this.#lookOnce()
      }
    } finally {
      this.#looking = null
    }
  }

  async #lookOnce(): Promise<void> {
    const { store, desktops } = this.#parts
    const open = await store.db
      .selectFrom('run')
      .select(['id', 'desktop_id', 'kind', 'mark'])
      .select((eb) => isFree(store.db, store.holder)(eb).as('free'))
      .where('outcome', 'is', null)
      .execute()
    const turns = await mayBegin(store.db, slotsOf(this.#parts))
    for (const run of open) {
      const present = this.#carried.get(run.desktop_id)
      if (present?.runId === run.id || !desktops.has(run.desktop_id)) continue
      present?.end.abort(new LostClaimError(`run ${present.runId} was superseded`))
      // SQLite says 1, PostgreSQL true.
      const waits = run.mark === 'accepted' && run.kind !== 'capture' && !turns.has(run.id)
      if (!run.free || waits) continue
      const end = new AbortController()
      this.#carried.set(run.desktop_id, { runId: run.id, end, done: this.#carry(run.id, run.desktop_id, end.signal) })
    }
  }

  async #carry(runId: string, desktop: string, superseded: AbortSignal): Promise<void> {
    const signal = AbortSignal.any([this.#signal, superseded])
    // Not before the caller has put it into the map.
    await Promise.resolve()
    for (let failures = 0; ; failures++) {
      try {
        signal.throwIfAborted()
        const held = await claim(this.#parts.store, runId, signal)
        try {
          await carryOut(this.#parts, held, failures >= STORE_FAILURES)
        } finally {
          // If this fails, the lease runs out by itself.
          await held.letGo().catch(() => undefined)
        }
        break
      } catch (error) {
        if (error instanceof LostClaimError || signal.aborted) break
        // The store may fail for a while; the run is not forgotten for that.
        this.#parts.log.error({ run: runId, err: error }, 'a run could not be carried on; it is claimed again')
        await delay(STORE_RETRY_MS, undefined, { signal }).catch(() => undefined)
      }
    }
    if (this.#carried.get(desktop)?.runId === runId) this.#carried.delete(desktop)
    // What changed meanwhile was not for us as long as we carried it: its turn may have come since it was told to wait.
    await this.look().catch((err: unknown) => this.#parts.log.error({ err }, 'open runs could not be looked for'))
  }
}
