import { mkdir } from 'node:fs/promises'
import { z } from 'zod'
import {
  type Disk,
  type DiskFacts,
  type DiskReader,
  type GuestAgent,
  type Hypervisor,
  HypervisorError,
  type InstanceFacts,
  type MachineEvent,
  type OverlayEntry,
  type Picture,
  type Start,
} from '../hypervisor.ts'
import { absorb } from './absorb.ts'
import { chooseAccelerator } from './accelerator.ts'
import { hardwareHash } from './arguments.ts'
import { giveRoomBack, reservations, room, takeRoom } from './ballast.ts'
import { clearHalfMade, clearInstance, deleteImage, deleteOverlay, imageOf, images, overlays } from './clean-up.ts'
import { saveState } from './complete-image.ts'
import { Desktop, type Instance } from './desktop.ts'
import { QemuDiskReader } from './disk-reader.ts'
import { DesktopFiles } from './files.ts'
import { linkGolden, readGolden } from './golden.ts'
import { readHelperImage } from './helper-image.ts'
import { checkFits, completeManifest, fitsDisk, readManifest } from './images.ts'
import { kill } from './kill.ts'
import type { Log } from './log.ts'
import { nameOf } from './names.ts'
import type { QemuSetup } from './options.ts'
import { checkRequirements } from './requirements.ts'
import { disksInUse, switchDisk, writesTo } from './running-disk.ts'
import { saveMemory } from './save-memory.ts'
import { movePointer, pressKey, takePicture } from './screen.ts'
import { startInert } from './start.ts'
import { readStart } from './start-record.ts'

const Status = z.object({ status: z.string() })
const MIB = 1024 * 1024
/** More than the state of a machine takes beside its memory. */
const STATE_BYTES = 64 * MIB
const DEAD: InstanceFacts = { alive: false, status: 'unknown', disk: null, linkUp: false }

/** Runs QEMU on this machine. Machines are processes of their own: they outlive the broker and are found again. */
export class QemuHypervisor implements Hypervisor {
  readonly name = 'qemu'
  readonly can = { warmPoints: true, undoMemory: true }
  #reader: DiskReader | null = null
  readonly #setup: QemuSetup
  readonly #log: Log
  readonly #desktops = new Map<string, Desktop>()
  readonly #hearers = new Set<(event: MachineEvent) => void>()
  #version = ''

  constructor(setup: QemuSetup, log: Log) {
    this.#setup = setup
    this.#log = log
  }

  get reader(): DiskReader | null {
    return this.#reader
  }

