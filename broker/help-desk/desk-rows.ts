import { type Kysely, type SqlBool, sql } from 'kysely'
import { DESK_STATES, type DeskRow } from '../../shared/api/help-desk/desks.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { isOneOf, type Reach, within } from './reach.ts'

export const DAY_MS = 24 * 60 * 60 * 1000

/** What people ask for; starts and points come by themselves. */
export const ASKED_KINDS = ['recover', 'undo', 'restart', 'rebuild'] as const

const places = Object.fromEntries(DESK_STATES.map((state, i) => [state, i])) as Record<DeskRow['state'], number>
const yes = (condition: unknown) => sql<number>`case when ${condition} then 1 else 0 end`

/**
 * Each desktop within reach with all that lists are filtered and sorted by, in one question: each part of it is answered by an
 * index. `place`: that of its state among `DESK_STATES`.
 */
export function desksWithin(db: Kysely<Database>, reach: Reach, now: number) {
  const today = now - (now % DAY_MS)
  const held = sql<SqlBool>`exists (select 1 from hold where scope = 'desktop:' || d.id or scope = 'pool:' || d.pool)`
  const waits = sql<SqlBool>`exists (select 1 from approval a where a.desktop_id = d.id and a.state = 'waiting')`
  const pressed = sql<SqlBool>`exists (select 1 from run r where r.desktop_id = d.id and r.pressed_at >= ${today}
    and r.kind = 'recover' and r.pressed_by is not null)`
  return db
    .selectFrom('desktop as d')
    .innerJoin('person as o', 'o.id', 'd.owner_id')
    .leftJoin('run as open', (join) =>
      join.onRef('open.desktop_id', '=', 'd.id').on('open.outcome', 'is', null).on('open.kind', '!=', 'capture'),
    )
    .leftJoin('desktop_machine as m', 'm.desktop_id', 'd.id')
    .where(within(db, reach, 'd.id', 'd.pool'))
    .select(['d.id', 'd.name', 'd.generation', 'd.pool', 'd.host'])
    .select(['o.name as owner_name', 'o.display_name as owner_display'])
    .select([
      sql<number>`case
        when d.needs_help = 1 then ${sql.lit(places['needs-help'])}
        when open.kind in ('start', 'restart') then ${sql.lit(places.starting)}
        when open.kind is not null then ${sql.lit(places.recovering)}
        when d.instance_n is null then ${sql.lit(places.preparing)}
        when m.state = 'stopped' then ${sql.lit(places.stopped)}
        when m.state = 'off' then ${sql.lit(places.off)}
        else ${sql.lit(places.running)} end`.as('place'),
      yes(held).as('held'),
      yes(waits).as('waits'),
      yes(pressed).as('pressed_today'),
      sql<number | null>`(select max(p.taken_at) from restore_point p
        where p.desktop_id = d.id and p.proof = 'known-good')`.as('good_at'),
      sql<number | null>`(select max(r.pressed_at) from run r
        where r.desktop_id = d.id and r.kind in ('recover', 'undo', 'restart', 'rebuild'))`.as('last_at'),
      sql<number>`(select count(*) from run r where r.desktop_id = d.id and r.kind = 'recover'
        and r.pressed_at >= ${now - 7 * DAY_MS})`.as('recoveries'),
    ])
}

export type DeskFacts = Awaited<ReturnType<ReturnType<typeof desksWithin>['execute']>>[number]

/** Rows as they are shown: what a page of them needs beside is fetched for all of them at once. */
export async function shownDesks(db: Kysely<Database>, facts: readonly DeskFacts[]): Promise<DeskRow[]> {
  if (facts.length === 0) return []
  const ids = facts.map(({ id }) => id)
  const good = await db
    .selectFrom('restore_point')
    .select(['id', 'desktop_id', 'taken_at', 'image_n'])
    .where(isOneOf(db, 'desktop_id', ids))
    .where('proof', '=', 'known-good')
    .orderBy('taken_at')
    .execute()
  const goodOf = new Map(good.map((point) => [point.desktop_id, point]))
  const last = await db
    .selectFrom('run')
    .select(['id', 'desktop_id', 'kind', 'pressed_at', 'ended_at', 'outcome'])
    .where(isOneOf(db, 'desktop_id', ids))
    .where('kind', 'in', ASKED_KINDS)
    .where('pressed_at', '=', (eb) =>
      eb
        .selectFrom('run as newest')
        .whereRef('newest.desktop_id', '=', 'run.desktop_id')
        .where('newest.kind', 'in', ASKED_KINDS)
        .select(({ fn }) => fn.max('newest.pressed_at').as('at')),
    )
    .execute()
  const lastOf = new Map(last.map((run) => [run.desktop_id, run]))
  const open = await db
    .selectFrom('desktop_console')
    .innerJoin('session', 'session.id', 'desktop_console.session_id')
    .leftJoin('kiosk', 'kiosk.id', 'session.kiosk_id')
    .select(['desktop_console.desktop_id', 'desktop_console.opened_at', 'kiosk.name', 'kiosk.place'])
    .where(isOneOf(db, 'desktop_console.desktop_id', ids))
    .execute()
  const openOf = new Map(open.map((console) => [console.desktop_id, console]))
  return facts.map((desk) => {
    const point = goodOf.get(desk.id)
    const run = lastOf.get(desk.id)
    const console = openOf.get(desk.id)
    return {
      id: desk.id,
      name: desk.name,
      generation: desk.generation,
      pool: desk.pool,
      owner: { name: desk.owner_name, displayName: desk.owner_display },
      state: DESK_STATES[desk.place] ?? 'running',
      host: desk.host,
      held: desk.held === 1,
      waits: desk.waits === 1,
      knownGood:
        point === undefined ? null : { id: point.id, takenAt: iso(point.taken_at), warm: point.image_n !== null },
      open: console === undefined ? null : { kiosk: console.name, place: console.place, since: iso(console.opened_at) },
      last:
        run === undefined
          ? null
          : {
              id: run.id,
              kind: run.kind,
              pressedAt: iso(run.pressed_at),
              endedAt: run.ended_at === null ? null : iso(run.ended_at),
              outcome: run.outcome,
            },
      recoveries7d: desk.recoveries,
    }
  })
}
