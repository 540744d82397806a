import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Parts } from '../recovery/parts.ts'
import { onDuty } from '../store/duty.ts'
import { thisHost } from './host-room.ts'
import { duePoints, nextProofDue } from './proof-queue.ts'
import { checkPoint, giveUpHalfProven } from './proving.ts'
import { Wake } from './wake.ts'

/** Another look at least this often, though nothing was told: a machine becomes quiet by itself. */
const LOOK_MS = 15_000
const GIVE_UP_MS = 60_000
const PAUSE_MS = 500

/**
 * Checks points that are due, so many at once as the host may carry and no more, and none while a person waits for a
 * recovery: what is being checked then gives way.
 */
export async function verifyForEver(parts: Parts, signal: AbortSignal): Promise<void> {
  const { store } = parts
  const { atOnce } = parts.proofs ?? thisHost
  const wake = new Wake()
  const stopHearing = store.onCommit(() => wake.up())
  try {
    const slots = Array.from({ length: atOnce }, (_, i) => workSlot(parts, `verify:${hostname()}:${i}`, wake, signal))
    await Promise.all([...slots, tidyForEver(parts, signal)])
  } finally {
    stopHearing()
  }
}

/** One at a time in each slot, whichever broker of this host has it. */
async function workSlot(parts: Parts, slot: string, wake: Wake, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    const seen = wake.count
    const worked = await workOnce(parts, slot, signal).catch((err: unknown) => {
      signal.throwIfAborted()
      parts.log.error({ err }, 'points could not be checked; it is tried again')
      return null
    })
    if (worked === true) continue
    // Its own asking is a commit, too, and must not wake it at once.
    await delay(PAUSE_MS, undefined, { signal })
    await wake.after(seen, worked === null ? LOOK_MS : await untilDue(parts), signal)
  }
}

async function workOnce(parts: Parts, slot: string, signal: AbortSignal): Promise<boolean> {
  const { store, desktops, hypervisor } = parts
  const host = parts.proofs ?? thisHost
  const due = await duePoints(store.db, new Set(desktops.keys()))
  const [point] = due
  if (point === undefined || (await somebodyWaits(parts))) return false
  if (!(await host.hasRoom(await hypervisor.imageBytes(point.desktop_id), !point.has_known_good))) return false
  const worked = await onDuty(store, slot, signal, async (duty) => {
    const gives = new AbortController()
    const way = AbortSignal.any([duty.signal, gives.signal])
    const look = () =>
      void personWaits(parts).then(
        (waits) => waits && gives.abort(new Error('a person waits for a recovery')),
        () => undefined,
      )
    const stopLooking = store.onCommit(look)
    try {
      return await checkPoint(parts, point, { way })
    } finally {
      stopLooking()
    }
  })
  return worked ?? false
}

/** Anything that keeps a host busy for a desktop that somebody uses, or is about to. */
async function somebodyWaits({ store }: Parts): Promise<boolean> {
  const open = await store.db
    .selectFrom('run')
    .select('id')
    .where('outcome', 'is', null)
    .where('kind', '!=', 'capture')
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}

async function personWaits({ store }: Parts): Promise<boolean> {
  const open = await store.db
    .selectFrom('run')
    .select('id')
    .where('outcome', 'is', null)
    .where('kind', 'in', ['recover', 'undo', 'restart', 'rebuild'])
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}

async function untilDue({ store }: Parts): Promise<number> {
  const due = await nextProofDue(store.db)
  return due === null ? LOOK_MS * 4 : Math.min(LOOK_MS, Math.max(50, due - (await store.now())))
}

async function tidyForEver(parts: Parts, signal: AbortSignal): Promise<void> {
  for (;;) {
    await giveUpHalfProven(parts, signal).catch((err: unknown) => {
      signal.throwIfAborted()
      parts.log.warn({ err }, 'what an earlier broker was checking could not be looked at')
    })
    await delay(GIVE_UP_MS, undefined, { signal })
  }
}
