import type { Kysely } from 'kysely'
import { Problem } from '../../shared/api/problem.ts'
import type { Recovery } from '../../shared/api/recovery.ts'
import { type Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import type { Run } from './claim.ts'
import { placeOf, turnsOf } from './queue.ts'
import { pointOf } from './target.ts'
import { usualTime } from './usual-time.ts'

/** A run as clients see it. */
export async function viewOfRun(db: Kysely<Database>, run: Run): Promise<Recovery> {
  const marks = await db
    .selectFrom('run_mark')
    .select(['mark', 'at'])
    .where('run_id', '=', run.id)
    .where('attempt', '=', run.attempt)
    .orderBy('at')
    .execute()
  const at = pointOf(run)
  const points = await db
    .selectFrom('restore_point')
    .select(['id', 'taken_at', 'image_n'])
    .where('id', 'in', [at ?? '', run.point_id ?? ''])
    .execute()
  const point = points.find((p) => p.id === at)
  const first = at === run.point_id ? undefined : points.find((p) => p.id === run.point_id)
  const person =
    run.pressed_by === null
      ? undefined
      : await db.selectFrom('person').select('display_name').where('id', '=', run.pressed_by).executeTakeFirst()
  return {
    id: run.id,
    desktopId: run.desktop_id,
    kind: run.kind,
    mark: run.mark,
    outcome: run.outcome,
    wayBack: run.way_back === 1,
    attempt: run.attempt,
    point: point === undefined ? null : { id: point.id, takenAt: iso(point.taken_at), warm: point.image_n !== null },
    firstPoint: first === undefined ? null : { id: first.id, takenAt: iso(first.taken_at) },
    queue: run.mark === 'accepted' && run.outcome === null ? placeOf(await turnsOf(db), run.id) : null,
    pressedBy: person?.display_name ?? null,
    pressedAt: iso(run.pressed_at),
    endedAt: run.ended_at === null ? null : iso(run.ended_at),
    reached: marks.map(({ mark, at }) => ({ mark, ms: Math.max(0, at - run.pressed_at) })),
    undo: await undoOf(db, run),
    brought: run.brought,
    problem: run.problem_json === null ? null : Problem.parse(JSON.parse(run.problem_json)),
  }
}

/** What can be undone: what ended as asked, for as long as what it replaced is kept. */
async function undoOf(db: Kysely<Database>, run: Run): Promise<Recovery['undo']> {
  if (!canBeUndone(run)) return null
  const kept = await db
    .selectFrom('undo_point')
    .select(['kept_until', 'image_n', 'disk_only'])
    .where('run_id', '=', run.id)
    .where('state', '=', 'kept')
    .where('kept_until', '>', await clock(db))
    .executeTakeFirst()
  return kept === undefined
    ? null
    : {
        until: iso(kept.kept_until),
        brings: kept.image_n === null ? 'disk' : 'disk-and-memory',
        diskOnly: kept.disk_only,
        takesMs: await usualTime(db, run.desktop_id, 'undo'),
      }
}

export function canBeUndone({ outcome }: Pick<Run, 'outcome'>): boolean {
  return outcome === 'recovered' || outcome === 'undone' || outcome === 'rebuilt'
}

export function iso(ms: number): string {
  return new Date(ms).toISOString()
}
