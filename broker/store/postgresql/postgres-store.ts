import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { migrate } from '../migrate.ts'
import { dialects } from '../migrations/migration.ts'
import type { Database } from '../schema.ts'
import { clock, LEASE_MS, type Store, type Trx } from '../store.ts'
import { hearCommits, TELL } from './commits.ts'
import { connectionTo, type PostgresPlace } from './connection.ts'
import { codeOf, explained } from './errors.ts'
import { careful } from './pool.ts'
import { refuseUnfit, serverFacts, UnfitServerError } from './server.ts'

const CONNECTIONS = 10

/**
 * A question that is not answered by then is given up; the server gives up a little earlier. A broker that was stopped in
 * the middle of a transaction holds up all others no longer than `idle_in_transaction_session_timeout`.
 */
const limits = { query_timeout: 10_000, statement_timeout: 9000, idle_in_transaction_session_timeout: 5000 }

/** Serialisation failure, deadlock: nothing was done, and the same may well succeed now. */
const AGAIN = new Set(['40001', '40P01'])
const TRIES = 8

/**
 * Opens the store in a PostgreSQL database, made or brought up to date if need be, for any number of brokers. Throws with
 * what to do if that can't be had. `leaseMs`: for tests.
 */
export async function openPostgresStore(place: PostgresPlace, leaseMs = LEASE_MS): Promise<Store> {
  const connection = connectionTo(place)
  await prepare(connection)
  const holder = { id: randomUUID(), leaseMs, alone: false }
  const pool = careful(new pg.Pool({ ...connection, ...limits, max: CONNECTIONS }))
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })
  const commits = new EventEmitter().setMaxListeners(0)
  const stopHearing = hearCommits(connection, holder.id, () => commits.emit('commit'))
  return {
    db,
    transaction: async (work) => {
      const { done, told } = await inTurn(db, async (trx) => ({
        done: await work(trx),
        told: (await trx.executeQuery(CompiledQuery.raw(TELL, [holder.id]))).rows.length > 0,
      }))
      if (told) commits.emit('commit')
      return done
    },
    onCommit: (hear) => {
      commits.on('commit', hear)
      return () => {
        commits.off('commit', hear)
      }
    },
    now: () => clock(db),
    holder,
    close: async () => {
      await stopHearing()
      await db.destroy()
    },
  }
}

/**
 * One transaction after the other, whoever's they are, as on SQLite: the audit trail is one chain, so they would collide
 * anyway. The lock is taken before the transaction sees anything, so it sees what the one before committed. Single
 * statements do not wait for it; where one gets in between, the transaction is done again.
 */
async function inTurn<T>(db: Kysely<Database>, work: (trx: Trx) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => {
          await sql`lock table turn in exclusive mode`.execute(trx)
          return work(trx)
        })
    } catch (error) {
      if (!AGAIN.has(codeOf(error) ?? '') || tries === TRIES) throw error
      await delay(Math.random() * 20 * tries)
    }
  }
}

/** Looks whether the server will do, and brings the database up to date. Without time limits: a migration may take long. */
async function prepare(connection: pg.ClientConfig): Promise<void> {
  const client = new pg.Client(connection)
  client.on('error', () => undefined)
  const where = `${client.host}:${client.port}/${client.database ?? ''}`
  try {
    await client.connect()
    const facts = await serverFacts(client)
    refuseUnfit(facts, where)
  } catch (error) {
    throw error instanceof UnfitServerError ? error : explained(error, where)
  } finally {
    await client.end().catch(() => undefined)
  }
  const db = new Kysely<Database>({
    dialect: new PostgresDialect({ pool: careful(new pg.Pool({ ...connection, max: 2 })) }),
  })
  try {
    await migrate(db, dialects.postgresql)
  } finally {
    await db.destroy()
  }
}
