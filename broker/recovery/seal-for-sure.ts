import { DamagedDiskError, type DiskFacts, HypervisorError } from '../hypervisors/hypervisor.ts'
import type { Parts } from './parts.ts'

const TRIES = 3

/** Seals a disk and looks that it is sealed. A damaged one can't be looked at, and is kept all the same. */
export async function sealForSure(
  { hypervisor }: Pick<Parts, 'hypervisor'>,
  desktop: string,
  n: number,
): Promise<DiskFacts> {
  for (let tries = 1; ; tries++) {
    let said: DiskFacts | null = null
    try {
      said = await hypervisor.seal(desktop, n)
      const seen = await hypervisor.disk(desktop, n)
      if (seen?.sealed === true) return seen
    } catch (error) {
      if (error instanceof DamagedDiskError && said !== null) return said
      if (tries === TRIES) throw error
    }
    if (tries === TRIES) throw new HypervisorError(`o-${n} is not sealed after it was sealed`)
  }
}

/**
 * Seals a disk, and below it whatever is not sealed: a machine may have gone on writing there when a point was being taken.
 * Nothing may write to any of them any more. Answers what the first is, with the bytes of all that were sealed now.
 */
export async function sealChain(parts: Parts, desktop: string, n: number): Promise<DiskFacts> {
  const first = await sealForSure(parts, desktop, n)
  let { sizeBytes } = first
  for (let below = first.backing; typeof below === 'number'; ) {
    const facts = await parts.hypervisor.disk(desktop, below).catch((error: unknown) => {
      if (error instanceof DamagedDiskError) return null
      throw error
    })
    if (facts === null || facts.sealed) break
    const sealed = await sealForSure(parts, desktop, below)
    sizeBytes += sealed.sizeBytes
    below = sealed.backing
  }
  return { ...first, sizeBytes }
}
