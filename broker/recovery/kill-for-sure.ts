import { setTimeout as delay } from 'node:timers/promises'
import type { Parts } from './parts.ts'

const TRIES = 5
const PAUSE_MS = 300
/** All tries fit into the time of a step. */
const EACH_MS = 4000

/** Ends a machine and looks that it ended: whoever starts another relies on it. Throws if it lives on. */
export async function killForSure(
  { hypervisor }: Parts,
  desktop: string,
  n: number,
  signal: AbortSignal,
): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await hypervisor.kill(desktop, n, AbortSignal.any([signal, AbortSignal.timeout(EACH_MS)]))
      if (!(await hypervisor.instance(desktop, n)).alive) return
      throw new Error(`i-${n} is still alive after it was killed`)
    } catch (error) {
      signal.throwIfAborted()
      if (tries === TRIES) throw error
      await delay(PAUSE_MS * tries, undefined, { signal })
    }
  }
}
