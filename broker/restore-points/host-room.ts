import { readFile } from 'node:fs/promises'
import { availableParallelism, loadavg, totalmem } from 'node:os'

/** What must stay free beside what a clone takes. */
const SPARE_SHARE = 0.1
/** Waiting programs for each processor, of the last minute: above it, this machine has enough to do. */
const MOST_WAITING = 2

/** How many points are checked at once on this machine, and whether it has room for another clone of `bytes`. */
export interface ProofRoom {
  readonly atOnce: number
  hasRoom(bytes: number, urgent: boolean): Promise<boolean>
}

/** A desktop without any known good point is not made to wait for a quiet moment, only for memory. */
export const thisHost: ProofRoom = {
  atOnce: 1,
  hasRoom: async (bytes, urgent) => {
    const waiting = (loadavg()[0] ?? 0) / availableParallelism()
    if (!urgent && waiting > MOST_WAITING) return false
    return (await availableBytes()) > bytes + SPARE_SHARE * totalmem()
  },
}

/** What programs can have without anything being swapped out, as the kernel reckons. */
async function availableBytes(): Promise<number> {
  const text = await readFile('/proc/meminfo', 'utf8')
  return Number(/^MemAvailable:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024
}
