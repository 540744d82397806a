import {
  type Disk,
  type DiskFacts,
  type DiskReader,
  type GuestAgent,
  GuestError,
  type Hypervisor,
  HypervisorError,
  type InstanceFacts,
  type MachineEvent,
  type OverlayEntry,
  type Picture,
  type Start,
} from '../../broker/hypervisors/hypervisor.ts'
import { picture } from '../../broker/hypervisors/picture.ts'
import type { FakeDisk, FakeMachine } from './fake-desktop.ts'
import { type FakeHost, IMAGE_BYTES } from './fake-host.ts'

const WIDTH = 64
const HEIGHT = 48

/**
 * One broker's adapter to a `FakeHost`; several on one host are several brokers. Every call passes `host.faults`. Nothing
 * waits: a silent guest's time is over at once.
 */
export class FakeHypervisor implements Hypervisor {
  readonly name = 'fake'
  readonly reader: DiskReader | null = null
  readonly can = { warmPoints: true, undoMemory: true }
  readonly #host: FakeHost
  readonly #unhear = new Set<() => void>()

  constructor(host: FakeHost) {
    this.#host = host
  }

  async open(): Promise<void> {
    // What runs is known to the host.
  }

  async close(): Promise<void> {
    for (const unhear of this.#unhear) unhear()
    this.#unhear.clear()
  }

  machineKind(desktop: string): Promise<string> {
    return this.#call('machineKind', desktop, null, () => this.#host.machineKind, this.#host.machineKind)
  }

  room(desktop: string): Promise<number> {
    return this.#call('room', desktop, null, () => this.#host.roomBytes, this.#host.roomBytes)
  }

  reserve(desktop: string, n: number, bytes: number): Promise<void> {
    return this.#call('reserve', desktop, n, () => this.#host.reserve(desktop, n, bytes), undefined)
  }

  release(desktop: string, n: number): Promise<void> {
    return this.#call('release', desktop, n, () => this.#host.release(desktop, n), undefined)
  }

  reservations(desktop: string): Promise<number[]> {
    return this.#call('reservations', desktop, null, () => [...this.#host.desktop(desktop).reserved.keys()], [])
  }

  createOverlay(desktop: string, n: number, backing: Disk): Promise<void> {
    return this.#call('createOverlay', desktop, n, () => this.#host.createOverlay(desktop, n, backing), undefined)
  }

  disk(desktop: string, disk: Disk): Promise<DiskFacts | null> {
    return this.#call('disk', desktop, disk === 'golden' ? null : disk, () => this.#facts(desktop, disk), null)
  }

  seal(desktop: string, n: number): Promise<DiskFacts> {
    const act = () => {
      return factsOf(this.#host.seal(desktop, n))
    }
    return this.#call('seal', desktop, n, act, { backing: 'golden', sizeBytes: 0, changedMs: 0, sealed: true })
  }

  absorbBacking(desktop: string, n: number, onto: Disk, signal: AbortSignal): Promise<void> {
    return this.#call('absorbBacking', desktop, n, () => this.#host.absorbBacking(desktop, n, onto), undefined, signal)
  }

  overlays(desktop: string): Promise<OverlayEntry[]> {
    const act = (): OverlayEntry[] =>
      [...this.#host.desktop(desktop).disks].map(([n, { backing, damaged, sealed }]) => ({
        n,
        backing: damaged ? 'unknown' : (backing ?? 'unknown'),
        sealed,
      }))
    return this.#call<OverlayEntry[]>('overlays', desktop, null, act, [])
  }

  images(desktop: string): Promise<number[]> {
    return this.#call('images', desktop, null, () => [...this.#host.desktop(desktop).images.keys()], [])
  }

  deleteOverlay(desktop: string, n: number): Promise<void> {
    return this.#call('deleteOverlay', desktop, n, () => this.#host.deleteOverlay(desktop, n), undefined)
  }

  deleteImage(desktop: string, n: number): Promise<void> {
    return this.#call('deleteImage', desktop, n, () => this.#host.deleteImage(desktop, n), undefined)
  }