  async open(signal: AbortSignal): Promise<void> {
    const { dataDir, desktops, imgBinary, rescueImage } = this.#setup
    this.#version = await checkRequirements(this.#setup)
    const specs = Object.entries(desktops)
    const goldens = await Promise.all(specs.map(([desktop, spec]) => readGolden(desktop, spec)))
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const kernel = goldens.find((golden) => golden.kernel !== null)?.kernel?.file ?? null
    const accelerator = await chooseAccelerator(this.#setup, this.#version, kernel, this.#log, signal)
    for (const [i, [id, spec]] of specs.entries()) {
      const golden = goldens[i]
      if (golden === undefined) continue
      const files = await DesktopFiles.open(dataDir, id)
      await linkGolden(files.disks, golden)
      const hardware = { desktop: id, spec, golden, accelerator }
      this.#desktops.set(id, new Desktop(files, hardware, imgBinary, (event) => this.#tell(event)))
    }
    if (typeof rescueImage === 'string') {
      const image = await readHelperImage(rescueImage)
      this.#reader = new QemuDiskReader(image, this.#setup.binary, (id) => this.#desktop(id))
    }
    for (const desktop of this.#desktops.values()) {
      const alive = desktop.alive()
      if (alive.length > 0) this.#log.info({ desktop: desktop.id, alive }, 'machines that run are adopted')
    }
  }

  async close(): Promise<void> {
    this.#hearers.clear()
    await Promise.all([...this.#desktops.values()].map((desktop) => desktop.close()))
    this.#desktops.clear()
  }

  async machineKind(desktop: string): Promise<string> {
    return `${hardwareHash(this.#desktop(desktop).hardware)} ${this.#version}`
  }

  async room(desktop: string): Promise<number> {
    return room(this.#desktop(desktop).files)
  }

  async reserve(desktop: string, n: number, bytes: number): Promise<void> {
    await takeRoom(this.#desktop(desktop).files, n, bytes)
  }

  async release(desktop: string, n: number): Promise<void> {
    await giveRoomBack(this.#desktop(desktop).files, n)
  }

  async reservations(desktop: string): Promise<number[]> {
    return reservations(this.#desktop(desktop).files)
  }

  async createOverlay(desktop: string, n: number, backing: Disk): Promise<void> {
    await this.#desktop(desktop).disks.create(n, backing)
  }

  async disk(desktop: string, disk: Disk): Promise<DiskFacts | null> {
    const { disks, files } = this.#desktop(desktop)
    return disks.facts(disk, await disksInUse(files))
  }

  async seal(desktop: string, n: number): Promise<DiskFacts> {
    return this.#desktop(desktop).disks.seal(n)
  }

  async absorbBacking(desktop: string, n: number, onto: Disk, signal: AbortSignal): Promise<void> {
    const { files, disks } = this.#desktop(desktop)
    const image = await imageOf(files, n)
    if (image !== null) throw new HypervisorError(`${nameOf('m', image)} belongs to ${nameOf('o', n)} as it is`)
    await absorb(files, disks, this.#setup.imgBinary, n, onto, signal)
  }

  async overlays(desktop: string): Promise<OverlayEntry[]> {
    return overlays(this.#desktop(desktop).files)
  }

  async images(desktop: string): Promise<number[]> {
    return images(this.#desktop(desktop).files)
  }

  async deleteOverlay(desktop: string, n: number): Promise<void> {
    const { files, disks } = this.#desktop(desktop)
    await deleteOverlay(files, disks, n)
  }

  async deleteImage(desktop: string, n: number): Promise<void> {
    await deleteImage(this.#desktop(desktop).files, n)
  }

  async clearInstance(desktop: string, n: number): Promise<void> {
    await clearInstance(this.#desktop(desktop).files, n)
  }

  async clearHalfMade(desktop: string, olderThanMs: number): Promise<void> {
    await clearHalfMade(this.#desktop(desktop).files, olderThanMs)
  }

  async hasImage(desktop: string, n: number): Promise<boolean> {
    return (await readManifest(this.#desktop(desktop).files, n)) !== null
  }

  async imageFits(desktop: string, n: number, disk: number): Promise<boolean> {
    return fitsDisk(this.#desktop(desktop).files, n, disk)
  }

  async imageBytes(desktop: string): Promise<number> {
    return this.#desktop(desktop).hardware.spec.memoryMiB * MIB + STATE_BYTES
  }

  async startInert(desktop: string, n: number, start: Start, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const it = this.#desktop(desktop)
    const { files, disks, hardware } = it
    await disks.checkStartable(start.disk)
    let mapped = false
    if (start.memory?.mode === 'load') {
      const machine = { hardware: hardwareHash(hardware), qemu: this.#version }
      mapped = (await checkFits(files, disks, start.memory.image, start.disk, machine)).memoryLength !== null
    }
    await startInert(files, disks, hardware, this.#setup.binary, n, start, it.instance(n).link, mapped, signal)
    it.alive()
  }

  async instance(desktop: string, n: number): Promise<InstanceFacts> {
    const it = this.#desktop(desktop)
    if (!it.isAlive(n)) return DEAD
    const { control, link } = it.instance(n)
    const started = (await readStart(it.files, n))?.disk ?? null
    const { signal } = new AbortController()
    try {
      return await control.use(signal, async (monitor) => {
        const { status } = await monitor.ask('query-status', {}, Status, signal)
        const disk = started === null ? null : await writesTo(monitor, started, signal)
        return { alive: true, status: statusOf(status), disk, linkUp: await link.isUp(monitor, signal) }
      })
    } catch (error) {
      if (!(error instanceof HypervisorError)) throw error
      if (!it.isAlive(n)) return DEAD
      this.#log.warn({ desktop, n, error }, 'a machine that is alive does not answer')
      return { alive: true, status: 'unknown', disk: started, linkUp: await link.mayBeUp() }
    }
  }

  async alive(desktop: string): Promise<number[]> {
    return this.#desktop(desktop).alive()
  }

  async stop(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const it = this.#desktop(desktop)
    if (!it.isAlive(n)) return
    await it.instance(n).control.use(signal, (monitor) => monitor.order('stop', {}, signal))
  }

  async switchDisk(desktop: string, n: number, disk: number, signal: AbortSignal): Promise<void> {
    const { files, disks } = this.#desktop(desktop)
    const started = await this.#started(desktop, n)
    const { control } = this.#living(desktop, n)
    await control.use(signal, (monitor) => switchDisk(files, disks, monitor, n, started, disk, signal))
  }

  async resume(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    await this.#living(desktop, n).control.use(signal, (monitor) => monitor.order('cont', {}, signal))
  }

  async setLink(desktop: string, n: number, up: boolean, signal: AbortSignal): Promise<void> {
    const { control, link } = this.#living(desktop, n)
    await control.use(signal, (monitor) => link.set(monitor, up, signal))
  }

  async kill(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    const it = this.#desktop(desktop)
    await it.end(n, () => kill(it.files, it.disks, n, signal))
  }

  async completeImage(desktop: string, n: number, signal: AbortSignal): Promise<void> {
    const it = this.#desktop(desktop)
    const { control } = this.#living(desktop, n)
    const start = await readStart(it.files, n)
    if (start?.memory?.mode !== 'record')
      throw new HypervisorError(`${nameOf('i', n)} of ${desktop} was not started to record its memory`)
    await saveState(it.files, control, n, signal)
    await this.kill(desktop, n, signal)
    const { disk } = start
    await completeManifest(it.files, n, { disk, hardware: hardwareHash(it.hardware), qemu: this.#version })
  }

  async saveMemory(
    desktop: string,
    n: number,
    image: number,
    withinMs: number,
    signal: AbortSignal,
  ): Promise<{ bytes: number }> {
    const it = this.#desktop(desktop)
    const { control } = this.#living(desktop, n)
    const started = await this.#started(desktop, n)
    const disk = await control.use(signal, (monitor) => writesTo(monitor, started, signal))
    const belongsTo = { disk, hardware: hardwareHash(it.hardware), qemu: this.#version }
    return saveMemory(it.files, control, n, image, withinMs, belongsTo, signal)
  }

  async picture(desktop: string, n: number, signal: AbortSignal): Promise<Picture> {
    const folder = this.#desktop(desktop).files.instance(n)
    return this.#living(desktop, n).control.use(signal, (monitor) => takePicture(folder, monitor, signal))
  }

  async movePointer(desktop: string, n: number, x: number, y: number, signal: AbortSignal): Promise<void> {
    await this.#living(desktop, n).control.use(signal, (monitor) => movePointer(monitor, x, y, signal))
  }

  async pressKey(desktop: string, n: number, key: string, signal: AbortSignal): Promise<void> {
    await this.#living(desktop, n).control.use(signal, (monitor) => pressKey(monitor, key, signal))
  }

  consoleSocket(desktop: string, n: number): string {
    return this.#desktop(desktop).files.socket(n, 'vnc.sock')
  }

  guest(desktop: string, n: number): GuestAgent {
    return this.#desktop(desktop).instance(n).agent
  }

  listen(hear: (event: MachineEvent) => void): () => void {
    this.#hearers.add(hear)
    return () => this.#hearers.delete(hear)
  }

  #desktop(id: string): Desktop {
    const desktop = this.#desktops.get(id)
    if (desktop === undefined)
      throw new HypervisorError(`no desktop ${id} is configured, or the hypervisor is not open`)
    return desktop
  }

  /** The overlay that i-n was started on. */
  async #started(desktop: string, n: number): Promise<number> {
    const start = await readStart(this.#desktop(desktop).files, n)
    if (start === null) throw new HypervisorError(`nobody knows what ${nameOf('i', n)} of ${desktop} runs on`)
    return start.disk
  }

  #living(desktop: string, n: number): Instance {
    return this.#desktop(desktop).living(n)
  }

  #tell(event: MachineEvent): void {
    this.#log.info(event, 'a machine changed by itself')
    for (const hear of this.#hearers) hear(event)
  }
}

/** QEMU's run states, as the engine knows them. */
function statusOf(status: string): InstanceFacts['status'] {
  switch (status) {
    case 'running':
      return 'running'
    case 'shutdown':
      return 'off'
    case 'guest-panicked':
    case 'watchdog':
    case 'internal-error':
      return 'panicked'
    // Its disks are opened so that any other error goes to the guest.
    case 'io-error':
      return 'no-room'
    case 'prelaunch':
    case 'paused':
    case 'postmigrate':
    case 'inmigrate':
    case 'suspended':
      return 'paused'
    default:
      return 'unknown'
  }
}
