import { once } from 'node:events'
import { chmod, type FileHandle, mkdir, open, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { HypervisorError } from '../hypervisor.ts'
import { allocate } from './ballast.ts'
import type { Disks } from './disks.ts'
import { type DesktopFiles, publish, storageError, sync } from './files.ts'
import { nameOf } from './names.ts'
import { run } from './run.ts'

export const IMAGE_FORMAT = 2

/** What an image belongs to. It is written last: an image without it is not one. */
const Manifest = z.object({
  format: z.literal(IMAGE_FORMAT),
  /** The overlay that the machine ran on, as it was left: its length and its time of change. */
  disk: z.object({ n: z.number(), length: z.number(), changedMs: z.number() }),
  /** Of the arguments that make the machine, and of its golden image. */
  hardware: z.string(),
  qemu: z.string(),
  /** Of the file that is mapped; null where the state holds the memory, too. */
  memoryLength: z.number().nullable(),
  memoryChangedMs: z.number().nullable(),
  stateLength: z.number(),
  /** The host's boot in which it was written, if it was not waited for that it is on the disk: see `SYNCED`. */
  unsyncedIn: z.string().optional(),
})
export type Manifest = z.output<typeof Manifest>

const MIB = 1024 * 1024

/** A file that says that the image is on the disk, and not only with the host's system. */
const SYNCED = 'synced'
/** When its person has their desktop again. */
const SYNC_LATER_MS = 10_000

/** A place for i-n's memory, with all its room: a guest that ran out of it while it runs would be killed by that. */
export async function makeMemory(files: DesktopFiles, n: number, memoryMiB: number): Promise<void> {
  const folder = files.image(n)
  const what = `record the memory of ${nameOf('i', n)}`
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    throw storageError(what, error)
  }
  try {
    await allocate(join(folder, 'memory'), memoryMiB * MIB, what)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** Makes m-n complete, of the memory that is there and the state that was received. The machine must be gone. */
export async function completeManifest(files: DesktopFiles, n: number, belongsTo: BelongsTo): Promise<void> {
  const folder = files.image(n)
  const [memory, state] = [join(folder, 'memory'), join(folder, 'state')]
  // Most of a guest's memory is empty.
  await run('fallocate', ['--dig-holes', memory], { withinMs: 120_000 })
  for (const file of [memory, state]) {
    await chmod(file, 0o600)
    await sync(file)
  }
  const { size, mtimeMs } = await stat(memory)
  await writeManifest(files, n, belongsTo, { memoryLength: size, memoryChangedMs: mtimeMs })
}

/**
 * Makes m-image complete, whose state holds the memory, too. A person is waiting, so that it reaches the disk is not
 * waited for: until it has, it is an image only as long as the host goes on. Answers the bytes that it takes.
 */
export async function keepSaved(files: DesktopFiles, image: number, belongsTo: BelongsTo): Promise<number> {
  const folder = files.image(image)
  const state = join(folder, 'state')
  const unsyncedIn = await hostBoot()
  await writeManifest(files, image, belongsTo, { memoryLength: null, memoryChangedMs: null, unsyncedIn })
  // Not at once: the store's commits, which a person waits for, would wait for all of it. It may end, or fail, as it will.
  void delay(SYNC_LATER_MS, undefined, { ref: false })
    .then(() => sync(state))
    .then(() => writeFile(join(folder, SYNCED), '', { mode: 0o600, flush: true }))
    .catch(() => undefined)
  return (await stat(state)).size
}

/** The overlay, the machine and the QEMU that an image is of. */
export interface BelongsTo {
  readonly disk: number
  readonly hardware: string
  readonly qemu: string
}

async function writeManifest(
  files: DesktopFiles,
  n: number,
  { disk, hardware, qemu }: BelongsTo,
  memory: Pick<Manifest, 'memoryLength' | 'memoryChangedMs' | 'unsyncedIn'>,
): Promise<void> {
  const folder = files.image(n)
  const manifest: Manifest = {
    format: IMAGE_FORMAT,
    disk: { n: disk, ...(await diskNow(files, disk)) },
    hardware,
    qemu,
    ...memory,
    stateLength: (await stat(join(folder, 'state'))).size,
  }
  const written = join(folder, 'manifest.json.tmp')
  await writeFile(written, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flush: true })
  await publish(written, join(folder, 'manifest.json'))
}

async function hostBoot(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
}

/** null if there is no complete image m-n. */
export async function readManifest(files: DesktopFiles, n: number): Promise<Manifest | null> {
  const folder = files.image(n)
  try {
    const manifest = Manifest.parse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')))
    if ((await stat(join(folder, 'state'))).size !== manifest.stateLength) return null
    if (manifest.unsyncedIn !== undefined && manifest.unsyncedIn !== (await hostBoot()))
      await stat(join(folder, SYNCED))
    if (manifest.memoryLength === null) return manifest
    const memory = await stat(join(folder, 'memory'))
    const same = memory.size === manifest.memoryLength && memory.mtimeMs === manifest.memoryChangedMs
    return same ? manifest : null
  } catch {
    // Absent, half made or spoiled: not an image, whichever it is.
    return null
  }
}

/** Whether m-n is complete, and o-disk as it was left by the machine whose memory that is. */
export async function fitsDisk(files: DesktopFiles, n: number, disk: number): Promise<boolean> {
  const manifest = await readManifest(files, n)
  if (manifest?.disk.n !== disk) return false
  const now = await diskNow(files, disk)
  return now.length === manifest.disk.length && now.changedMs === manifest.disk.changedMs
}

/** Throws `HypervisorError` unless m-n fits a machine of this hardware on o-over. Answers what it is. */
export async function checkFits(
  files: DesktopFiles,
  disks: Disks,
  n: number,
  over: number,
  machine: { readonly hardware: string; readonly qemu: string },
): Promise<Manifest> {
  const image = nameOf('m', n)
  const manifest = await readManifest(files, n)
  if (manifest === null) throw new HypervisorError(`there is no complete memory image ${image}`)
  const { disk, hardware, qemu } = manifest
  if ((await disks.backingOf(over)) !== disk.n)
    throw new HypervisorError(`${image} fits what stands on ${nameOf('o', disk.n)}, and ${nameOf('o', over)} does not`)
  const now = await diskNow(files, disk.n)
  if (now.length !== disk.length || now.changedMs !== disk.changedMs)
    throw new HypervisorError(
      `${nameOf('o', disk.n)} has changed since ${image} was taken, so they do not fit any more`,
    )
  if (await disks.wasUsed(over))
    throw new HypervisorError(`${nameOf('o', over)} is not fresh, and ${image} fits only what nobody has written to`)
  if (hardware !== machine.hardware)
    throw new HypervisorError(`${image} was taken of a machine made otherwise, or of another golden image; start cold`)
  if (qemu !== machine.qemu)
    throw new HypervisorError(`${image} was taken by QEMU ${qemu}, this is ${machine.qemu}; start cold`)
  return manifest
}

async function diskNow(files: DesktopFiles, n: number): Promise<{ length: number; changedMs: number }> {
  const { size, mtimeMs } = await stat(files.overlay(n))
  return { length: size, changedMs: mtimeMs }
}

/**
 * Writes what QEMU sends to `state.sock` in i-n's folder beside its memory. A socket, because then QEMU needs neither a
 * shell nor a program to write a file, and may be forbidden to start any.
 */
export async function receiveState(files: DesktopFiles, n: number): Promise<{ done: Promise<void>; stop: () => void }> {
  const { promise: done, resolve, reject } = Promise.withResolvers<undefined>()
  // Whoever waits for it hears of an error; nobody else has to.
  done.catch(() => undefined)
  let file: FileHandle | null = null
  const server = createServer((socket) => {
    server.close()
    if (file === null) socket.destroy()
    else pipeline(socket, file.createWriteStream()).then(() => resolve(undefined), reject)
  })
  try {
    file = await open(join(files.image(n), 'state'), 'wx', 0o600)
    server.listen(files.socket(n, STATE_SOCKET))
    await once(server, 'listening')
  } catch (error) {
    await file?.close()
    throw storageError(`save the state of ${nameOf('i', n)}`, error)
  }
  server.on('error', reject)
  const stop = () => {
    server.close()
    reject(new HypervisorError(`the state of ${nameOf('i', n)} did not come`))
  }
  return { done, stop }
}

export const STATE_SOCKET = 'state.sock'
