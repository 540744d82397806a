import { createHash } from 'node:crypto'
import type { Policy } from '../../shared/api/policy.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { clock, type Trx } from '../store/store.ts'
import { askForAnnounced } from './announcements.ts'
import { askForPoint } from './ask.ts'
import { clearAway } from './clear-away.ts'
import { isHeld } from './held.ts'
import { lookOver } from './look-over.ts'
import { thin } from './thin.ts'
import { Wake } from './wake.ts'

const MINUTE_MS = 60_000
/** A desktop whose points are taken seldom, or never, is looked at this often all the same. */
const LOOK_OVER_MS = 6 * 60 * MINUTE_MS
/** Desktops of one policy are spread over so much of their time, so that they do not all come at once. */
const SPREAD = 0.2
const LONGEST_SLEEP_MS = MINUTE_MS
const SHORTEST_SLEEP_MS = 1000
const AT_ONCE = 4
/** A step back of the database's clock that is no mere correction. */
const SET_BACK_MS = MINUTE_MS

/**
 * Takes points when it is time to, thins them, and clears away what is not needed. Which desktop is next is a question to
 * an index: those that are not due cost nothing, however many there are.
 */
export async function keepAgenda(parts: Parts, signal: AbortSignal): Promise<void> {
  const { store, log } = parts
  const wake = new Wake()
  const stopHearing = store.onCommit(() => wake.up())
  const working = new Set<Promise<void>>()
  let ahead = (await store.now()) - performance.now()
  try {
    await plan(parts)
    for (;;) {
      signal.throwIfAborted()
      const seen = wake.count
      const sleep = await look(parts, working, signal).catch((err: unknown) => {
        signal.throwIfAborted()
        log.error({ err }, 'what is due could not be looked for; it is tried again')
        return LONGEST_SLEEP_MS
      })
      await sleepFor(SHORTEST_SLEEP_MS, signal)
      if (working.size < AT_ONCE) await wake.after(seen, Math.max(1, sleep), signal)
      else await Promise.race(working)
      const now = (await store.now()) - performance.now()
      if (now < ahead - SET_BACK_MS) await plan(parts)
      ahead = now
    }
  } finally {
    stopHearing()
    await Promise.all(working)
  }
}

/** Begins what is due, as far as hands are free. Answers for how long nothing else is, in ms. */
async function look(parts: Parts, working: Set<Promise<void>>, signal: AbortSignal): Promise<number> {
  const { store, desktops, log } = parts
  const ours = new Set(desktops.keys())
  await askForAnnounced(store, ours)
  const now = await store.now()
  const due = await store.db
    .selectFrom('desktop')
    .select('id')
    .where('next_due', '<=', now)
    .orderBy('next_due')
    .execute()
  for (const { id } of due.filter((row) => ours.has(row.id))) {
    if (working.size >= AT_ONCE) return 0
    if (!(await take(parts, id))) continue
    const work: Promise<void> = attend(parts, id, signal)
      .catch((err: unknown) => {
        if (!signal.aborted) log.warn({ desktop: id, err }, 'a desktop could not be seen to; it is tried again')
      })
      .finally(() => working.delete(work))
    working.add(work)
  }
  const next = await store.db
    .selectFrom('desktop')
    .select('next_due')
    .where('next_due', '>', now)
    .orderBy('next_due')
    .limit(1)
    .executeTakeFirst()
  return Math.min(LONGEST_SLEEP_MS, Math.max(0, (next?.next_due ?? Number.POSITIVE_INFINITY) - now))
}

/** One desktop's turn: what is wrong is found, what is too much goes, and a point is asked for if it is time. */
export async function attend(parts: Parts, desktop: string, signal: AbortSignal): Promise<void> {
  if (await isHeld(parts.store.db, desktop)) return
  await lookOver(parts, desktop)
  await parts.store.transaction((trx) => askIfDue(trx, desktop, settingsOf(parts, desktop).policy))
  await thin(parts, desktop)
  await clearAway(parts, desktop, signal)
}

async function askIfDue(trx: Trx, desktop: string, policy: Policy): Promise<void> {
  if (!(await isDue(trx, desktop, policy))) return
  try {
    await askForPoint(trx, { desktop, reason: 'schedule', note: null, person: null })
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    // Something else is done to it: then soon.
    if (error.is('busy'))
      await trx
        .updateTable('desktop')
        .set({ next_due: (await clock(trx)) + MINUTE_MS })
        .where('id', '=', desktop)
        .execute()
  }
}

/** By the clock, or because none is known to be good and none is about to be checked. */
async function isDue(trx: Trx, desktop: string, { pointMinutes }: Policy): Promise<boolean> {
  const { overlay_n } = await trx
    .selectFrom('desktop')
    .select('overlay_n')
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  if (overlay_n === null) return false
  const now = await clock(trx)
  const points = await trx
    .selectFrom('restore_point')
    .select(['taken_at', 'proof', 'proof_due', 'proof_n', 'state', 'captured_n', 'reason'])
    .where('desktop_id', '=', desktop)
    .where('state', 'in', ['taking', 'there'])
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const mayBeGood = points.some(
    (p) => p.proof === 'known-good' || p.proof_due !== null || p.proof_n !== null || p.state === 'taking',
  )
  const last = points.find((p) => p.captured_n !== null || p.reason === 'first' || p.state === 'taking')
  const age = last === undefined ? Number.POSITIVE_INFINITY : Math.abs(now - last.taken_at)
  if (!mayBeGood) return age >= 10 * MINUTE_MS
  return pointMinutes > 0 && age >= pointMinutes * MINUTE_MS * (1 - SPREAD)
}

/** Whoever says when it is due next, has it now. */
async function take(parts: Parts, desktop: string): Promise<boolean> {
  return parts.store.transaction(async (trx) => {
    const now = await clock(trx)
    const { numUpdatedRows } = await trx
      .updateTable('desktop')
      .set({ next_due: now + waitFor(settingsOf(parts, desktop).policy, desktop, now) })
      .where('id', '=', desktop)
      .where('next_due', '<=', now)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  })
}

/** Gives a time to desktops that have none, and a nearer one to those whose time lies beyond what their policy can mean. */
async function plan(parts: Parts): Promise<void> {
  await parts.store.transaction(async (trx) => {
    const now = await clock(trx)
    const rows = await trx.selectFrom('desktop').select(['id', 'next_due']).execute()
    for (const { id, next_due } of rows) {
      if (!parts.desktops.has(id)) continue
      const wait = waitFor(settingsOf(parts, id).policy, id, now)
      if (next_due !== null && next_due <= now + wait * (1 + SPREAD)) continue
      await trx
        .updateTable('desktop')
        .set({ next_due: now + wait })
        .where('id', '=', id)
        .execute()
    }
  })
}

/** The same for the same desktop at the same moment, and as good as any other for another. */
function waitFor({ pointMinutes }: Policy, desktop: string, now: number): number {
  const ms = pointMinutes === 0 ? LOOK_OVER_MS : Math.min(LOOK_OVER_MS, pointMinutes * MINUTE_MS)
  const share = createHash('sha256').update(`${desktop} ${now}`).digest().readUInt32BE(0) / 2 ** 32
  return Math.round(ms * (1 - SPREAD / 2 + SPREAD * share))
}

async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  await new Wake().after(0, ms, signal)
}