  clearInstance(desktop: string, n: number): Promise<void> {
    const act = () => {
      if (this.#host.desktop(desktop).machines.get(n)?.alive === true) throw new HypervisorError(`i-${n} is alive`)
    }
    return this.#call('clearInstance', desktop, n, act, undefined)
  }

  clearHalfMade(desktop: string): Promise<void> {
    return this.#call('clearHalfMade', desktop, null, () => undefined, undefined)
  }

  hasImage(desktop: string, n: number): Promise<boolean> {
    return this.#call('hasImage', desktop, n, () => this.#host.desktop(desktop).images.has(n), false)
  }

  imageFits(desktop: string, n: number, disk: number): Promise<boolean> {
    return this.#call('imageFits', desktop, n, () => this.#host.desktop(desktop).fits(n, disk), false)
  }

  imageBytes(desktop: string): Promise<number> {
    return this.#call('imageBytes', desktop, null, () => IMAGE_BYTES, IMAGE_BYTES)
  }

  startInert(desktop: string, n: number, start: Start, signal: AbortSignal): Promise<void> {
    return this.#call('startInert', desktop, n, () => this.#host.startInert(desktop, n, start), undefined, signal)
  }

  instance(desktop: string, n: number): Promise<InstanceFacts> {
    const dead = { alive: false, status: 'unknown', disk: null, linkUp: false } as const
    const act = (): InstanceFacts => {
      const machine = this.#host.desktop(desktop).machines.get(n)
      if (machine?.alive !== true) return dead
      return { alive: true, status: machine.status, disk: machine.disk, linkUp: machine.linkUp }
    }
    return this.#call('instance', desktop, n, act, dead)
  }

  alive(desktop: string): Promise<number[]> {
    const act = () => {
      const living = this.#host.desktop(desktop).alive()
      return living.map((m) => m.n)
    }
    return this.#call('alive', desktop, null, act, [])
  }

  stop(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    const act = () => {
      const machine = this.#host.desktop(desktop).machines.get(n)
      if (machine?.alive === true && machine.status === 'running') machine.status = 'paused'
    }
    return this.#call('stop', desktop, n, act, undefined, signal)
  }

  switchDisk(desktop: string, n: number, disk: number, signal: AbortSignal): Promise<void> {
    return this.#call('switchDisk', desktop, n, () => this.#host.switchDisk(desktop, n, disk), undefined, signal)
  }

  resume(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    return this.#call('resume', desktop, n, () => this.#host.resume(desktop, n), undefined, signal)
  }

  setLink(desktop: string, n: number, up: boolean, signal: AbortSignal): Promise<void> {
    const act = () => void (this.#living(desktop, n).linkUp = up)
    return this.#call('setLink', desktop, n, act, undefined, signal)
  }

  kill(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    const act = () => {
      const machine = this.#host.desktop(desktop).machines.get(n)
      if (machine !== undefined) machine.alive = false
    }
    return this.#call('kill', desktop, n, act, undefined, signal)
  }

  completeImage(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    return this.#call('completeImage', desktop, n, () => this.#host.completeImage(desktop, n), undefined, signal)
  }

  saveMemory(
    desktop: string,
    n: number,
    image: number,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<{ readonly bytes: number }> {
    const act = () => this.#host.saveMemory(desktop, n, image)
    const inTime = AbortSignal.any([signal, AbortSignal.timeout(withinMs)])
    return this.#call('saveMemory', desktop, n, act, { bytes: IMAGE_BYTES }, inTime)
  }

  picture(desktop: string, n: number, signal: AbortSignal): Promise<Picture> {
    const act = () => draw(this.#living(desktop, n))
    return this.#call('picture', desktop, n, act, picture(0, 0, new Uint8Array()), signal)
  }

  movePointer(desktop: string, n: number, x: number, y: number, signal: AbortSignal): Promise<void> {
    const act = () => {
      const machine = this.#running(desktop, n)
      if (machine.picture === 'lives') machine.pointer = { x, y }
    }
    return this.#call('movePointer', desktop, n, act, undefined, signal)
  }

  pressKey(desktop: string, n: number, _key: string, signal: AbortSignal): Promise<void> {
    return this.#call('pressKey', desktop, n, () => void this.#running(desktop, n), undefined, signal)
  }

  consoleSocket(desktop: string, n: number): string {
    return `/nowhere/${desktop}/i-${n}/vnc.sock`
  }

  guest(desktop: string, n: number): GuestAgent {
    const done = { code: 0, out: '', err: '' }
    /** While it holds the file systems still, it does nothing but let them go. */
    const free = () => {
      const machine = answering()
      if (machine.frozen) throw new GuestError(`the agent of i-${n} holds the file systems still`)
      return machine
    }
    const freeze = (frozen: boolean) => {
      const machine = answering()
      const changed = machine.frozen === frozen ? 0 : 1
      machine.frozen = frozen
      return changed
    }
    const answering = () => {
      const machine = this.#host.desktop(desktop).machines.get(n)
      if (machine?.alive !== true || machine.status !== 'running' || machine.agent === 'silent')
        throw new GuestError(`the agent of i-${n} did not answer`)
      return machine
    }
    return {
      ping: (_timeoutMs, signal) => this.#call('guest.ping', desktop, n, () => void answering(), undefined, signal),
      setClockFromHardware: (_timeoutMs, signal) =>
        this.#call('guest.setClockFromHardware', desktop, n, () => void free(), undefined, signal),
      freeze: (_timeoutMs, signal) => this.#call('guest.freeze', desktop, n, () => freeze(true), 1, signal),
      thaw: (_timeoutMs, signal) => this.#call('guest.thaw', desktop, n, () => freeze(false), 1, signal),
      exec: (program, args, { signal, input }) =>
        this.#call('guest.exec', desktop, n, () => this.#host.onExec(free(), program, args, input), done, signal),
      powerDown: (timeoutMs, signal) =>
        this.#call(
          'guest.powerDown',
          desktop,
          n,
          () => {
            free()
            this.#host.powersOff(desktop, n)
          },
          undefined,
          AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        ),
    }
  }

  listen(hear: (event: MachineEvent) => void): () => void {
    const unhear = this.#host.hear(hear)
    this.#unhear.add(unhear)
    return () => {
      unhear()
      this.#unhear.delete(unhear)
    }
  }

  #call<T>(
    method: string,
    desktop: string,
    n: number | null,
    act: () => T | Promise<T>,
    lie: T,
    signal?: AbortSignal,
  ): Promise<T> {
    return this.#host.faults.around({ method, desktop, n }, act, lie, signal)
  }

  #living(desktop: string, n: number): FakeMachine {
    return this.#host.desktop(desktop).living(n)
  }

  #running(desktop: string, n: number): FakeMachine {
    const machine = this.#living(desktop, n)
    if (machine.status !== 'running') throw new HypervisorError(`i-${n} does not run`)
    return machine
  }

