import { readdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Disk, HypervisorError, type OverlayEntry } from '../hypervisor.ts'
import type { Disks } from './disks.ts'
import { codeOf, type DesktopFiles, storageError, sync } from './files.ts'
import { isGoldenName } from './golden.ts'
import { readManifest } from './images.ts'
import { nameOf, numberIn } from './names.ts'
import { machineProcesses } from './processes.ts'
import { backingNameOf } from './qcow2-header.ts'
import { disksInUse } from './running-disk.ts'
import { readStart } from './start-record.ts'

/** What goes, and what must not: looked at in the folder itself, whatever anybody believes of it. */

export async function overlays(files: DesktopFiles): Promise<OverlayEntry[]> {
  const found: OverlayEntry[] = []
  for (const n of await numbersIn(files.disks, 'o', '.qcow2')) {
    const file = files.overlay(n)
    try {
      const { mode } = await stat(file)
      const name = await backingNameOf(file).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') throw error
        return null
      })
      found.push({ n, backing: diskNamed(name), sealed: (mode & 0o222) === 0 })
    } catch (error) {
      // It went while we looked.
      if (codeOf(error) !== 'ENOENT') throw storageError('look at the overlays', error)
    }
  }
  return found
}

export async function images(files: DesktopFiles): Promise<number[]> {
  return numbersIn(dirname(files.image(1)), 'm')
}

export async function deleteOverlay(files: DesktopFiles, disks: Disks, n: number): Promise<void> {
  const name = nameOf('o', n)
  const file = files.overlay(n)
  if ((await stat(file).catch(() => null)) === null) return
  const above = await standsOn(files, n)
  if (above !== null) throw new HypervisorError(`${name} can't be deleted: ${above} stands on it`)
  const image = await imageOf(files, n)
  if (image !== null)
    throw new HypervisorError(`${name} can't be deleted: the memory ${nameOf('m', image)} belongs to it`)
  if (!(await disks.isFree(n)) || ((await disksInUse(files)).has(n) && !(await disks.isSealed(n))))
    throw new HypervisorError(`${name} can't be deleted: a machine writes to it`)
  await remove(`delete ${name}`, [file, files.usedMark(n)])
  await sync(files.disks)
}

export async function deleteImage(files: DesktopFiles, n: number): Promise<void> {
  const folder = files.image(n)
  for (const machine of machineProcesses(files.instances)) {
    const memory = (await readStart(files, machine.n))?.memory
    const runsOn = memory?.mode === 'load' ? memory.image : memory?.mode === 'record' ? machine.n : null
    if (runsOn === n)
      throw new HypervisorError(`${nameOf('m', n)} can't be deleted: ${nameOf('i', machine.n)} runs on it`)
  }
  // The manifest first: without it the rest is no image, however much of it is still there.
  await remove(`delete ${nameOf('m', n)}`, [join(folder, 'manifest.json'), folder])
}

/** All but the folder itself, which says that the number was used. */
export async function clearInstance(files: DesktopFiles, n: number): Promise<void> {
  const folder = files.instance(n)
  if (machineProcesses(files.instances).some((m) => m.n === n))
    throw new HypervisorError(`${nameOf('i', n)} is alive, so nothing of it is cleared away`)
  const names = await readdir(folder).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  await remove(
    `clear away what ${nameOf('i', n)} left`,
    names.map((name) => join(folder, name)),
  )
}

/** Files that never got their name, and marks of overlays that are gone. */
export async function clearHalfMade(files: DesktopFiles, olderThanMs: number): Promise<void> {
  const there = new Set(await numbersIn(files.disks, 'o', '.qcow2'))
  for (const folder of [files.disks, dirname(files.ballast(1))]) {
    for (const name of await readdir(folder)) {
      const marked = numberIn('o', name, '.qcow2.used')
      const path = join(folder, name)
      if (!name.includes('.tmp-') && (marked === null || there.has(marked))) continue
      const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
      if (Date.now() - mtimeMs > olderThanMs) await remove(`clear away ${name}`, [path])
    }
  }
}

/**
 * A file that says that it stands on o-n. One that can't be read may stand on anything: then it is that. One that is half made
 * counts as well: a broker that was paused may give it its name at any later time, and it must not stand on nothing then.
 */
async function standsOn(files: DesktopFiles, n: number): Promise<string | null> {
  const may = (backing: Disk | 'unknown') => backing === n || backing === 'unknown'
  const above = (await overlays(files)).find((o) => o.n !== n && may(o.backing))
  if (above !== undefined) return nameOf('o', above.n)
  for (const name of (await readdir(files.disks)).filter((entry) => entry.includes('.tmp-'))) {
    const backing = await backingNameOf(join(files.disks, name)).catch((error: unknown) =>
      codeOf(error) === 'ENOENT' ? undefined : null,
    )
    if (backing !== undefined && may(diskNamed(backing))) return name
  }
  return null
}

function diskNamed(name: string | null): Disk | 'unknown' {
  if (name === null) return 'unknown'
  return isGoldenName(name) ? 'golden' : (numberIn('o', name, '.qcow2') ?? 'unknown')
}

/** A complete memory image that belongs to o-n. */
export async function imageOf(files: DesktopFiles, n: number): Promise<number | null> {
  for (const image of await images(files)) if ((await readManifest(files, image))?.disk.n === n) return image
  return null
}

async function remove(what: string, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    try {
      await rm(path, { recursive: true, force: true })
    } catch (error) {
      throw storageError(what, error)
    }
  }
}

async function numbersIn(folder: string, kind: 'o' | 'm', suffix = ''): Promise<number[]> {
  const numbers = (await readdir(folder)).map((name) => numberIn(kind, name, suffix))
  return numbers.filter((n) => n !== null).sort((a, b) => a - b)
}
