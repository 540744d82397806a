import { randomUUID } from 'node:crypto'
import { chmod, lstat, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { DamagedDiskError, type Disk, type DiskFacts, ExistsError, HypervisorError } from '../hypervisor.ts'
import { codeOf, type DesktopFiles, publish, storageError, sync } from './files.ts'
import { checkGoldenIsStill, type GoldenImage, isGoldenName } from './golden.ts'
import { nameOf, numberIn } from './names.ts'
import { ProgramError, run } from './run.ts'

const Image = z.object({ filename: z.string(), format: z.string(), 'backing-filename': z.string().optional() })
const Chain = z.array(Image).min(1)
const Extents = z.array(z.object({ depth: z.number(), data: z.boolean(), zero: z.boolean() }))

/** qemu-img check: 3 is clusters that nothing refers to, as every killed machine leaves some. They cost room, not data. */
const LEAKS_ONLY = 3

/**
 * One desktop's disks, in one folder: the golden image by a name made of its hash, and overlays that name what they stand
 * on by its name in the same folder. So the folder can be moved, linked and copied as a whole, and a chain that leads out
 * of it is seen as such.
 */
export class Disks {
  readonly #files: DesktopFiles
  readonly #golden: GoldenImage
  readonly #qemuImg: string

  constructor(files: DesktopFiles, golden: GoldenImage, qemuImg: string) {
    this.#files = files
    this.#golden = golden
    this.#qemuImg = qemuImg
  }

  async create(n: number, backing: Disk): Promise<void> {
    const to = this.#files.overlay(n)
    if (await exists(to)) throw new ExistsError(`there is an overlay ${nameOf('o', n)} already`)
    const below = this.#nameOf(backing)
    if (!(await exists(join(this.#files.disks, below))))
      throw new HypervisorError(`there is no disk ${below} to stand on`)
    const made = `${basename(to)}.tmp-${randomUUID()}`
    try {
      await this.#img(['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', below, made])
      await chmod(join(this.#files.disks, made), 0o600)
      await sync(join(this.#files.disks, made))
    } catch (error) {
      await unlink(join(this.#files.disks, made)).catch(() => undefined)
      throw storageError(`make the overlay ${nameOf('o', n)}`, error)
    }
    await publish(join(this.#files.disks, made), to)
  }

  /** `inUse`: overlays that a machine writes to now. Those can't be looked through, only at. */
  async facts(disk: Disk, inUse: ReadonlySet<number>): Promise<DiskFacts | null> {
    const file = join(this.#files.disks, this.#nameOf(disk))
    if (!(await exists(file))) return null
    const chain = await this.#chain(file)
    await Promise.all(chain.map((name) => this.#check(name, inUse)))
    return this.#factsOf(file, diskNamed(chain[1]))
  }

  /** Throws `HypervisorError` unless there is an overlay o-n that may be written to. */
  async checkStartable(n: number): Promise<void> {
    const file = this.#files.overlay(n)
    if (!(await exists(file))) throw new HypervisorError(`there is no overlay ${nameOf('o', n)}`)
    if (isSealed((await stat(file)).mode))
      throw new HypervisorError(`${nameOf('o', n)} is sealed; start on a new overlay above it`)
  }

  /** From now on o-n is not fresh. Said before a machine is started on it, so that it is never forgotten. */
  async markUsed(n: number): Promise<void> {
    const mark = this.#files.usedMark(n)
    try {
      await writeFile(mark, '', { mode: 0o600 })
      await sync(dirname(mark))
    } catch (error) {
      throw storageError(`start a machine on ${nameOf('o', n)}`, error)
    }
  }

  /** Whether o-n says anything of its own: an overlay that nothing was ever written to does not. */
  async holdsData(n: number): Promise<boolean> {
    const map = await this.#img(['map', '-U', '-f', 'qcow2', '--output=json', basename(this.#files.overlay(n))])
    return Extents.parse(JSON.parse(map)).some(({ depth, data, zero }) => depth === 0 && (data || zero))
  }

  async isSealed(n: number): Promise<boolean> {
    return isSealed((await stat(this.#files.overlay(n))).mode)
  }

  /** o-n and all that it stands on, itself first. Throws `DamagedDiskError`. */
  async chainOf(n: number): Promise<Disk[]> {
    return (await this.#chain(this.#files.overlay(n))).map((name) => diskNamed(name) ?? 'golden')
  }

  /** Its name among the desktop's disks. */
  fileNameOf(disk: Disk): string {
    return this.#nameOf(disk)
  }

  /** Whether a machine was ever started on o-n, and so may have written to it. */
  async wasUsed(n: number): Promise<boolean> {
    return exists(this.#files.usedMark(n))
  }

  /** What o-n stands on, without a look at the rest of its chain. */
  async backingOf(n: number): Promise<Disk | null> {
    const info = await this.#img(['info', '-U', '-f', 'qcow2', '--output=json', this.#files.overlay(n)])
    return diskNamed(Image.parse(JSON.parse(info))['backing-filename'])
  }

  /** The overlay must not be in use. A damaged one is kept as well. */
  async seal(n: number): Promise<DiskFacts> {
    const file = this.#files.overlay(n)
    if (!(await exists(file))) throw new HypervisorError(`there is no overlay ${nameOf('o', n)}`)
    if (!(await this.isFree(n))) throw new HypervisorError(`${nameOf('o', n)} is in use, so it can't be sealed`)
    await sync(file)
    await chmod(file, 0o444)
    await sync(file)
    return this.#factsOf(file, await this.backingOf(n).catch(() => null))
  }

  /** Whether no process has the overlay open for writing: taking its locks tells, not a look at processes. */
  async isFree(n: number): Promise<boolean> {
    try {
      await this.#img(['info', '-f', 'qcow2', basename(this.#files.overlay(n))])
      return true
    } catch (error) {
      if (error instanceof ProgramError && /Failed to get (shared )?"\w+" lock/.test(error.message)) return false
      // A disk that can't be read is held by nobody: whoever had it open would still hold its lock.
      if (error instanceof ProgramError && error.code !== null) return true
      throw new HypervisorError(`could not see whether ${nameOf('o', n)} is in use`, { cause: error })
    }
  }

  async #factsOf(file: string, backing: Disk | null): Promise<DiskFacts> {
    const { blocks, mtimeMs, mode } = await stat(file)
    return { backing, sizeBytes: blocks * 512, changedMs: mtimeMs, sealed: isSealed(mode) }
  }

  #nameOf(disk: Disk): string {
    return disk === 'golden' ? this.#golden.name : basename(this.#files.overlay(disk))
  }

  /** Names in the chain, itself first. Each must be a disk of this desktop's folder. */
  async #chain(file: string): Promise<string[]> {
    let chain: z.output<typeof Chain>
    try {
      // -U: a machine may have it open.
      const info = await this.#img(['info', '-U', '-f', 'qcow2', '--backing-chain', '--output=json', file])
      chain = Chain.parse(JSON.parse(info))
    } catch (cause) {
      throw unreadable(`${basename(file)} or what it stands on can't be read: ${textOf(cause)}`, cause)
    }
    for (const { filename, format } of chain) {
      const name = basename(filename)
      const ours = isGoldenName(name) || numberIn('o', name, '.qcow2') !== null
      if (!ours || format !== 'qcow2' || dirname(filename) !== this.#files.disks)
        throw new DamagedDiskError(`${basename(file)} stands on ${filename}, which is no disk of this desktop`)
    }
    return chain.map((c) => basename(c.filename))
  }

  async #check(name: string, inUse: ReadonlySet<number>): Promise<void> {
    if (isGoldenName(name)) await checkGoldenIsStill(this.#files.disks, name)
    else if (!(await lstat(join(this.#files.disks, name))).isFile())
      throw new DamagedDiskError(`${name} is not a file of its own`)
    const n = numberIn('o', name, '.qcow2')
    if (n !== null && inUse.has(n) && !(await this.isSealed(n))) return
    try {
      await this.#img(['check', '-q', '-U', '-f', 'qcow2', name])
    } catch (cause) {
      if (cause instanceof ProgramError && cause.code === LEAKS_ONLY) return
      throw unreadable(`${name} is damaged: ${textOf(cause)}`, cause)
    }
  }

  #img(args: readonly string[]): Promise<string> {
    return run(this.#qemuImg, args, { cwd: this.#files.disks })
  }
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path)
    return true
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false
    throw error
  }
}

/** A look that was cut off, as on a host that is too busy, says nothing of a disk. */
function unreadable(said: string, cause: unknown): HypervisorError {
  const cutOff = cause instanceof ProgramError && cause.code === null
  return cutOff
    ? new HypervisorError(`it could not be seen whether ${said}`, { cause })
    : new DamagedDiskError(said, { cause })
}

function textOf(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
}

function isSealed(mode: number): boolean {
  return (mode & 0o222) === 0
}

function diskNamed(name: string | undefined): Disk | null {
  if (name === undefined) return null
  return isGoldenName(name) ? 'golden' : numberIn('o', name, '.qcow2')
}
