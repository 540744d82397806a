import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { MachineEvent } from '../hypervisor.ts'
import type { DesktopFiles } from './files.ts'
import { Monitor, type MonitorEvent } from './monitor.ts'
import { isThere, type MachineProcess } from './processes.ts'

const AGAIN_MS = 500

export type EventType = MachineEvent['type']

const Shutdown = z.object({ guest: z.boolean() })
const Status = z.object({ status: z.string() })

/**
 * Hears what an instance does by itself, on the monitor that is kept for that, and calls back once for each kind, but for
 * each time that its storage has no room: it may go on, and meet that again. That
 * monitor serves one broker: a second one waits in line, and learns what happened before when its turn comes.
 */
export async function watch(
  files: DesktopFiles,
  machine: MachineProcess,
  tell: (type: EventType) => void,
  signal: AbortSignal,
): Promise<void> {
  const told = new Set<EventType>()
  const once = (type: EventType | null) => {
    if (type === null || (told.has(type) && type !== 'no-room') || signal.aborted) return
    told.add(type)
    tell(type)
  }
  for (;;) {
    await listen(files.socket(machine.n, 'events.sock'), once, signal)
    if (signal.aborted) return
    if (!isThere(machine)) {
      once('gone')
      return
    }
    await delay(AGAIN_MS, undefined, { ref: false })
  }
}

/** Until the connection ends, or does not come about. */
async function listen(socket: string, tell: (type: EventType | null) => void, signal: AbortSignal): Promise<void> {
  try {
    const monitor = await Monitor.connect(socket, signal)
    const hangUp = () => monitor.close()
    signal.addEventListener('abort', hangUp, { once: true })
    const look = async () => tell(typeOfStatus((await monitor.ask('query-status', {}, Status, signal)).status))
    monitor.hear = (event) => {
      tell(typeOf(event))
      // Why it stopped is not told with it.
      if (event.event === 'STOP') look().catch(() => undefined)
    }
    await look()
    await monitor.closed
    signal.removeEventListener('abort', hangUp)
  } catch {
    // Not there, or given up: the caller looks which.
  }
}

function typeOf({ event, data }: MonitorEvent): EventType | null {
  if (event === 'GUEST_PANICKED') return 'panicked'
  if (event === 'WATCHDOG') return 'watchdog'
  // One that QEMU was told to end by is not the machine's own doing.
  return event === 'SHUTDOWN' && Shutdown.safeParse(data).data?.guest === true ? 'powered-off' : null
}

function typeOfStatus(status: string): EventType | null {
  if (status === 'guest-panicked') return 'panicked'
  if (status === 'watchdog') return 'watchdog'
  if (status === 'io-error') return 'no-room'
  return status === 'shutdown' ? 'powered-off' : null
}
