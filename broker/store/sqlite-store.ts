import { randomUUID } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { migrate } from './migrate.ts'
import { dialects } from './migrations/migration.ts'
import type { Database } from './schema.ts'
import { SpareRoom } from './spare-room.ts'
import { clock, LEASE_MS, type Store } from './store.ts'
import { takeLock } from './store-lock.ts'

/**
 * Opens the store in `file`, made or brought up to date if need be. One broker at a time: throws with what to do if another
 * one has it.
 */
export async function openSqliteStore(file: string): Promise<Store> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  const release = takeLock(`${file}.lock`)
  try {
    const sqlite = new SQLite(file, { timeout: 5000 })
    // FULL: what was acknowledged survives a power cut, not only a crash.
    for (const pragma of ['journal_mode = WAL', 'synchronous = FULL', 'foreign_keys = ON']) sqlite.pragma(pragma)
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: sqlite }) })
    await migrate(db, dialects.sqlite)
    const total = sqlite.prepare<[], number>('select total_changes()').pluck()
    const changesSoFar = () => total.get() ?? 0
    const commits = new EventEmitter().setMaxListeners(0)
    const spare = new SpareRoom(`${file}.spare`)
    const once: Store['transaction'] = async (work) => {
      let changes = 0
      const result = await db.transaction().execute(async (trx) => {
        const before = changesSoFar()
        const done = await work(trx)
        changes = changesSoFar() - before
        return done
      })
      if (changes > 0) commits.emit('commit')
      return result
    }
    return {
      db,
      transaction: async (work) => {
        try {
          const result = await once(work)
          spare.take()
          return result
        } catch (error) {
          if (!isFull(error)) throw error
          if (spare.give()) return once(work)
          throw new Error(`${file} can't be written to: is its storage full?`, { cause: error })
        }
      },
      onCommit: (hear) => {
        commits.on('commit', hear)
        return () => {
          commits.off('commit', hear)
        }
      },
      now: () => clock(db),
      // The lock proves it.
      holder: { id: randomUUID(), leaseMs: LEASE_MS, alone: true },
      close: async () => {
        await db.destroy()
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}

/** SQLite has rolled back by itself then, which kysely, about to do it, complains of. */
function isFull(error: unknown): boolean {
  if (!(error instanceof SQLite.SqliteError)) return false
  return error.code === 'SQLITE_FULL' || error.message === 'cannot rollback - no transaction is active'
}
