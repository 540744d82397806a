import { type Kysely, sql, type Transaction } from 'kysely'
import { moment } from './moment.ts'
import type { Database } from './schema.ts'

export type Trx = Transaction<Database>

/** Where everything that must survive is kept: SQLite for one broker, PostgreSQL for any number of them. */
export interface Store {
  readonly db: Kysely<Database>
  /**
   * Runs `work` in one transaction: all of it, or nothing, and one transaction after the other, also those of other brokers.
   * Inside, use `trx` alone: on SQLite there is one connection, and `db` would wait for it for ever. `work` may run again if
   * the database asks for it, so it does nothing that outlives its transaction.
   */
  transaction<T>(work: (trx: Trx) => Promise<T>): Promise<T>
  /** The database's clock, in ms since 1970. */
  now(): Promise<number>
  /**
   * Calls back after each transaction that changed something, also of another broker, and now and then without one, until the returned function
   * is called.
   */
  onCommit(hear: () => void): () => void
  readonly holder: Holder
  close(): Promise<void>
}

/** As whom this process holds runs and duties. */
export interface Holder {
  /** Made anew at each start. */
  readonly id: string
  /** For how long something is held that nobody says again is held. */
  readonly leaseMs: number
  /** Nobody else can be on this store: whatever another one held is free. */
  readonly alone: boolean
}

export const LEASE_MS = 15_000

/** The database's clock as seen in `db`, which may be a transaction. */
export async function clock(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql<{ now: number }>`select ${moment(db)} as now`.execute(db)
  const now = rows[0]?.now
  if (now === undefined) throw new Error('the database told no time')
  return now
}
