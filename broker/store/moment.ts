import { type Kysely, PostgresAdapter, type RawBuilder, sql } from 'kysely'
import type { Database } from './schema.ts'

/** The database's clock as an expression, in ms since 1970: now, also in the middle of a transaction. */
export function moment(db: Kysely<Database>): RawBuilder<number> {
  return db.getExecutor().adapter instanceof PostgresAdapter
    ? sql<number>`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
}

/** The database's clock as seen in `db`, which may be a transaction. */
export async function clock(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${moment(db)} as now`.execute(db)
  const now = rows[0]?.now
  if (now === undefined) throw new Error('the database told no time')
  return now
}
