import type { Kysely } from 'kysely'
import { DESK_STATES, type DeskCounts, type DeskPage, type DeskSearch } from '../../shared/api/help-desk/desks.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { desksWithin, shownDesks } from './desk-rows.ts'
import { narrowed } from './names.ts'
import type { Reach } from './reach.ts'

const columns = {
  state: 'place',
  name: 'name',
  person: 'owner_display',
  pool: 'pool',
  host: 'host',
  'known-good': 'good_at',
  last: 'last_at',
  recoveries: 'recoveries',
} as const satisfies Record<DeskSearch['sort'], string>

/** A part of the list of desktops, and how many there are of what. */
export async function deskPage(db: Kysely<Database>, reach: Reach, asked: DeskSearch): Promise<DeskPage> {
  const now = await clock(db)
  let all = desks(db, await narrowed(db, reach, asked.q), now)
  if (asked.pool !== undefined) all = all.where('pool', '=', asked.pool)
  if (asked.host !== undefined) all = all.where('host', '=', asked.host)

  let found = all
  if (asked.state !== undefined) found = found.where('place', '=', DESK_STATES.indexOf(asked.state))
  if (asked.noKnownGood !== undefined) found = found.where('good_at', 'is', null)
  if (asked.held !== undefined) found = found.where('held', '=', 1)
  if (asked.waits !== undefined) found = found.where('waits', '=', 1)
  if (asked.pressedToday !== undefined) found = found.where('pressed_today', '=', 1)
  const { total } = await found.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const column = columns[asked.sort]
  const rows = await found
    .selectAll()
    // What says nothing of what is sorted by comes last, either way.
    .orderBy((eb) => eb.case().when(column, 'is', null).then(1).else(0).end())
    .orderBy(column, asked.order)
    .orderBy('id')
    .limit(asked.limit)
    .offset(asked.offset)
    .execute()
  const places = await desks(db, reach, now).select(['pool', 'host']).distinct().execute()
  return {
    rows: await shownDesks(db, rows),
    total,
    counts: await countsOf(all),
    pools: [...new Set(places.flatMap(({ pool }) => pool ?? []))].sort(),
    hosts: [...new Set(places.map(({ host }) => host))].sort(),
  }
}

/** How the desktops within reach are. */
export async function deskCounts(db: Kysely<Database>, reach: Reach, pool?: string): Promise<DeskCounts> {
  const all = desks(db, reach, await clock(db))
  return countsOf(pool === undefined ? all : all.where('pool', '=', pool))
}

/** Each desktop within reach as a table to choose from. */
function desks(db: Kysely<Database>, reach: Reach, now: number) {
  return db.selectFrom(desksWithin(db, reach, now).as('desk'))
}

async function countsOf(all: ReturnType<typeof desks>): Promise<DeskCounts> {
  const rows = await all
    .select(['place', 'held', 'waits', 'pressed_today'])
    .select((eb) => eb.case().when('good_at', 'is', null).then(1).else(0).end().as('no_good'))
    .execute()
  const count = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length
  const states = Object.fromEntries(DESK_STATES.map((state, i) => [state, count(({ place }) => place === i)]))
  return {
    all: rows.length,
    states: states as DeskCounts['states'],
    noKnownGood: count(({ no_good }) => no_good === 1),
    held: count(({ held }) => held === 1),
    waits: count(({ waits }) => waits === 1),
    pressedToday: count(({ pressed_today }) => pressed_today === 1),
  }
}
