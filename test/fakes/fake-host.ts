import {
  type Disk,
  ExistsError,
  HypervisorError,
  type MachineEvent,
  NoRoomError,
  type Start,
} from '../../broker/hypervisors/hypervisor.ts'
import { FakeDesktop, type FakeDisk, type FakeMachine } from './fake-desktop.ts'
import { Faults } from './faults.ts'

export interface Answer {
  readonly code: number
  readonly out: string
  readonly err: string
}

export const IMAGE_BYTES = 1_000_000
const OVERLAY_BYTES = 200_000
const WRITE_BYTES = 4096
/** What a write that met no room needs. */
const MUCH_BYTES = 1_000_000

/**
 * The machines and disks that fake brokers share: what happens here happens whoever asked for it. What a real host would
 * refuse is refused here: a second overlay or instance of one number, two writers, memory over another disk.
 */
export class FakeHost {
  readonly faults = new Faults()
  roomBytes: number
  machineKind = 'fake 1'
  readonly #desktops = new Map<string, FakeDesktop>()
  readonly #hearers = new Set<(event: MachineEvent) => void>()
  #nowMs = 1_000_000
  #boots = 0

  /** Answers for programs that a guest is asked to run. It may change the machine. */
  onExec: (machine: FakeMachine, program: string, args: readonly string[], input: string | undefined) => Answer =
    () => ({
      code: 0,
      out: '',
      err: '',
    })

  constructor(desktops: readonly string[], roomBytes = 1_000_000_000) {
    this.roomBytes = roomBytes
    for (const id of desktops) this.#desktops.set(id, new FakeDesktop(this.#newDisk(null)))
  }

