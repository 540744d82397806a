import type { Kysely, Selectable } from 'kysely'
import type { Database, RestorePointTable } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { heldDesktops } from './held.ts'

/** A point that wants to be checked, and how urgent that is: whether its desktop has any that is known to be good. */
export type DuePoint = Selectable<RestorePointTable> & { readonly has_known_good: boolean }

/** How many are looked at: which goes first among more than these matters little. */
const MOST = 500

/**
 * The points that are due to be checked, the most urgent first: desktops without a known good point before all others, then
 * whoever waits longest since theirs; of one desktop, the newest point first.
 */
export async function duePoints(db: Kysely<Database>, ours: ReadonlySet<string>): Promise<DuePoint[]> {
  const now = await clock(db)
  const rows = await db
    .selectFrom('restore_point as p')
    .selectAll('p')
    .select((eb) =>
      eb
        .selectFrom('restore_point as k')
        .whereRef('k.desktop_id', '=', 'p.desktop_id')
        .where('k.proof', '=', 'known-good')
        .select(({ fn }) => fn.max('k.taken_at').as('at'))
        .as('good_at'),
    )
    .where('p.proof_due', '<=', now)
    .where('p.state', '=', 'there')
    .where('p.proof_n', 'is', null)
    .orderBy('p.proof_due')
    .limit(MOST)
    .execute()
  const held = await heldDesktops(db)
  return rows
    .filter((row) => ours.has(row.desktop_id) && !held.has(row.desktop_id))
    .sort((a, b) => (a.good_at ?? -1) - (b.good_at ?? -1) || b.taken_at - a.taken_at)
    .map(({ good_at, ...row }) => ({ ...row, has_known_good: good_at !== null }))
}

/** When the next point is due, in ms since 1970; null: none is. */
export async function nextProofDue(db: Kysely<Database>): Promise<number | null> {
  const row = await db
    .selectFrom('restore_point')
    .select('proof_due')
    .where('proof_due', 'is not', null)
    .where('state', '=', 'there')
    .where('proof_n', 'is', null)
    .where('desktop_id', 'not in', [...(await heldDesktops(db)), ''])
    .orderBy('proof_due')
    .limit(1)
    .executeTakeFirst()
  return row?.proof_due ?? null
}
