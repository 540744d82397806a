import { type Expression, type Kysely, PostgresAdapter, type SqlBool, sql } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import { mayReach, poolsOf } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import type { Database } from '../store/schema.ts'

/** Which desktops somebody of the help desk may see or act on. Those that no configuration names are nobody's. */
export interface Reach {
  readonly pools: 'all' | readonly string[]
  /** Those that this broker is configured with. */
  readonly ours: ReadonlySet<string>
}

export function reachOf(principal: Principal, right: Right, ours: Iterable<string>): Reach {
  return { pools: poolsOf(principal, right), ours: new Set(ours) }
}

/** Whether a desktop is within reach, as a condition on its id and pool. */
export function within(db: Kysely<Database>, { pools, ours }: Reach, id: string, pool: string): Expression<SqlBool> {
  const known = isOneOf(db, id, ours)
  return pools === 'all' ? known : sql<SqlBool>`(${known} and ${isOneOf(db, pool, pools)})`
}

/** A column is one of these, however many: a list of parameters has its limits. */
export function isOneOf(db: Kysely<Database>, column: string, values: Iterable<string>): Expression<SqlBool> {
  const list = JSON.stringify([...values])
  return db.getExecutor().adapter instanceof PostgresAdapter
    ? sql<SqlBool>`${sql.ref(column)} in (select jsonb_array_elements_text(${list}::jsonb))`
    : sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${list}))`
}

/** Somebody else's desktop that is out of reach is as unknown as one that is not there. */
export async function reached(
  db: Kysely<Database>,
  principal: Principal,
  right: Right,
  desktopId: string,
  ours: { has(id: string): boolean },
) {
  const row = await db.selectFrom('desktop').selectAll().where('id', '=', desktopId).executeTakeFirst()
  if (row === undefined || !ours.has(desktopId)) throw new ProblemError('unknown-desktop')
  // Who may see it is told that they may not do this; nobody else that it is there.
  if (!mayReach(principal, 'desktops.see', row.pool)) throw new ProblemError('unknown-desktop')
  if (!mayReach(principal, right, row.pool)) throw new ProblemError('not-allowed')
  return row
}
