import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { HypervisorError } from '../hypervisor.ts'
import type { Monitor } from './monitor.ts'
import { nameOf } from './names.ts'
import { or } from './turns.ts'

/** QEMU's own limit is for networks: 128 MiB a second. */
const BYTES_A_SECOND = 100e9

const Migration = z.object({ status: z.string().optional(), 'error-desc': z.string().optional() })
const Status = z.object({ status: z.string() })
const Progress = z.object({
  'total-time': z.number().optional(),
  ram: z.object({ total: z.number(), remaining: z.number() }).optional(),
})

/** Stops i-n for good and sends its state to `uri`; with `mapped`, all of it but the memory that a file holds already. */
export async function migrateOut(
  monitor: Monitor,
  n: number,
  uri: string,
  mapped: boolean,
  signal: AbortSignal,
): Promise<void> {
  await monitor.order('stop', {}, signal)
  await monitor.order('migrate-set-parameters', { 'max-bandwidth': BYTES_A_SECOND }, signal)
  await migrated(monitor, 'migrate', uri, mapped, signal, `the state of ${nameOf('i', n)} could not be saved`)
  // Proves that nothing let it run in between: then it would not be what was saved any more.
  const now = await statusAfter(monitor, signal)
  if (now !== 'postmigrate')
    throw new HypervisorError(`${nameOf('i', n)} is ${now} after it was saved, not postmigrate`)
}

/** How long a save that is under way will have taken, by what is left of it; null if that can't be said. */
export async function saveTakesMs(monitor: Monitor, signal: AbortSignal): Promise<number | null> {
  const { 'total-time': tookMs, ram } = await monitor.ask('query-migrate', {}, Progress, signal)
  if (tookMs === undefined || ram === undefined || ram.remaining >= ram.total) return null
  return Math.round((tookMs * ram.total) / (ram.total - ram.remaining))
}

/** QEMU says that it is completed some moments before it has ended it; until then it is `finish-migrate`. */
async function statusAfter(monitor: Monitor, signal: AbortSignal): Promise<string> {
  for (;;) {
    const { status } = await monitor.ask('query-status', {}, Status, signal)
    if (status !== 'finish-migrate') return status
    await delay(2, undefined, { signal })
  }
}

/** Loads a state into a machine that was started to wait for one. */
export async function migrateIn(monitor: Monitor, uri: string, mapped: boolean, signal: AbortSignal): Promise<void> {
  await migrated(monitor, 'migrate-incoming', uri, mapped, signal, 'its memory could not be loaded')
}

async function migrated(
  monitor: Monitor,
  command: 'migrate' | 'migrate-incoming',
  uri: string,
  mapped: boolean,
  signal: AbortSignal,
  failure: string,
): Promise<void> {
  const { promise: over, resolve } = Promise.withResolvers<undefined>()
  monitor.hear = ({ event, data }) => {
    const status = event === 'MIGRATION' ? Migration.safeParse(data).data?.status : undefined
    if (status === 'completed' || status === 'failed' || status === 'cancelled') resolve(undefined)
  }
  const capabilities = [
    { capability: 'events', state: true },
    { capability: 'x-ignore-shared', state: mapped },
  ]
  await monitor.order('migrate-set-capabilities', { capabilities }, signal)
  await monitor.order(command, { uri }, signal)
  await or(signal, over)
  const { status, 'error-desc': why } = await monitor.ask('query-migrate', {}, Migration, signal)
  if (status !== 'completed') throw new HypervisorError(`${failure}: ${why ?? String(status)}`)
}
