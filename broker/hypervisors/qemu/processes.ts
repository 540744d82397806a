import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { nameOf, numberIn } from './names.ts'

/** A process that runs instance i-n, told from any later one with the same pid by its start time. */
export interface MachineProcess {
  readonly n: number
  readonly pid: number
  readonly startTime: string
}

/**
 * The processes that run machines in the folder `instances`. A machine's process has its instance's folder as working
 * directory, from the moment it exists: so nothing has to be written down for it to be found again, and none that a
 * killed broker had just begun is missed. One that ended and was not reaped yet has no working directory any more.
 */
export function machineProcesses(instances: string): MachineProcess[] {
  return readdirSync('/proc').flatMap((name) => {
    const found = /^[0-9]+$/.test(name) ? machineProcess(instances, Number(name)) : null
    return found === null ? [] : [found]
  })
}

/**
 * Still there, and still the same. It is gone when all that it held is, files and so locks, whether or not it was reaped:
 * that is when the last of its threads is gone, for the first may end before the others.
 */
export function isThere({ pid, startTime }: MachineProcess): boolean {
  const now = statOf(pid)
  return now?.startTime === startTime && !(now.ended && now.threads <= 1)
}

/** Answers whether it is gone, within `withinMs`. Rejects if the signal comes first. */
export async function isGoneWithin(process: MachineProcess, withinMs: number, signal: AbortSignal): Promise<boolean> {
  const until = performance.now() + withinMs
  for (let pause = 2; isThere(process); pause = Math.min(50, 2 * pause)) {
    if (performance.now() >= until) return false
    await delay(pause, undefined, { signal })
  }
  return true
}

/** SIGKILL, if it is still the same. Between the look and the kill nothing else of this process runs. */
export function killProcess(machine: MachineProcess): void {
  if (!isThere(machine)) return
  try {
    process.kill(machine.pid, 'SIGKILL')
  } catch (error) {
    if (isThere(machine)) throw error
  }
}

function machineProcess(instances: string, pid: number): MachineProcess | null {
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`)
    const n = numberIn('i', basename(folder))
    if (n === null) return null
    // The same folder, by whatever path it was reached.
    const [theirs, ours] = [statSync(`/proc/${pid}/cwd`), statSync(`${instances}/${nameOf('i', n)}`)]
    if (theirs.ino !== ours.ino || theirs.dev !== ours.dev) return null
    // Somebody's shell may be in that folder as well.
    const named = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (named.at(named.indexOf('-name') + 1)?.endsWith(`/${nameOf('i', n)}`) !== true) return null
    const stat = statOf(pid)
    // Programs that QEMU starts have its working directory and its process group, which QEMU leads.
    return stat === null || stat.group !== pid ? null : { n, pid, startTime: stat.startTime }
  } catch {
    // It ended while it was looked at, or it is another user's.
    return null
  }
}

function statOf(pid: number): { ended: boolean; group: number; threads: number; startTime: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // proc(5): after the name, which may hold anything, come the fields from the 3rd on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const field = (number: number) => fields[number - 3] ?? ''
    const ended = ['Z', 'X'].includes(field(3))
    return { ended, group: Number(field(5)), threads: Number(field(20)), startTime: field(22) }
  } catch {
    return null
  }
}
