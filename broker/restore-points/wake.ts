/** A bell for those that sleep until something changes. Nobody misses a ring that came while they were at work. */
export class Wake {
  count = 0
  #sleepers = new Set<() => void>()

  up(): void {
    this.count++
    for (const wake of this.#sleepers) wake()
  }

  /** Returns when it rang since `seen` rings, or after `ms`. Rejects with the signal's reason if that comes first. */
  async after(seen: number, ms: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.count !== seen) return
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    const wake = () => resolve(undefined)
    const stop = () => reject(signal.reason as Error)
    const timer = setTimeout(wake, ms)
    this.#sleepers.add(wake)
    signal.addEventListener('abort', stop, { once: true })
    try {
      await promise
    } finally {
      clearTimeout(timer)
      this.#sleepers.delete(wake)
      signal.removeEventListener('abort', stop)
    }
  }
}
