import { syncBuiltinESMExports } from 'node:module'
import timersPromises from 'node:timers/promises'

interface Timer {
  readonly at: number
  readonly order: number
  readonly fire: () => void
}

/** Any fixed moment: histories are the same whenever they are run. */
const START_MS = Date.UTC(2026, 0, 5, 9)

const realImmediate = setImmediate

/**
 * Time as the engine under test sees it: it stands still until it is moved. In place of the process's own timers, so that
 * the engine needs no second way to wait, and a history of hours takes some milliseconds.
 */
class VirtualTime {
  #nowMs = START_MS
  #order = 0
  #timers: Timer[] = []

  get now(): number {
    return this.#nowMs
  }

  /** When the next timer is due; null if none is set. */
  get next(): number | null {
    return this.#timers[0]?.at ?? null
  }

  /** Begins anew at a moment, with no timer set: what a history left must not wake in the next one. */
  reset(at: number): void {
    this.#timers = []
    this.#nowMs = at
    this.#order = 0
  }

  /** Moves time to `at` at most, and fires what is due first. Answers whether anything fired. */
  moveTo(at: number): boolean {
    const first = this.#timers[0]
    if (first === undefined || first.at > at) {
      this.#nowMs = Math.max(this.#nowMs, at)
      return false
    }
    this.#timers.shift()
    this.#nowMs = Math.max(this.#nowMs, first.at)
    first.fire()
    return true
  }

  /** Moves time to `at` in one leap, as for a process that was stopped: what was due meanwhile fires once, in its order, then. */
  leapTo(at: number): void {
    this.#nowMs = Math.max(this.#nowMs, at)
    const due = this.#timers.filter((timer) => timer.at <= at)
    this.#timers = this.#timers.filter((timer) => timer.at > at)
    for (const timer of due) timer.fire()
  }

  set(ms: number, fire: () => void): Timer {
    const timer = { at: this.#nowMs + Math.max(0, Number.isFinite(ms) ? ms : 0), order: ++this.#order, fire }
    let place = this.#timers.length
    while (place > 0 && (this.#timers[place - 1]?.at ?? 0) > timer.at) place--
    this.#timers.splice(place, 0, timer)
    return timer
  }

  clear(timer: Timer): void {
    const place = this.#timers.indexOf(timer)
    if (place >= 0) this.#timers.splice(place, 1)
  }
}

export const time = new VirtualTime()

/** Waits until nothing is left to do but what waits for time or for leave: nothing here waits for anything else. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    realImmediate(resolve)
  })
}

/** From now on, and for this whole process, time is `time`. */
export function takeOverTime(): void {
  const wait = (ms = 1, value?: unknown, options: { signal?: AbortSignal } = {}) =>
    new Promise((resolve, reject) => {
      const { signal } = options
      if (signal?.aborted === true) {
        reject(aborted(signal))
        return
      }
      const stop = () => {
        time.clear(timer)
        if (signal !== undefined) reject(aborted(signal))
      }
      const timer = time.set(ms, () => {
        signal?.removeEventListener('abort', stop)
        resolve(value)
      })
      signal?.addEventListener('abort', stop, { once: true })
    })
  Object.assign(timersPromises, { setTimeout: wait })
  syncBuiltinESMExports()

  const handles = new WeakSet()
  const handle = (timer: Timer) => {
    const it = Object.assign(timer, { ref: () => it, unref: () => it, hasRef: () => false })
    handles.add(it)
    return it
  }
  const clear = (timer: unknown) => {
    if (typeof timer === 'object' && timer !== null && handles.has(timer)) time.clear(timer as Timer)
  }
  Object.assign(globalThis, {
    setTimeout: (act: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
      handle(time.set(ms, () => act(...args))),
    clearTimeout: clear,
    setInterval: () => {
      throw new Error('nothing under test waits by setInterval; virtual-time.ts does not know it')
    },
  })
  Object.assign(performance, { now: () => time.now - START_MS })
  Date.now = () => time.now
  AbortSignal.timeout = (ms) => {
    const ending = new AbortController()
    time.set(ms, () => ending.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')))
    return ending.signal
  }
}

/** As Node's own timers say it. */
function aborted(signal: AbortSignal): Error {
  return Object.assign(new Error('The operation was aborted', { cause: signal.reason }), {
    name: 'AbortError',
    code: 'ABORT_ERR',
  })
}
