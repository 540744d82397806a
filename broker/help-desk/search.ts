import type { Kysely } from 'kysely'
import type { Found } from '../../shared/api/help-desk/search.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { desksWithin, shownDesks } from './desk-rows.ts'
import { bestFit, folded, type NamedDesk, namesWithin } from './names.ts'
import type { Reach } from './reach.ts'

const MOST = 10
const DESKTOPS_EACH = 5

/** What else than people and desktops whoever searches may see. */
export interface MaySee {
  readonly kiosks: boolean
  readonly hosts: boolean
}

/** Of each kind the best first; of equals, by name. People are found who have a desktop within reach. */
export async function search(db: Kysely<Database>, reach: Reach, may: MaySee, q: string): Promise<Found> {
  const looked = folded(q)
  const desks = await namesWithin(db, reach)
  const people = best([...byOwner(desks).values()], ([d]) => [d?.owner_name ?? '', d?.owner_display ?? ''], looked)
  // Whoever is found as a person brings their desktops along; a desktop is found by its own names, or its person's.
  const desktops = best(desks, (d) => [d.id, d.name, d.owner_name, d.owner_display], looked)
  const kiosks = may.kiosks ? best(await kiosksOf(db), (k) => [k.name, k.place, ...k.signedIn], looked) : []
  const hosts = may.hosts ? best(hostsOf(desks), ({ name }) => [name], looked) : []

  const wanted = new Set([...desktops, ...people.flatMap((own) => own.slice(0, DESKTOPS_EACH))].map(({ id }) => id))
  const facts = await desksWithin(db, { ...reach, ours: wanted }, await clock(db)).execute()
  const rows = new Map((await shownDesks(db, facts)).map((row) => [row.id, row]))
  const rowsOf = (some: readonly NamedDesk[]) => some.flatMap(({ id }) => rows.get(id) ?? [])
  return {
    people: people.map((own) => ({
      name: own[0]?.owner_name ?? '',
      displayName: own[0]?.owner_display ?? '',
      desktops: rowsOf(own.slice(0, DESKTOPS_EACH)),
    })),
    desktops: rowsOf(desktops),
    kiosks,
    hosts,
  }
}

function best<T>(all: readonly T[], namesOf: (one: T) => (string | null)[], looked: string): T[] {
  return all
    .flatMap((one) => {
      const names = namesOf(one)
      const fits = bestFit(names, looked)
      return fits === null ? [] : [{ one, fits, name: names[0] ?? '' }]
    })
    .sort((a, b) => a.fits - b.fits || a.name.localeCompare(b.name))
    .slice(0, MOST)
    .map(({ one }) => one)
}

function byOwner(desks: readonly NamedDesk[]): Map<string, NamedDesk[]> {
  const owners = new Map<string, NamedDesk[]>()
  for (const desk of desks) owners.set(desk.owner_id, [...(owners.get(desk.owner_id) ?? []), desk])
  return owners
}

function hostsOf(desks: readonly NamedDesk[]): Found['hosts'] {
  const counts = new Map<string, number>()
  for (const { host } of desks) counts.set(host, (counts.get(host) ?? 0) + 1)
  return [...counts].map(([name, desktops]) => ({ name, desktops }))
}

async function kiosksOf(db: Kysely<Database>): Promise<Found['kiosks']> {
  const kiosks = await db
    .selectFrom('kiosk')
    .select(['id', 'name', 'place'])
    .where('revoked_at', 'is', null)
    .orderBy('name')
    .execute()
  const signedIn = await db
    .selectFrom('session')
    .innerJoin('person', 'person.id', 'session.person_id')
    .select(['session.kiosk_id', 'person.display_name'])
    .where('session.kiosk_id', 'is not', null)
    .where('session.expires_at', '>', await clock(db))
    .execute()
  return kiosks.map((kiosk) => ({
    ...kiosk,
    signedIn: [...new Set(signedIn.filter((s) => s.kiosk_id === kiosk.id).map((s) => s.display_name))],
  }))
}
