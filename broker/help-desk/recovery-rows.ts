import { type Expression, type Kysely, type SqlBool, sql } from 'kysely'
import type { RecoveryPage, RecoveryRow, RecoverySearch } from '../../shared/api/help-desk/recoveries.ts'
import type { Outcome } from '../../shared/api/recovery.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { ASKED_KINDS } from './desk-rows.ts'
import { narrowed } from './names.ts'
import { isOneOf, type Reach, within } from './reach.ts'

const BAD: readonly Outcome[] = ['failed', 'refused', 'handed-over']

/** It was taken back by an undo that worked. */
const undone = sql<number>`case when exists (
  select 1 from run u where u.undo_of = run.id and u.outcome = 'undone') then 1 else 0 end`

function runs(db: Kysely<Database>) {
  return db
    .selectFrom('run')
    .innerJoin('desktop as d', 'd.id', 'run.desktop_id')
    .innerJoin('person as o', 'o.id', 'd.owner_id')
    .leftJoin('person as by', 'by.id', 'run.pressed_by')
    .leftJoin('run_origin as origin', 'origin.run_id', 'run.id')
    .leftJoin('restore_point as p', (join) =>
      join.on('p.id', '=', sql<string>`coalesce(run.attempt_point_id, run.point_id)`),
    )
    .select(['run.id', 'run.desktop_id', 'run.kind', 'run.mark', 'run.outcome', 'run.way_back', 'run.attempt'])
    .select(['run.pressed_at', 'run.ended_at', 'd.name', 'd.pool', 'o.name as owner_name'])
    .select(['o.display_name as owner_display', 'by.name as by_name', 'by.display_name as by_display'])
    .select(['origin.desk', 'origin.reason', 'origin.kiosk', 'p.id as point_id', 'p.taken_at', undone.as('undone')])
}
type Row = Awaited<ReturnType<ReturnType<typeof runs>['execute']>>[number]

/** Recoveries within reach, the newest first. */
export async function recoveryPage(db: Kysely<Database>, reach: Reach, asked: RecoverySearch): Promise<RecoveryPage> {
  const conditions = await conditionsOf(db, reach, asked)
  const where = sql<SqlBool>`${sql.join(conditions, sql` and `)}`
  const { total } = await db
    .selectFrom('run')
    .innerJoin('desktop as d', 'd.id', 'run.desktop_id')
    .where(where)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const rows = await runs(db)
    .where(where)
    .orderBy('run.pressed_at', 'desc')
    .orderBy('run.id')
    .limit(asked.limit)
    .offset(asked.offset)
    .execute()
  return { rows: rows.map(shown), total }
}

/** Some of them, in this order. */
export async function recoveriesById(db: Kysely<Database>, ids: readonly string[]): Promise<RecoveryRow[]> {
  if (ids.length === 0) return []
  const rows = await runs(db)
    .where(isOneOf(db, 'run.id', ids))
    .execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => byId.get(id) ?? []).map(shown)
}

async function conditionsOf(db: Kysely<Database>, reach: Reach, asked: RecoverySearch): Promise<Expression<SqlBool>[]> {
  const conditions: Expression<SqlBool>[] = [within(db, await narrowed(db, reach, asked.q), 'd.id', 'd.pool')]
  conditions.push(isOneOf(db, 'run.kind', asked.kind === undefined ? ASKED_KINDS : [asked.kind]))
  if (asked.is === 'open') conditions.push(sql<SqlBool>`run.outcome is null`)
  if (asked.is === 'ended') conditions.push(sql<SqlBool>`run.outcome is not null`)
  if (asked.is === 'bad') conditions.push(isOneOf(db, 'run.outcome', BAD))
  if (asked.is === 'undone') conditions.push(sql<SqlBool>`${undone} = 1`)
  if (asked.pool !== undefined) conditions.push(sql<SqlBool>`d.pool = ${asked.pool}`)
  if (asked.desktopId !== undefined) conditions.push(sql<SqlBool>`d.id = ${asked.desktopId}`)
  if (asked.from !== undefined) conditions.push(sql<SqlBool>`run.pressed_at >= ${Date.parse(asked.from)}`)
  if (asked.to !== undefined) conditions.push(sql<SqlBool>`run.pressed_at < ${Date.parse(asked.to)}`)
  return conditions
}

function shown(row: Row): RecoveryRow {
  return {
    id: row.id,
    desktop: {
      id: row.desktop_id,
      name: row.name,
      pool: row.pool,
      owner: { name: row.owner_name, displayName: row.owner_display },
    },
    kind: row.kind,
    mark: row.mark,
    outcome: row.outcome,
    wayBack: row.way_back === 1,
    attempt: row.attempt,
    point: row.point_id === null || row.taken_at === null ? null : { id: row.point_id, takenAt: iso(row.taken_at) },
    pressedBy: row.by_name === null ? null : { name: row.by_name, displayName: row.by_display ?? row.by_name },
    byHelpDesk: row.desk === 1,
    kiosk: row.kiosk,
    reason: row.reason,
    pressedAt: iso(row.pressed_at),
    endedAt: row.ended_at === null ? null : iso(row.ended_at),
    undone: row.undone === 1,
  }
}