  #facts(desktop: string, disk: Disk): DiskFacts | null {
    return this.#host.desktop(desktop).disk(disk) === null ? null : this.#existing(desktop, disk)
  }

  #existing(desktop: string, disk: Disk): DiskFacts {
    const [top] = this.#host.desktop(desktop).chain(disk)
    if (top === undefined) throw new HypervisorError(`there is no disk ${disk}`)
    return factsOf(top)
  }
}

function factsOf({ backing, written, changedMs, sealed }: FakeDisk): DiskFacts {
  return { backing, sizeBytes: 200_000 + 4096 * written.length, changedMs, sealed }
}

const blank = new Uint8Array(WIDTH * HEIGHT * 3)
const blue = blank.map((_, i) => [20, 60, (i - 2) % 251][i % 3] ?? 0)

/** A blue screen with a white pointer on it; a blank one is black. */
function draw(machine: FakeMachine): Picture {
  if (machine.picture === 'blank') return picture(WIDTH, HEIGHT, blank)
  const rgb = blue.slice()
  const column = Math.round(machine.pointer.x * (WIDTH - 1))
  const row = Math.round(machine.pointer.y * (HEIGHT - 1))
  rgb.set([255, 255, 255], (row * WIDTH + column) * 3)
  return picture(WIDTH, HEIGHT, rgb)
}
