import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import { type Reach, within } from './reach.ts'

/**
 * Names as they are compared: without accents and case, so that "muller" finds "Müller". Databases fold only what is ASCII, so
 * it is done here; the names of five thousand desktops are some hundred kilobytes.
 */
export function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}

/** How well a name fits what is looked for, 0 best; null: not at all. */
export function fit(name: string, looked: string): number | null {
  const text = folded(name)
  if (text === looked) return 0
  if (text.startsWith(looked)) return 1
  const at = text.indexOf(looked)
  if (at === -1) return null
  return /[\s._@-]/.test(text[at - 1] ?? '') ? 2 : 3
}

/** The best of several names. */
export function bestFit(names: readonly (string | null)[], looked: string): number | null {
  const fits = names.flatMap((name) => (name === null ? [] : (fit(name, looked) ?? [])))
  return fits.length === 0 ? null : Math.min(...fits)
}

export interface NamedDesk {
  readonly id: string
  readonly name: string
  readonly host: string
  readonly owner_id: string
  readonly owner_name: string
  readonly owner_display: string
}

export async function namesWithin(db: Kysely<Database>, reach: Reach): Promise<NamedDesk[]> {
  return db
    .selectFrom('desktop as d')
    .innerJoin('person as o', 'o.id', 'd.owner_id')
    .select(['d.id', 'd.name', 'd.host', 'd.owner_id', 'o.name as owner_name', 'o.display_name as owner_display'])
    .where(within(db, reach, 'd.id', 'd.pool'))
    .orderBy('d.id')
    .execute()
}

/** Those of them in whose id, name or person's names it is that somebody typed. */
export async function narrowed(db: Kysely<Database>, reach: Reach, q: string | undefined): Promise<Reach> {
  if (q === undefined || q === '') return reach
  const looked = folded(q)
  const names = await namesWithin(db, reach)
  const fitting = names.filter((d) => bestFit([d.id, d.name, d.owner_name, d.owner_display], looked) !== null)
  return { ...reach, ours: new Set(fitting.map(({ id }) => id)) }
}
