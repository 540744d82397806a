import { type FileHandle, link, mkdir, open, realpath, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { ExistsError, HypervisorError, NoRoomError } from '../hypervisor.ts'
import { nameOf } from './names.ts'

export const MONITORS = ['control-a.sock', 'control-b.sock'] as const

/**
 * Where everything of one desktop is. QEMU runs in its instance's folder and is given names relative to that, so that no
 * path is too long for a socket (107 bytes) and no argument depends on where the data is.
 */
export class DesktopFiles {
  readonly folder: string
  readonly #instances: FileHandle

  /** Makes the folders, for this user alone. */
  static async open(dataDir: string, desktop: string): Promise<DesktopFiles> {
    const folder = join(dataDir, 'desktops', desktop)
    for (const name of ['disks', 'images', 'inst', 'ballast'])
      await mkdir(join(folder, name), { recursive: true, mode: 0o700 })
    return new DesktopFiles(await realpath(folder), await open(join(folder, 'inst'), 'r'))
  }

  private constructor(folder: string, instances: FileHandle) {
    this.folder = folder
    this.#instances = instances
  }

  async close(): Promise<void> {
    await this.#instances.close()
  }

  get disks(): string {
    return join(this.folder, 'disks')
  }

  get instances(): string {
    return join(this.folder, 'inst')
  }

  overlay(n: number): string {
    return join(this.disks, `${nameOf('o', n)}.qcow2`)
  }

  usedMark(n: number): string {
    return `${this.overlay(n)}.used`
  }

  instance(n: number): string {
    return join(this.instances, nameOf('i', n))
  }

  image(n: number): string {
    return join(this.folder, 'images', nameOf('m', n))
  }

  ballast(n: number): string {
    return join(this.folder, 'ballast', nameOf('b', n))
  }

  /** A socket in i-n's folder, by a path that is short wherever the data is. For this process, until `close`. */
  socket(n: number, name: string): string {
    return `/proc/self/fd/${this.#instances.fd}/${nameOf('i', n)}/${name}`
  }
}

/** Gives a finished file its name, for the first and only time. `ExistsError` if the name is taken; `from` goes either way. */
export async function publish(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (cause) {
    throw codeOf(cause) === 'EEXIST' ? new ExistsError(`there is a ${to} already`, { cause }) : cause
  } finally {
    await unlink(from)
  }
  await sync(join(to, '..'))
}

/** What was written to a file, or which names a folder has, survives a power cut from now on. */
export async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** The same error, as an adapter's: that of a file system, or of a program by what it wrote. */
export function storageError(what: string, cause: unknown): HypervisorError {
  if (cause instanceof HypervisorError) return cause
  const said = cause instanceof Error ? cause.message : String(cause)
  const full = ['ENOSPC', 'EDQUOT'].includes(codeOf(cause) ?? '') || /No space left|quota exceeded/i.test(said)
  return full
    ? new NoRoomError(`there is no room to ${what}; free some on the volume of the data folder`, { cause })
    : new HypervisorError(`could not ${what}: ${said}`, { cause })
}
