import type { Selectable } from 'kysely'
import { type Problem, ProblemError, problem } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { takeNumber } from '../recovery/numbers.ts'
import type { Parts } from '../recovery/parts.ts'
import type { Duty } from '../store/duty.ts'
import { clock } from '../store/moment.ts'
import type { LeftoversTable } from '../store/schema.ts'
import { withHelper } from './helper.ts'
import { type Listed, listDisks, MOST_LISTED } from './list-disks.ts'
import { tellOfLeftovers } from './tell.ts'

type List = Selectable<LeftoversTable>

/** A helper may be lost for what has nothing to do with the disk; one that is lost again is so for the disk. */
const TRIES = 2
const ROWS_AT_ONCE = 200

/** Puts each recovery of a desktop that kept something, and has no list of it yet, down for one. */
export async function putDownForLists({ store, hypervisor }: Parts, desktop: string, duty: Duty): Promise<void> {
  const runs = await store.db
    .selectFrom('run')
    .innerJoin('undo_point', 'undo_point.run_id', 'run.id')
    .leftJoin('leftovers', 'leftovers.recovery_id', 'run.id')
    .select(['run.id', 'run.overlay_n', 'undo_point.overlay_n as kept_n'])
    .where('run.desktop_id', '=', desktop)
    .where('run.outcome', 'in', ['recovered', 'undone', 'rebuilt'])
    .where('undo_point.state', '=', 'kept')
    .where('leftovers.recovery_id', 'is', null)
    .execute()
  for (const { id, overlay_n: overlay, kept_n } of runs) {
    // What it went to is what its new disk stands on.
    const backing = overlay === null ? null : ((await hypervisor.disk(desktop, overlay))?.backing ?? null)
    if (backing === null) continue
    const row = {
      recovery_id: id,
      desktop_id: desktop,
      state: 'waiting' as const,
      instance_n: null,
      kept_n,
      base_n: backing === 'golden' ? null : backing,
      tries: 0,
      scanned_at: null,
      problem_json: null,
      ...{ added: 0, changed: 0, removed: 0, bytes: 0, listed: 0, folders_json: '[]' },
    }
    await store.transaction(async (trx) => {
      await duty.check(trx)
      await trx
        .insertInto('leftovers')
        .values({ ...row, asked_at: await clock(trx) })
        .execute()
      await tellOfLeftovers(trx, row)
    })
  }
}

/** Makes the next list that a desktop waits for. Answers whether there was one. */
export async function makeNextList(parts: Parts, desktop: string, duty: Duty): Promise<boolean> {
  const { store, log } = parts
  const next = await store.transaction(async (trx) => {
    await duty.check(trx)
    const waiting = await trx
      .selectFrom('leftovers')
      .innerJoin('undo_point', 'undo_point.run_id', 'leftovers.recovery_id')
      .selectAll('leftovers')
      .where('leftovers.desktop_id', '=', desktop)
      .where('leftovers.state', '=', 'waiting')
      .where('undo_point.state', '=', 'kept')
      .orderBy('asked_at', 'desc')
      .limit(1)
      .executeTakeFirst()
    if (waiting === undefined) return null
    const n = await takeNumber(trx, desktop, null)
    const list = { ...waiting, state: 'scanning' as const, instance_n: n, tries: waiting.tries + 1 }
    await trx
      .updateTable('leftovers')
      .set({ state: list.state, instance_n: n, tries: list.tries })
      .where('recovery_id', '=', list.recovery_id)
      .execute()
    await record(trx, {
      actor: 'broker',
      action: 'leftovers.scanning',
      subject: `run:${list.recovery_id}`,
      detail: { desktop, helper: n, kept: `o-${list.kept_n}` },
    })
    await tellOfLeftovers(trx, list)
    return { list, n }
  })
  if (next === null) return false
  const { list, n } = next
  try {
    const disks = [list.kept_n, list.base_n ?? ('golden' as const)]
    const listed = await withHelper(parts, desktop, n, { disks, server: null }, duty.signal, listDisks)
    await keep(parts, list, listed, duty)
  } catch (error) {
    duty.signal.throwIfAborted()
    log.warn({ desktop, recovery: list.recovery_id, err: error }, 'a kept disk could not be listed')
    if (error instanceof ProblemError) await fail(parts, list, error.problem, duty)
    else await giveUp(parts, list, error instanceof Error ? error.message : String(error), duty)
  }
  return true
}

/** A list whose making was broken off is made again, or is told as one that can't be made. */
export async function giveUp(parts: Parts, list: List, why: string, duty: Duty): Promise<void> {
  if (list.tries >= TRIES) return fail(parts, list, problem('leftovers-unreadable', why), duty)
  await end(parts, list, { state: 'waiting' }, { why }, duty)
}

async function fail(parts: Parts, list: List, what: Problem, duty: Duty): Promise<void> {
  await end(parts, list, { state: 'failed', problem_json: JSON.stringify(what) }, { why: what.detail }, duty)
}

/** A few at a time: presses wait for the store as well. Until the list is ready, nobody is shown its entries. */
async function keep(parts: Parts, list: List, listed: Listed, duty: Duty): Promise<void> {
  const { store } = parts
  await store.db.deleteFrom('leftover').where('recovery_id', '=', list.recovery_id).execute()
  for (let from = 0; from < listed.entries.length; from += ROWS_AT_ONCE) {
    const rows = listed.entries.slice(from, from + ROWS_AT_ONCE).map((entry, i) => ({
      recovery_id: list.recovery_id,
      place: from + i,
      folder: entry.folder,
      path: entry.path,
      type: entry.type,
      change: entry.change,
      size_bytes: entry.sizeBytes,
      changed_at: entry.changedAt,
    }))
    await store.transaction(async (trx) => {
      await duty.check(trx)
      await trx.insertInto('leftover').values(rows).execute()
    })
  }
  const { entries, folders, total, unread } = listed
  const counts = { ...total, listed: entries.length }
  await end(
    parts,
    list,
    { state: 'ready', ...counts, folders_json: JSON.stringify(folders) },
    { ...counts, unread, ...(entries.length === MOST_LISTED ? { cut: true } : {}) },
    duty,
  )
}

async function end(
  { store }: Parts,
  list: List,
  set: Partial<List> & Pick<List, 'state'>,
  detail: Record<string, unknown>,
  duty: Duty,
): Promise<void> {
  await store.transaction(async (trx) => {
    await duty.check(trx)
    await trx
      .updateTable('leftovers')
      .set({ ...set, instance_n: null, scanned_at: await clock(trx) })
      .where('recovery_id', '=', list.recovery_id)
      .execute()
    await record(trx, {
      actor: 'broker',
      action: `leftovers.${set.state}`,
      subject: `run:${list.recovery_id}`,
      detail: { desktop: list.desktop_id, ...detail },
    })
    await tellOfLeftovers(trx, list)
  })
}
