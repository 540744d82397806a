import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ExistsError, HypervisorError, TooSlowError, UncertainError } from '../hypervisor.ts'
import type { Control } from './control.ts'
import { codeOf, type DesktopFiles, storageError } from './files.ts'
import { type BelongsTo, keepSaved } from './images.ts'
import { migrateOut, saveTakesMs } from './migrate.ts'
import { nameOf } from './names.ts'
import { or } from './turns.ts'

const CANCEL_MS = 2000

/** As in `Hypervisor.saveMemory`. A machine's memory can be saved once: QEMU refuses to do it again. */
export async function saveMemory(
  files: DesktopFiles,
  control: Control,
  n: number,
  image: number,
  withinMs: number,
  belongsTo: BelongsTo,
  signal: AbortSignal,
): Promise<{ bytes: number }> {
  const name = nameOf('i', n)
  try {
    await mkdir(files.image(image), { mode: 0o700 })
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw new ExistsError(`there is an image ${nameOf('m', image)} already`, { cause })
    throw storageError(`save the memory of ${name}`, cause)
  }
  const over = AbortSignal.timeout(withinMs)
  const limit = AbortSignal.any([signal, over])
  const socket = `${nameOf('m', image)}.sock`
  const writer = receive(files, n, image, socket)
  try {
    await writer.listens(limit)
    await control.use(limit, (monitor) => migrateOut(monitor, n, `unix:${socket}`, false, limit))
    await or(limit, writer.written)
    return { bytes: await keepSaved(files, image, belongsTo) }
  } catch (cause) {
    const takesMs = await giveUp(files, control, image)
    writer.end()
    if (over.aborted && !signal.aborted)
      throw new TooSlowError(`the memory of ${name} was not saved within ${withinMs / 1000} s`, takesMs, { cause })
    if (cause instanceof HypervisorError) throw cause
    throw new UncertainError(`nobody waited for the memory of ${name} to be saved`, { cause })
  } finally {
    await rm(join(files.instance(n), socket), { force: true })
  }
}

/**
 * Writes what QEMU sends to the socket in i-n's folder to m-image. By a program of its own: it is all of a guest's memory,
 * and others wait for this process.
 */
function receive(files: DesktopFiles, n: number, image: number, socket: string) {
  const folder = files.instance(n)
  const state = join(relative(folder, files.image(image)), 'state')
  const from = `UNIX-LISTEN:${socket},accept-timeout=10,mode=0600`
  // socat reads an address up to the first comma: nothing of ours has one.
  const child = spawn('socat', ['-u', '-b1048576', from, `OPEN:${state},creat,excl,wronly,perm=0600`], {
    cwd: folder,
    stdio: 'ignore',
  })
  const written = once(child, 'exit').then(([code]) => {
    if (code !== 0) throw new HypervisorError(`the memory of ${nameOf('i', n)} could not be written`)
  })
  written.catch(() => undefined)
  return {
    written,
    listens: async (signal: AbortSignal) => {
      while ((await stat(join(folder, socket)).catch(() => null)) === null)
        await or(signal, Promise.race([delay(2), written]))
    },
    end: () => {
      child.kill('SIGKILL')
    },
  }
}

/**
 * What was written is given back. A machine that can't be told to stop sending has nobody to send to any more. Answers how long
 * all of it would have taken, if that can be said.
 */
async function giveUp(files: DesktopFiles, control: Control, image: number): Promise<number | null> {
  await rm(files.image(image), { recursive: true, force: true })
  const limit = AbortSignal.timeout(CANCEL_MS)
  try {
    return await control.use(limit, async (monitor) => {
      const takesMs = await saveTakesMs(monitor, limit).catch(() => null)
      await monitor.order('migrate_cancel', {}, limit)
      return takesMs
    })
  } catch {
    return null
  }
}