  /** Another host in the same state: its desktops are copies, nobody hears it yet, and nothing of it goes wrong. */
  copy(): FakeHost {
    const copy = new FakeHost([], this.roomBytes)
    for (const [id, desktop] of this.#desktops) copy.#desktops.set(id, desktop.copy())
    copy.#nowMs = this.#nowMs
    copy.#boots = this.#boots
    copy.onExec = this.onExec
    return copy
  }

  desktop(id: string): FakeDesktop {
    const it = this.#desktops.get(id)
    if (it === undefined) throw new HypervisorError(`no desktop ${id} is configured`)
    return it
  }

  hear(hear: (event: MachineEvent) => void): () => void {
    this.#hearers.add(hear)
    return () => this.#hearers.delete(hear)
  }

  // What brokers ask for.

  reserve(id: string, n: number, bytes: number): void {
    const { reserved } = this.desktop(id)
    if (reserved.has(n)) throw new ExistsError(`room for attempt ${n} is taken already`)
    this.#take(bytes)
    reserved.set(n, bytes)
  }

  release(id: string, n: number): void {
    const { reserved } = this.desktop(id)
    this.roomBytes += reserved.get(n) ?? 0
    reserved.delete(n)
  }

  createOverlay(id: string, n: number, backing: Disk): void {
    const desktop = this.desktop(id)
    if (desktop.disks.has(n)) throw new ExistsError(`there is an overlay o-${n} already`)
    if (desktop.disk(backing) === null) throw new HypervisorError(`there is no disk ${backing} to stand on`)
    desktop.chain(backing)
    this.#take(OVERLAY_BYTES)
    desktop.disks.set(n, this.#newDisk(backing))
  }

  /** Also a damaged one: it is kept all the same. */
  seal(id: string, n: number): FakeDisk {
    const desktop = this.desktop(id)
    const disk = desktop.disks.get(n)
    if (disk === undefined) throw new HypervisorError(`there is no overlay o-${n}`)
    const writer = desktop.alive().find((m) => m.disk === n)
    if (writer !== undefined) throw new HypervisorError(`o-${n} is in use by i-${writer.n}`)
    disk.sealed = true
    return disk
  }

  startInert(id: string, n: number, start: Start): void {
    const desktop = this.desktop(id)
    if (desktop.machines.has(n)) throw new ExistsError(`i-${n} was started already`)
    const disk = desktop.disks.get(start.disk)
    if (disk === undefined) throw new HypervisorError(`there is no overlay o-${start.disk}`)
    desktop.chain(start.disk)
    if (disk.sealed) throw new HypervisorError(`o-${start.disk} is sealed`)
    const image = start.memory?.mode === 'load' ? desktop.imageFor(start.memory.image, start.disk) : null
    const machine: FakeMachine = {
      n,
      disk: start.disk,
      recording: start.memory?.mode === 'record',
      image: start.memory?.mode === 'load' ? start.memory.image : null,
      network: start.network,
      alive: true,
      status: 'paused',
      unwritten: null,
      linkUp: false,
      agent: 'answers',
      picture: 'lives',
      pointer: { x: 0, y: 0 },
      frozen: false,
      saved: false,
      memory: { ...(image?.memory ?? { boot: `boot ${++this.#boots}` }) },
    }
    const writer = desktop.alive().find((m) => m.disk === start.disk)
    if (writer !== undefined) {
      // The number is spent: the process started, met the lock and ended.
      desktop.machines.set(n, { ...machine, alive: false })
      throw new HypervisorError(`o-${start.disk} is locked by i-${writer.n}`)
    }
    if (machine.recording) this.#take(IMAGE_BYTES)
    disk.used = true
    desktop.machines.set(n, machine)
  }

  /** i-n writes to o-`to` from now on, if that is an unused overlay above what it writes to, with nothing in between. */
  switchDisk(id: string, n: number, to: number): void {
    const desktop = this.desktop(id)
    const machine = desktop.living(n)
    const disk = desktop.disks.get(to)
    if (disk === undefined) throw new HypervisorError(`there is no overlay o-${to}`)
    if (disk.used || disk.sealed) throw new HypervisorError(`o-${to} is not fresh`)
    if (!desktop.isEmptyAbove(to, machine.disk))
      throw new HypervisorError(`o-${to} does not stand on what i-${n} writes to`)
    disk.used = true
    machine.disk = to
  }

  /** o-n holds what it and all below it hold, down to `onto`, and stands on that. */
  absorbBacking(id: string, n: number, onto: Disk): void {
    const desktop = this.desktop(id)
    const disk = desktop.disks.get(n)
    if (disk?.sealed !== true) throw new HypervisorError(`o-${n} is not sealed`)
    if ([...desktop.images.values()].some((image) => image.disk === n))
      throw new HypervisorError(`a memory image belongs to o-${n}`)
    const below = desktop.disk(onto)
    const chain = desktop.chain(n)
    const end = chain.findIndex((d) => d === below)
    if (below === null || end < 1) throw new HypervisorError(`${onto} is not below o-${n}`)
    const absorbed = chain.slice(1, end).reverse()
    const written = [...absorbed.flatMap((d) => d.written), ...disk.written]
    this.#take(WRITE_BYTES * (written.length - disk.written.length))
    desktop.disks.set(n, { ...disk, backing: onto, written })
  }

  deleteOverlay(id: string, n: number): void {
    const desktop = this.desktop(id)
    const disk = desktop.disks.get(n)
    if (disk === undefined) return
    for (const [above, { backing }] of desktop.disks)
      if (backing === n) throw new HypervisorError(`o-${above} stands on o-${n}`)
    const writer = desktop.alive().find((m) => m.disk === n)
    if (writer !== undefined) throw new HypervisorError(`o-${n} is in use by i-${writer.n}`)
    if ([...desktop.images.values()].some((image) => image.disk === n))
      throw new HypervisorError(`a memory image belongs to o-${n}`)
    desktop.disks.delete(n)
    this.roomBytes += OVERLAY_BYTES + WRITE_BYTES * disk.written.length
  }

  deleteImage(id: string, n: number): void {
    const desktop = this.desktop(id)
    const user = desktop.alive().find((m) => m.image === n || (m.n === n && m.recording))
    if (user !== undefined) throw new HypervisorError(`i-${user.n} runs on m-${n}`)
    if (desktop.images.delete(n)) this.roomBytes += IMAGE_BYTES
  }

  completeImage(id: string, n: number): void {
    const desktop = this.desktop(id)
    const machine = desktop.living(n)
    if (!machine.recording) throw new HypervisorError(`i-${n} was not started to record its memory`)
    machine.alive = false
    desktop.images.set(n, {
      disk: machine.disk,
      contents: desktop.contents(machine.disk),
      memory: { ...machine.memory },
    })
  }

  /** i-n is stopped for good, and its memory as it is belongs to its disk as it is. */
  saveMemory(id: string, n: number, image: number): { bytes: number } {
    const desktop = this.desktop(id)
    const machine = desktop.living(n)
    if (machine.status === 'running') machine.status = 'paused'
    if (desktop.images.has(image)) throw new ExistsError(`there is an image m-${image} already`)
    if (machine.saved) throw new HypervisorError(`the memory of i-${n} was saved already`)
    this.#take(IMAGE_BYTES)
    machine.saved = true
    desktop.images.set(image, {
      disk: machine.disk,
      contents: desktop.contents(machine.disk),
      memory: { ...machine.memory },
    })
    return { bytes: IMAGE_BYTES }
  }

  // What happens by itself.

  /** What holds a guest's file systems still lets them go, as it does by itself after some seconds. */
  thaws(id: string, n: number): void {
    this.desktop(id).living(n).frozen = false
  }

  /** The guest of i-n writes to its disk; one that does not run can't. */
  guestWrites(id: string, n: number, text: string): void {
    const desktop = this.desktop(id)
    const machine = desktop.living(n)
    if (machine.status !== 'running') throw new HypervisorError(`i-${n} does not run`)
    if (machine.frozen) throw new HypervisorError(`the file systems of i-${n} are held still`)
    const disk = desktop.disks.get(machine.disk)
    if (disk === undefined) throw new HypervisorError(`o-${machine.disk} is gone below i-${n}`)
    disk.written.push(text)
    disk.changedMs = ++this.#nowMs
    this.roomBytes = Math.max(0, this.roomBytes - WRITE_BYTES)
  }

  panics(id: string, n: number): void {
    this.desktop(id).living(n).status = 'panicked'
    this.#tell({ desktop: id, n, type: 'panicked' })
  }

  /** The guest of i-n writes, and finds no room. */
  meetsNoRoom(id: string, n: number, text: string): void {
    const machine = this.desktop(id).living(n)
    machine.status = 'no-room'
    machine.unwritten = text
    this.#tell({ desktop: id, n, type: 'no-room' })
  }

  resume(id: string, n: number): void {
    const machine = this.desktop(id).living(n)
    if (machine.status === 'off') throw new HypervisorError(`i-${n} is off`)
    const { unwritten } = machine
    if (unwritten !== null && this.roomBytes < MUCH_BYTES) {
      this.meetsNoRoom(id, n, unwritten)
      return
    }
    machine.status = 'running'
    machine.unwritten = null
    if (unwritten !== null) this.guestWrites(id, n, unwritten)
  }

  powersOff(id: string, n: number): void {
    this.desktop(id).living(n).status = 'off'
    this.#tell({ desktop: id, n, type: 'powered-off' })
  }

  /** Its process ends, as if killed from outside. */
  dies(id: string, n: number): void {
    this.desktop(id).living(n).alive = false
    this.#tell({ desktop: id, n, type: 'gone' })
  }

  damages(id: string, n: number): void {
    const disk = this.desktop(id).disks.get(n)
    if (disk !== undefined) disk.damaged = true
  }

  #take(bytes: number): void {
    if (bytes > this.roomBytes) throw new NoRoomError(`${bytes} bytes are needed, ${this.roomBytes} are free`)
    this.roomBytes -= bytes
  }

  #tell(event: MachineEvent): void {
    for (const hear of this.#hearers) hear(event)
  }

  #newDisk(backing: Disk | null): FakeDisk {
    return {
      backing,
      written: [],
      used: false,
      sealed: backing === null,
      damaged: false,
      changedMs: ++this.#nowMs,
    }
  }
}
