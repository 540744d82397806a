import { type Kysely, sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import { migrations } from './migrations/all.ts'
import type { Dialect } from './migrations/migration.ts'
import type { Database } from './schema.ts'

/**
 * Brings a database up to date, or leaves it as it is. Any number of brokers may do so at once: they wait for each other.
 * Throws with what to do if a newer version has worked on it.
 */
export async function migrate(db: Kysely<Database>, dialect: Dialect, steps = migrations): Promise<void> {
  if (dialect.name === 'postgresql') return bringUpToDate(db, dialect, steps)
  // On SQLite the migrator leaves half of a step that failed; on PostgreSQL it has a transaction of its own.
  await db.connection().execute(async (one) => {
    await sql`begin immediate`.execute(one)
    try {
      await bringUpToDate(one, dialect, steps)
      await sql`commit`.execute(one)
    } catch (error) {
      await sql`rollback`.execute(one)
      throw error
    }
  })
}

async function bringUpToDate(db: Kysely<Database>, dialect: Dialect, steps: typeof migrations): Promise<void> {
  await refuseNewer(db, Object.keys(steps))
  const provider = {
    getMigrations: async () =>
      Object.fromEntries(
        Object.entries(steps).map(([name, migration]) => [
          name,
          {
            up: async (trx: Kysely<unknown>) => {
              for (const statement of migration(dialect)) await sql.raw(statement).execute(trx)
            },
          },
        ]),
      ),
  }
  const { error, results } = await new Migrator({ db, provider }).migrateToLatest()
  if (error === undefined) return
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? 'to begin'
  const why = error instanceof Error ? error.message : 'for no reason that was told'
  throw new Error(`the database could not be brought up to date, nothing was changed: ${failed}: ${why}`, {
    cause: error,
  })
}

/** What a newer version wrote may mean what this one does not know. */
async function refuseNewer(db: Kysely<Database>, known: readonly string[]): Promise<void> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  const newer = rows.filter(({ name }) => !known.includes(name)).map(({ name }) => name)
  if (newer.length > 0)
    throw new Error(
      `the database is of a newer version (it has ${newer.join(', ')}); use that version, or a back-up from before it`,
    )
}
