import { type Kysely, sql } from 'kysely'
import type { Overview, OverviewSearch } from '../../shared/api/help-desk/overview.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { deskCounts } from './desk-list.ts'
import { DAY_MS } from './desk-rows.ts'
import { type Reach, within } from './reach.ts'
import { type Counted, quantile, sumOf } from './statistics.ts'

const MINUTE_MS = 60_000
const SILENT_MS = 5 * MINUTE_MS

export interface OverviewReach {
  readonly reach: Reach
  readonly kiosks: boolean
}

/** How desktops are and how recoveries went, of what is within reach. */
export async function overview(
  db: Kysely<Database>,
  { reach, kiosks }: OverviewReach,
  { days, zone, pool }: OverviewSearch,
): Promise<Overview> {
  const now = await clock(db)
  const dayOf = (at: number) => Math.floor((at + zone * MINUTE_MS) / DAY_MS)
  const today = dayOf(now)
  const first = today - days + 1
  const runs = await countedRuns(db, reach, pool, first * DAY_MS - zone * MINUTE_MS)
  const ofDay = Map.groupBy(runs, ({ at }) => dayOf(at))
  const bytes = pool === undefined && reach.pools === 'all' ? await bytesByDay(db) : new Map<string, number>()
  const timeOfDay = now + zone * MINUTE_MS - today * DAY_MS
  const byNow = (day: number) =>
    (ofDay.get(day) ?? []).filter(({ at }) => at + zone * MINUTE_MS - day * DAY_MS <= timeOfDay).length
  const before = Array.from({ length: days - 1 }, (_, i) => byNow(first + i)).sort((a, b) => a - b)
  return {
    at: iso(now),
    desktops: await deskCounts(db, reach, pool),
    today: sumOf(ofDay.get(today) ?? []),
    period: sumOf(runs),
    usualByNow: quantile(before, 0.5),
    days: Array.from({ length: days }, (_, i) => {
      const name = new Date((first + i) * DAY_MS).toISOString().slice(0, 10)
      const { recovered, undone, failed, medianMs, p95Ms } = sumOf(ofDay.get(first + i) ?? [])
      return { day: name, recovered, undone, failed, medianMs, p95Ms, pointBytes: bytes.get(name) ?? null }
    }),
    points: await pointsNow(db, reach, pool),
    kiosks: kiosks ? await kiosksNow(db, now) : null,
    approvalsWaiting: await approvalsWaiting(db, reach, now),
    incidentsOpen: await incidentsOpen(db),
  }
}

async function countedRuns(
  db: Kysely<Database>,
  reach: Reach,
  pool: string | undefined,
  from: number,
): Promise<Counted[]> {
  let asked = db
    .selectFrom('run')
    .innerJoin('desktop as d', 'd.id', 'run.desktop_id')
    .select(['run.pressed_at', 'run.ended_at', 'run.outcome'])
    .select(
      sql<number>`case when exists (
        select 1 from run u where u.undo_of = run.id and u.outcome = 'undone') then 1 else 0 end`.as('undone'),
    )
    .where('run.kind', '=', 'recover')
    .where('run.pressed_at', '>=', from)
    .where((eb) => eb.or([eb('run.outcome', 'is', null), eb('run.outcome', 'not in', ['refused', 'cancelled'])]))
    .where(within(db, reach, 'd.id', 'd.pool'))
  if (pool !== undefined) asked = asked.where('d.pool', '=', pool)
  return (await asked.execute()).map(({ pressed_at, ended_at, outcome, undone }) => ({
    at: pressed_at,
    ms: outcome === 'recovered' && ended_at !== null ? Math.max(0, ended_at - pressed_at) : null,
    outcome: outcome === null ? 'open' : outcome === 'recovered' ? 'recovered' : 'failed',
    undone: undone === 1,
  }))
}

async function pointsNow(db: Kysely<Database>, reach: Reach, pool: string | undefined): Promise<Overview['points']> {
  let points = db
    .selectFrom('restore_point as p')
    .innerJoin('desktop as d', 'd.id', 'p.desktop_id')
    .where('p.state', '=', 'there')
    .where(within(db, reach, 'd.id', 'd.pool'))
  let kept = db
    .selectFrom('undo_point as u')
    .innerJoin('desktop as d', 'd.id', 'u.desktop_id')
    .where('u.state', '=', 'kept')
    .where(within(db, reach, 'd.id', 'd.pool'))
  if (pool !== undefined) {
    points = points.where('d.pool', '=', pool)
    kept = kept.where('d.pool', '=', pool)
  }
  const unproven = sql<number>`case when p.proof in ('unproven', 'proving') then 1 end`
  const sum = await points
    .select([
      sql<number>`count(${unproven})`.as('unproven'),
      sql<number | null>`min(case when p.proof in ('unproven', 'proving') then p.taken_at end)`.as('oldest'),
      sql<number>`coalesce(sum(p.size_bytes + p.memory_bytes), 0)`.as('bytes'),
    ])
    .executeTakeFirstOrThrow()
  const aside = await kept
    .select(sql<number>`coalesce(sum(u.size_bytes + u.memory_bytes), 0)`.as('bytes'))
    .executeTakeFirstOrThrow()
  return {
    unproven: sum.unproven,
    oldestUnprovenAt: sum.oldest === null ? null : iso(sum.oldest),
    bytes: sum.bytes,
    keptBytes: aside.bytes,
  }
}

async function kiosksNow(db: Kysely<Database>, now: number): Promise<{ enrolled: number; silent: number }> {
  const kiosks = await db.selectFrom('kiosk').select('seen_at').where('revoked_at', 'is', null).execute()
  const silent = kiosks.filter(({ seen_at }) => seen_at === null || seen_at < now - SILENT_MS)
  return { enrolled: kiosks.length, silent: silent.length }
}

async function approvalsWaiting(db: Kysely<Database>, reach: Reach, now: number): Promise<number> {
  const { n } = await db
    .selectFrom('approval')
    .innerJoin('desktop as d', 'd.id', 'approval.desktop_id')
    .where('approval.state', '=', 'waiting')
    .where('approval.until', '>', now)
    .where(within(db, reach, 'd.id', 'd.pool'))
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

async function incidentsOpen(db: Kysely<Database>): Promise<number> {
  const { n } = await db
    .selectFrom('incident')
    .where('state', '=', 'open')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

async function bytesByDay(db: Kysely<Database>): Promise<Map<string, number>> {
  const rows = await db.selectFrom('point_bytes_day').selectAll().execute()
  return new Map(rows.map(({ day, bytes }) => [day, bytes]))
}
