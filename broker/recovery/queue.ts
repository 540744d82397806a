import type { Kysely, Selectable } from 'kysely'
import type { Recovery } from '../../shared/api/recovery.ts'
import { tell } from '../events/outbox.ts'
import type { Database, DesktopTable, RunTable } from '../store/schema.ts'
import type { Trx } from '../store/store.ts'
import type { Slots } from './slots.ts'

/** A run, as the queue sees it: it waits, it is under way, or it had its turn while somebody waited who still does. */
export type Turn = Pick<Selectable<RunTable>, 'id' | 'pressed_by' | 'pressed_at' | 'desktop_id'> &
  Pick<Selectable<DesktopTable>, 'host' | 'storage' | 'owner_id'> & { readonly is: 'waiting' | 'running' | 'over' }

/**
 * Who waits, in the order in which they begin: what a person pressed goes before what the broker does by itself; nobody's
 * second goes before anybody's first; and then, whoever pressed first.
 */
export function inOrder(turns: readonly Turn[]): Turn[] {
  const served = new Map<string, number>()
  for (const { is, pressed_by } of turns)
    if (is !== 'waiting' && pressed_by !== null) served.set(pressed_by, (served.get(pressed_by) ?? 0) + 1)
  const ranked = turns
    .filter((run) => run.is === 'waiting')
    .sort(earlier)
    .map((run) => {
      const rank = run.pressed_by === null ? Number.POSITIVE_INFINITY : (served.get(run.pressed_by) ?? 0)
      if (run.pressed_by !== null) served.set(run.pressed_by, rank + 1)
      return { run, rank }
    })
  return ranked.sort((a, b) => (a.rank === b.rank ? earlier(a.run, b.run) : a.rank - b.rank)).map(({ run }) => run)
}

/**
 * Those that may begin now. Whoever waits for a host or a storage keeps a place in both, so that nobody is passed for ever by
 * those who need only one of them.
 */
export function admitted(turns: readonly Turn[], slots: Slots): Set<string> {
  const hosts = new Map<string, number>()
  const storages = new Map<string, number>()
  const take = (run: Turn) => {
    hosts.set(run.host, (hosts.get(run.host) ?? 0) + 1)
    storages.set(run.storage, (storages.get(run.storage) ?? 0) + 1)
    return (hosts.get(run.host) ?? 0) <= slots.host && (storages.get(run.storage) ?? 0) <= slots.storage
  }
  for (const run of turns) if (run.is === 'running') take(run)
  return new Set(
    inOrder(turns)
      .filter(take)
      .map((run) => run.id),
  )
}

/** Its place among those that wait for the same host or storage; null if it does not wait. */
export function placeOf(turns: readonly Turn[], id: string): Recovery['queue'] {
  const waiting = inOrder(turns)
  const it = waiting.find((run) => run.id === id)
  if (it === undefined) return null
  const near = waiting.filter((run) => run.host === it.host || run.storage === it.storage)
  return { place: near.indexOf(it) + 1, of: near.length }
}

/** All that the order of those who wait depends on. */
export async function turnsOf(db: Kysely<Database>): Promise<Turn[]> {
  const runs = db
    .selectFrom('run')
    .innerJoin('desktop', 'desktop.id', 'run.desktop_id')
    .select(['run.id', 'run.mark', 'run.pressed_by', 'run.pressed_at', 'run.desktop_id'])
    .select(['desktop.host', 'desktop.storage', 'desktop.owner_id'])
    // That takes a moment of a machine that runs anyway.
    .where('run.kind', '!=', 'capture')
  const open = (await runs.where('run.outcome', 'is', null).execute()).map(({ mark, ...run }): Turn => {
    return { ...run, is: mark === 'accepted' ? 'waiting' : 'running' }
  })
  const pressed = open.filter((run) => run.is === 'waiting' && run.pressed_by !== null)
  if (pressed.length === 0) return open
  const over = await runs
    .where('run.ended_at', '>=', Math.min(...pressed.map((run) => run.pressed_at)))
    .where('run.pressed_by', 'is not', null)
    .where('run.outcome', 'not in', ['refused', 'cancelled'])
    .execute()
  return [...open, ...over.map(({ mark: _, ...run }): Turn => ({ ...run, is: 'over' }))]
}

export async function mayBegin(db: Kysely<Database>, slots: Slots): Promise<Set<string>> {
  return admitted(await turnsOf(db), slots)
}

/** Up to here everybody is told of each move; behind it, at each tenth place: a long queue must not keep itself busy. */
const NEAR = 10

/** Tells those who wait that their place is another, from the place of `first` on, if it is given: only they moved. */
export async function tellWaiting(trx: Trx, first?: string): Promise<void> {
  const order = inOrder(await turnsOf(trx))
  const from = first === undefined ? 0 : order.findIndex((run) => run.id === first) + 1
  for (const [i, { id, owner_id, pressed_by }] of order.entries()) {
    const place = i + 1
    if (i < from || pressed_by === null || (place > NEAR && place % NEAR !== 0)) continue
    await tell(trx, { person_id: owner_id, type: 'recovery', subject: id })
  }
}

function earlier(a: Turn, b: Turn): number {
  return a.pressed_at - b.pressed_at || (a.id < b.id ? -1 : 1)
}
