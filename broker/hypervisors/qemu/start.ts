import { spawn } from 'node:child_process'
import { mkdir, open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { ExistsError, HypervisorError, type Start, UncertainError } from '../hypervisor.ts'
import { argumentsFor, type Hardware } from './arguments.ts'
import { connectMonitor } from './control.ts'
import type { Disks } from './disks.ts'
import { codeOf, type DesktopFiles, storageError } from './files.ts'
import { makeMemory } from './images.ts'
import type { Link } from './link.ts'
import { migrateIn } from './migrate.ts'
import type { Monitor } from './monitor.ts'
import { nameOf } from './names.ts'
import { writeStart } from './start-record.ts'
import { or } from './turns.ts'

const MONITOR_MS = 20_000
const LOAD_MS = 120_000
const END_MS = 2000

/** The descriptor on which QEMU finds the state to load. */
const STATE_FD = 3

/** Each becomes the next, so the process stays the same. Its threads are as low as it from the first on. */
const GIVING_WAY = ['nice', '-n', '19', 'ionice', '-c', '3']

const Status = z.object({ running: z.boolean(), status: z.string() })

/**
 * Starts i-n inert; `mapped` as in `argumentsFor`. From the making of its folder on, the number is spent. If anything fails after that, the process is
 * ended again; `UncertainError` if nobody waited to see that.
 */
export async function startInert(
  files: DesktopFiles,
  disks: Disks,
  hardware: Hardware,
  binary: string,
  n: number,
  start: Start,
  link: Link,
  mapped: boolean,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted()
  const name = nameOf('i', n)
  await makeInstanceFolder(files, n)
  if (start.memory?.mode === 'record') await makeMemory(files, n, hardware.spec.memoryMiB)
  const args = argumentsFor(hardware, n, start, mapped)
  await writeStart(files, n, start, args)
  await disks.markUsed(start.disk)

  signal.throwIfAborted()
  const command = start.background === true ? [...GIVING_WAY, binary, ...args] : [binary, ...args]
  const machine = await begin(files, command, n, start.memory?.mode === 'load' ? start.memory.image : null)
  const patience = AbortSignal.any([signal, machine.ended, AbortSignal.timeout(MONITOR_MS + LOAD_MS)])
  try {
    const monitor = await firstMonitor(files, n, patience)
    try {
      await makeInert(monitor, link, start, mapped, patience)
    } finally {
      monitor.close()
    }
  } catch (error) {
    machine.kill()
    // A machine that ended says more in its log than the connection that it cut.
    const ended = await or(AbortSignal.timeout(END_MS), machine.gone).then(
      () => true,
      () => false,
    )
    const cause: unknown = machine.ended.aborted ? machine.ended.reason : error
    if (ended && !signal.aborted) throw new HypervisorError(`${name} did not start: ${textOf(cause)}`, { cause })
    throw new UncertainError(`${name} was being started when its time was over; it is told to end`, { cause })
  }
}

/** Spends the number n: throws `ExistsError` if it was spent already. */
export async function makeInstanceFolder(files: DesktopFiles, n: number): Promise<void> {
  try {
    // Made or refused: of any number that try, one gets it.
    await mkdir(files.instance(n), { mode: 0o700 })
  } catch (cause) {
    if (codeOf(cause) === 'EEXIST') throw new ExistsError(`${nameOf('i', n)} was started already`, { cause })
    throw storageError(`start ${nameOf('i', n)}`, cause)
  }
}

/** A process of its own session, with nothing of ours but files: it outlives this one. */
async function begin(files: DesktopFiles, command: readonly string[], n: number, image: number | null) {
  const folder = files.instance(n)
  const log = await open(join(folder, 'qemu.log'), 'ax', 0o600)
  const state = image === null ? null : await open(join(files.image(image), 'state'), 'r')
  try {
    const [program = '', ...args] = command
    const child = spawn(program, args, {
      cwd: folder,
      detached: true,
      stdio: ['ignore', log.fd, log.fd, state?.fd ?? 'ignore'],
    })
    child.unref()
    const ended = new AbortController()
    const { promise: gone, resolve } = Promise.withResolvers<undefined>()
    const end = (why: unknown) => {
      ended.abort(why)
      resolve(undefined)
    }
    child.once('error', end)
    child.once('exit', () => {
      readFile(join(folder, 'qemu.log'), 'utf8').then((text) => end(new Error(lastLines(text))), end)
    })
    return { ended: ended.signal, gone, kill: () => child.kill('SIGKILL') }
  } finally {
    await log.close()
    await state?.close()
  }
}

/** QEMU opens its sockets some moments after it began. */
export async function firstMonitor(files: DesktopFiles, n: number, signal: AbortSignal): Promise<Monitor> {
  const patience = AbortSignal.any([signal, AbortSignal.timeout(MONITOR_MS)])
  for (;;) {
    try {
      return await connectMonitor(files, n, patience)
    } catch (error) {
      if (patience.aborted) throw error
      await delay(5)
    }
  }
}

/** Loads what is to be loaded, cuts the link, and looks whether it is so. */
async function makeInert(
  monitor: Monitor,
  link: Link,
  start: Start,
  mapped: boolean,
  signal: AbortSignal,
): Promise<void> {
  if (start.memory?.mode === 'load') await migrateIn(monitor, `fd:${STATE_FD}`, mapped, signal)
  // After loading: the link's state is part of what was loaded.
  await link.set(monitor, false, signal)
  const { running, status } = await monitor.ask('query-status', {}, Status, signal)
  if (running || !['prelaunch', 'paused'].includes(status)) throw new HypervisorError(`it is ${status}, not paused`)
}

/** What QEMU said last, without its times, and without what it says of a card that leads nowhere as it should. */
export function lastLines(log: string): string {
  const lines = log.split('\n').map((line) => line.replace(/^\S+Z /, '').replace(/^qemu-system-\w+: /, ''))
  return (
    lines
      .filter((line) => line !== '' && !line.startsWith('warning:'))
      .slice(-3)
      .join('; ') || 'QEMU ended and said nothing'
  )
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
