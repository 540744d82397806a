import { setTimeout as delay } from 'node:timers/promises'
import { HypervisorError, UncertainError } from '../hypervisor.ts'
import { connectMonitor } from './control.ts'
import type { Disks } from './disks.ts'
import type { DesktopFiles } from './files.ts'
import { nameOf } from './names.ts'
import { isGoneWithin, killProcess, type MachineProcess, machineProcesses } from './processes.ts'
import { disksInUse, disksOf } from './running-disk.ts'

/** QEMU ends in some ms when it is asked, unless its storage hangs. */
const QUIT_MS = 2000
const SIGKILL_MS = 10_000
const LOCK_MS = 5000

/** Ends i-n: asked first, then by signal. Returns when the process is gone and its disk's lock is free. */
export async function kill(files: DesktopFiles, disks: Disks, n: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted()
  try {
    for (const process of machineProcesses(files.instances).filter((p) => p.n === n)) await end(files, process, signal)
    for (const disk of await disksOf(files, n)) await untilFree(files, disks, n, disk, signal)
  } catch (cause) {
    if (cause instanceof HypervisorError) throw cause
    throw new UncertainError(`${nameOf('i', n)} is being killed, and nobody waited to see it gone`, { cause })
  }
}

async function end(files: DesktopFiles, process: MachineProcess, signal: AbortSignal): Promise<void> {
  const asked = await askToQuit(files, process.n, signal)
  if (asked && (await isGoneWithin(process, QUIT_MS, signal))) return
  killProcess(process)
  if (!(await isGoneWithin(process, SIGKILL_MS, signal)))
    throw new UncertainError(
      `${nameOf('i', process.n)} (process ${process.pid}) was killed and is still there; its storage may hang`,
    )
}

/** Not by turn: whoever waits for this machine's answer must not hold up its end. */
async function askToQuit(files: DesktopFiles, n: number, signal: AbortSignal): Promise<boolean> {
  try {
    const monitor = await connectMonitor(files, n, AbortSignal.any([signal, AbortSignal.timeout(QUIT_MS)]))
    monitor.tell('quit')
    await Promise.race([monitor.closed, delay(QUIT_MS, undefined, { ref: false, signal })])
    monitor.close()
    return true
  } catch {
    signal.throwIfAborted()
    return false
  }
}

async function untilFree(
  files: DesktopFiles,
  disks: Disks,
  n: number,
  disk: number,
  signal: AbortSignal,
): Promise<void> {
  const until = performance.now() + LOCK_MS
  while (!(await disks.isFree(disk))) {
    // A restart goes on with the same disk: then the lock is not i-n's.
    if ((await disksInUse(files)).has(disk)) return
    if (performance.now() >= until)
      throw new HypervisorError(`${nameOf('i', n)} is gone, and ${nameOf('o', disk)} is still locked by somebody`)
    await delay(50, undefined, { signal })
  }
}
