import { setTimeout as delay } from 'node:timers/promises'
import { HypervisorError } from '../hypervisor.ts'
import { codeOf, type DesktopFiles, MONITORS } from './files.ts'
import { Monitor } from './monitor.ts'
import { nameOf } from './names.ts'
import { Turns } from './turns.ts'

/** A monitor whose other client does not finish its call by then is taken for held by a frozen broker. */
const GREETING_MS = 250
/** Waiting for one's turn and for a free monitor, together. */
const MONITOR_MS = 5000

/**
 * The way to tell a running instance something. Each call connects and lets go again: QEMU serves one client on each
 * monitor, and a broker that was stopped while it held one must not hold more than that one.
 */
export class Control {
  readonly #files: DesktopFiles
  readonly #n: number
  readonly #turns = new Turns()

  constructor(files: DesktopFiles, n: number) {
    this.#files = files
    this.#n = n
  }

  /** Throws `HypervisorError` if nothing was said to i-n: it is not there, or both its monitors are held. */
  async use<T>(signal: AbortSignal, act: (monitor: Monitor) => Promise<T>): Promise<T> {
    const patience = AbortSignal.any([signal, AbortSignal.timeout(MONITOR_MS)])
    try {
      return await this.#turns.take(patience, async () => {
        const monitor = await connectMonitor(this.#files, this.#n, patience)
        try {
          return await act(monitor)
        } finally {
          monitor.close()
        }
      })
    } catch (cause) {
      signal.throwIfAborted()
      if (cause instanceof HypervisorError || !patience.aborted) throw cause
      throw new HypervisorError(`no monitor of ${nameOf('i', this.#n)} was free for ${MONITOR_MS / 1000} s`, { cause })
    }
  }
}

/** Whichever control monitor is free first, until the signal. `HypervisorError` if the instance is not there. */
export async function connectMonitor(files: DesktopFiles, n: number, signal: AbortSignal): Promise<Monitor> {
  for (;;) {
    for (const name of MONITORS) {
      try {
        return await Monitor.connect(files.socket(n, name), AbortSignal.any([signal, AbortSignal.timeout(GREETING_MS)]))
      } catch (cause) {
        signal.throwIfAborted()
        if (['ENOENT', 'ECONNREFUSED'].includes(codeOf(cause) ?? ''))
          throw new HypervisorError(`${nameOf('i', n)} is not alive`, { cause })
      }
    }
    await delay(20, undefined, { signal })
  }
}
