import type { Kysely } from 'kysely'
import type { Advice } from '../../shared/api/desktop.ts'
import { type Problem, problem } from '../../shared/api/problem.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { earlierPoint } from './ladder.ts'
import { pointOf } from './target.ts'

const HOUR_MS = 60 * 60 * 1000

/** So many recoveries that ended alike, within an hour, and another will end so, too. */
const ALIKE = 3
const FAILED_ALIKE = 2

/**
 * When this desktop may be recovered or restarted again, in ms since 1970; null: now. What was refused or taken back is not
 * counted, and an undo neither: nobody who pressed by mistake is kept from taking it back.
 */
export async function brakedUntil(db: Kysely<Database>, desktop: string, perHour: number): Promise<number | null> {
  const since = (await clock(db)) - HOUR_MS
  const presses = await db
    .selectFrom('run')
    .select('pressed_at')
    .where('desktop_id', '=', desktop)
    .where('pressed_at', '>', since)
    .where('pressed_by', 'is not', null)
    .where('kind', 'in', ['recover', 'restart'])
    .where((eb) => eb.or([eb('outcome', 'is', null), eb('outcome', 'not in', ['refused', 'cancelled'])]))
    .orderBy('pressed_at', 'desc')
    .limit(perHour)
    .execute()
  const oldest = presses[perHour - 1]
  return oldest === undefined ? null : oldest.pressed_at + HOUR_MS
}

export function tooManyPresses(again: number): Problem {
  return { ...problem('too-many-presses'), again: new Date(again).toISOString() }
}

/**
 * What to do in place of another recovery, if the last ones, within an hour, all ended alike: back at the same point, and
 * pressed again; or not repaired. null: nothing speaks against another. One that was undone was a mistake, and says nothing.
 */
export async function adviceFor(db: Kysely<Database>, desktop: string): Promise<Advice | null> {
  const since = (await clock(db)) - HOUR_MS
  const runs = await db
    .selectFrom('run')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('kind', '=', 'recover')
    .where('pressed_at', '>', since)
    .where('outcome', 'in', ['recovered', 'failed'])
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('run as undo')
            .select('undo.id')
            .whereRef('undo.undo_of', '=', 'run.id')
            .where('undo.outcome', '=', 'undone'),
        ),
      ),
    )
    .orderBy('pressed_at', 'desc')
    .execute()
  const [last] = runs
  if (last === undefined) return null
  const point = pointOf(last)
  const differs = runs.findIndex((run) => run.outcome !== last.outcome || pointOf(run) !== point)
  const times = differs === -1 ? runs.length : differs
  if (times < (last.outcome === 'failed' ? FAILED_ALIKE : ALIKE)) return null
  // One that failed has gone down the ladder by itself already.
  const earlier = point === null || last.outcome === 'failed' ? null : await earlierPoint(db, desktop, point)
  const row =
    earlier === null
      ? undefined
      : await db.selectFrom('restore_point').select(['id', 'taken_at']).where('id', '=', earlier).executeTakeFirst()
  return {
    kind: 'recovering-does-not-help',
    times,
    next: row === undefined ? 'help-desk' : 'earlier-point',
    point: row === undefined ? null : { id: row.id, takenAt: new Date(row.taken_at).toISOString() },
  }
}
