import { DamagedDiskError, type Disk, HypervisorError } from '../../broker/hypervisors/hypervisor.ts'

export interface FakeDisk {
  readonly backing: Disk | null
  /** What was written to it, oldest first, without what stands below. */
  readonly written: string[]
  /** A machine was started on it: memory goes only over a fresh one. */
  used: boolean
  sealed: boolean
  damaged: boolean
  changedMs: number
}

export interface FakeMachine {
  readonly n: number
  /** The overlay that it writes to. */
  disk: number
  readonly recording: boolean
  /** The memory image that it came of. */
  readonly image: number | null
  readonly network: 'desktop' | 'nowhere'
  alive: boolean
  status: 'running' | 'paused' | 'no-room' | 'panicked' | 'off'
  /** What it was about to write when there was no room. */
  unwritten: string | null
  linkUp: boolean
  agent: 'answers' | 'silent'
  /** A running desktop's picture changes when its pointer moves. */
  picture: 'lives' | 'frozen' | 'blank'
  pointer: { x: number; y: number }
  /** Its file systems are held still: nothing writes, and the agent does nothing else. */
  frozen: boolean
  /** Its memory was saved. QEMU saves it once. */
  saved: boolean
  /** What the guest has in memory: it comes back with a memory image. `boot` differs with every boot. */
  memory: Record<string, string>
}

export interface FakeImage {
  /** The overlay it belongs to, and what that held. */
  readonly disk: number
  readonly contents: readonly string[]
  readonly memory: Readonly<Record<string, string>>
}

/** One desktop's disks, machines and images, by number. */
export class FakeDesktop {
  readonly golden: FakeDisk
  readonly disks = new Map<number, FakeDisk>()
  readonly machines = new Map<number, FakeMachine>()
  readonly images = new Map<number, FakeImage>()
  /** Bytes held for an attempt, by its number. */
  readonly reserved = new Map<number, number>()

  constructor(golden: FakeDisk) {
    this.golden = golden
  }

  /** Another one in the same state. */
  copy(): FakeDesktop {
    const copyOf = (disk: FakeDisk): FakeDisk => ({ ...disk, written: [...disk.written] })
    const copy = new FakeDesktop(copyOf(this.golden))
    for (const [n, disk] of this.disks) copy.disks.set(n, copyOf(disk))
    for (const [n, it] of this.machines)
      copy.machines.set(n, { ...it, pointer: { ...it.pointer }, memory: { ...it.memory } })
    // An image never changes.
    for (const [n, image] of this.images) copy.images.set(n, image)
    for (const [n, bytes] of this.reserved) copy.reserved.set(n, bytes)
    return copy
  }

  disk(disk: Disk): FakeDisk | null {
    return disk === 'golden' ? this.golden : (this.disks.get(disk) ?? null)
  }

  alive(): FakeMachine[] {
    return [...this.machines.values()].filter((m) => m.alive)
  }

  living(n: number): FakeMachine {
    const machine = this.machines.get(n)
    if (machine?.alive !== true) throw new HypervisorError(`i-${n} is not alive`)
    return machine
  }

  /** What a guest on this disk reads: what was written to it and to all below, oldest first. */
  contents(of: Disk): readonly string[] {
    return this.chain(of)
      .reverse()
      .flatMap((disk) => disk.written)
  }

  /** Whether o-n stands above `onto`, and neither it nor anything in between was written to. */
  isEmptyAbove(n: number, onto: number): boolean {
    for (let at = this.disks.get(n); at !== undefined && at.written.length === 0; ) {
      if (at.backing === onto) return true
      at = at.backing === null || at.backing === 'golden' ? undefined : this.disks.get(at.backing)
    }
    return false
  }

  /** The disk and all below it, itself first. Throws `DamagedDiskError`. */
  chain(of: Disk): FakeDisk[] {
    const found: FakeDisk[] = []
    for (let at: Disk | null = of; at !== null; ) {
      const disk = this.disk(at)
      if (disk === null || disk.damaged)
        throw new DamagedDiskError(`${name(at)}, in the chain of ${name(of)}, can't be read`)
      found.push(disk)
      at = disk.backing
    }
    return found
  }

  /** Whether m-n belongs to o-disk exactly as that is now. */
  fits(n: number, disk: number): boolean {
    const image = this.images.get(n)
    return image?.disk === disk && this.contents(disk).join('\n') === image.contents.join('\n')
  }

  /** Image m-n, if it belongs to exactly what is below the fresh overlay `over`. */
  imageFor(n: number, over: number): FakeImage {
    const image = this.images.get(n)
    if (image === undefined) throw new HypervisorError(`there is no memory image m-${n}`)
    const disk = this.disk(over)
    if (disk?.backing !== image.disk || !this.fits(n, image.disk))
      throw new HypervisorError(`m-${n} does not belong to the disk below o-${over}`)
    if (disk.used) throw new HypervisorError(`o-${over} is not fresh, so m-${n} does not fit it`)
    return image
  }
}

function name(disk: Disk): string {
  return disk === 'golden' ? 'the golden image' : `o-${disk}`
}
