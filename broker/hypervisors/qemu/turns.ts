/** First come, first served: one at a time. Whoever gives up waiting leaves the queue. */
export class Turns {
  #last: Promise<void> = Promise.resolve()

  /** Waits for its turn, acts, and lets the next one. Rejects with the signal's reason if that comes first. */
  async take<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    const before = this.#last
    const { promise: done, resolve: leave } = Promise.withResolvers<undefined>()
    // Who leaves early must not let the next one overtake those still before it.
    this.#last = before.then(() => done)
    try {
      await or(signal, before)
      return await act()
    } finally {
      leave(undefined)
    }
  }
}

/** What comes first: the promise, or the signal's reason as a rejection. */
export async function or<T>(signal: AbortSignal, promise: Promise<T>): Promise<T> {
  // Also if nobody waits for it any more: a rejection that nobody handles would end the broker.
  promise.catch(() => undefined)
  signal.throwIfAborted()
  const { promise: aborted, reject } = Promise.withResolvers<never>()
  const abort = () => reject(reasonOf(signal))
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

export function reasonOf(signal: AbortSignal): Error {
  return signal.reason instanceof Error ? signal.reason : new Error(String(signal.reason))
}
