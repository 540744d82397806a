import { randomUUID } from 'node:crypto'
import { readdir, statfs, unlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf, type DesktopFiles, publish, storageError } from './files.ts'
import { numberIn } from './names.ts'
import { run } from './run.ts'

/** Bytes free on the volume of the desktop's folder. */
export async function room(files: DesktopFiles): Promise<number> {
  const { bavail, bsize } = await statfs(files.folder)
  return bavail * bsize
}

/** A file that holds `bytes` of room, under the attempt's number. */
export async function takeRoom(files: DesktopFiles, n: number, bytes: number): Promise<void> {
  const to = files.ballast(n)
  const made = `${to}.tmp-${randomUUID()}`
  await allocate(made, bytes, `hold ${bytes} bytes for attempt ${n}`)
  await publish(made, to)
}

export async function giveRoomBack(files: DesktopFiles, n: number): Promise<void> {
  try {
    await unlink(files.ballast(n))
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw storageError(`give back the room of attempt ${n}`, error)
  }
}

/** The attempts that hold room. */
export async function reservations(files: DesktopFiles): Promise<number[]> {
  const names = await readdir(dirname(files.ballast(1)))
  return names.map((name) => numberIn('b', name)).filter((n) => n !== null)
}

/** A new file of `bytes` that are really there, and not only promised as those of a sparse file. Nothing is left if it fails. */
export async function allocate(path: string, bytes: number, what: string): Promise<void> {
  try {
    await writeFile(path, '', { flag: 'wx', mode: 0o600 })
    if (bytes > 0) await run('fallocate', ['--length', String(bytes), path], { withinMs: 120_000 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await unlink(path).catch(() => undefined)
    throw storageError(what, error)
  }
}
