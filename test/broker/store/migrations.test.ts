import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { firstBreak } from '../../../broker/audit/audit.ts'
import { migrate } from '../../../broker/store/migrate.ts'
import { migrations } from '../../../broker/store/migrations/all.ts'
import { dialects } from '../../../broker/store/migrations/migration.ts'
import { openPostgresStore } from '../../../broker/store/postgresql/postgres-store.ts'
import type { Database } from '../../../broker/store/schema.ts'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import type { Store } from '../../../broker/store/store.ts'
import { Postgres } from '../../rigs/postgres.ts'

const names = Object.keys(migrations).sort()
const first = (count: number) =>
  Object.fromEntries(Object.entries(migrations).filter(([name]) => names.indexOf(name) < count))
const fixture = (name: string) => readFile(join(import.meta.dirname, 'fixtures', `${name}.sql`), 'utf8')

/** A database of some version, and what the current one makes of it. */
interface Old {
  /** Its schema, as text that can be compared. */
  schema(): Promise<string>
  migrate(steps: typeof migrations): Promise<void>
  open(): Promise<Store>
}

interface Kind {
  readonly name: string
  prepare(): Promise<void>
  /** Empty, or as the script says. */
  make(script?: string): Promise<Old>
  remove(): Promise<void>
}

describe.each([sqliteKind(), postgresKind()])('the schema on $name', (kind) => {
  beforeAll(() => kind.prepare())
  afterAll(() => kind.remove())

  test('of the first version is what it was, statement by statement', async () => {
    const now = await kind.make()
    await now.migrate(first(1))
    const then = await kind.make(await fixture(`0001.${kind.name}`))
    expect(await now.schema()).toBe(await then.schema())
  })

  test('of the first version, with all that it held, is brought up to date and nothing of that is lost', async () => {
    const old = await kind.make(await fixture(`0001.${kind.name}`))
    const fresh = await kind.make()
    await fresh.migrate(migrations)
    const store = await old.open()
    try {
      expect(await old.schema()).toBe(await fresh.schema())
      const { db } = store
      expect(await db.selectFrom('person').selectAll().execute()).toMatchObject([
        { id: 'p-1', display_name: 'Maria Öz' },
      ])
      expect(await db.selectFrom('desktop').selectAll().execute()).toMatchObject([
        { id: 'accounts', generation: 2, next_number: 4, instance_n: 3, overlay_n: 3, needs_help: 0 },
      ])
      const [point] = await db.selectFrom('restore_point').selectAll().execute()
      expect(point).toMatchObject({ id: 'pt-1', proof: 'known-good', proven_at: 1_793_000_000_005 })
      expect(point?.picture).toEqual(Buffer.from([137, 80, 78, 71, 0, 255]))
      expect(await db.selectFrom('instance').selectAll().where('condemned_at', 'is not', null).execute()).toHaveLength(
        1,
      )
      expect(await db.selectFrom('run_mark').selectAll().execute()).toHaveLength(7)
      expect(await db.selectFrom('undo_point').selectAll().execute()).toMatchObject([
        { run_id: 'r-1', size_bytes: 12_000_000_000, state: 'kept' },
      ])
      const runs = await db.selectFrom('run').selectAll().orderBy('id').execute()
      expect(runs).toMatchObject([
        { id: 'r-1', outcome: 'recovered', fence: 1, lease_owner: null },
        { id: 'r-2', outcome: null, mark: 'accepted', undo_of: 'r-1', lease_owner: null },
      ])
      expect(await db.selectFrom('press').selectAll().execute()).toMatchObject([{ key: 'k-1', run_id: 'r-1' }])
      expect(await db.selectFrom('event').select(['seq', 'subject']).execute()).toEqual([
        { seq: 1, subject: 'accounts' },
      ])
      expect(await db.selectFrom('audit').selectAll().execute()).toHaveLength(2)
      expect(await firstBreak(db)).toBeNull()
      await expect(db.deleteFrom('audit').execute()).rejects.toThrow('append-only')
    } finally {
      await store.close()
    }
  })

  test('comes out the same from every step in between, and a second time changes nothing', {
    timeout: 120_000,
  }, async () => {
    const fresh = await kind.make()
    await fresh.migrate(migrations)
    const whole = await fresh.schema()
    for (let count = 1; count < names.length; count++) {
      const old = await kind.make()
      await old.migrate(first(count))
      expect(await old.schema()).not.toBe(whole)
      await old.migrate(migrations)
      expect(await old.schema()).toBe(whole)
    }
    await fresh.migrate(migrations)
    expect(await fresh.schema()).toBe(whole)
  })

  test('of a newer version is refused, and left as it is', async () => {
    const newer = await kind.make()
    await newer.migrate({ ...migrations, '9999-of-the-future': () => ['create table of_the_future (a text)'] })
    const before = await newer.schema()
    await expect(newer.open()).rejects.toThrow(/of a newer version \(it has 9999-of-the-future\); use that version/)
    expect(await newer.schema()).toBe(before)
  })

  test('is changed as a whole or not at all', async () => {
    const old = await kind.make()
    await old.migrate(first(1))
    const before = await old.schema()
    const failing = { ...migrations, '9999-fails': () => ['create table half (a text)', 'create nonsense'] }
    await expect(old.migrate(failing)).rejects.toThrow(/nothing was changed: 9999-fails: .*nonsense/)
    expect(await old.schema()).toBe(before)
  })
})

function sqliteKind(): Kind {
  let folder = ''
  let made = 0
  return {
    name: 'sqlite',
    prepare: async () => {
      folder = await mkdtemp(join(tmpdir(), 'daruma-schema-'))
    },
    make: async (script) => {
      const file = join(folder, `${++made}.sqlite`)
      if (script !== undefined) {
        const database = new SQLite(file)
        database.exec(script)
        database.close()
      }
      const withDb = async <T>(act: (db: Kysely<Database>) => Promise<T>): Promise<T> => {
        const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new SQLite(file) }) })
        return act(db).finally(() => db.destroy())
      }
      return {
        schema: () =>
          withDb(async (db) => {
            const { rows } = await sql<{ sql: string }>`
              select sql from sqlite_master where sql is not null and name not like 'kysely%' order by type, name`.execute(
              db,
            )
            return rows.map((row) => row.sql).join(';\n')
          }),
        migrate: (steps) => withDb((db) => migrate(db, dialects.sqlite, steps)),
        open: () => openSqliteStore(file),
      }
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function postgresKind(): Kind {
  let server: Postgres | undefined
  return {
    name: 'postgresql',
    prepare: async () => {
      server = await Postgres.start()
    },
    make: async (script) => {
      if (server === undefined) throw new Error('PostgreSQL was not prepared')
      const there = server
      const place = await there.database()
      if (script !== undefined) await there.asAdministrator(script, place.database)
      return {
        schema: async () => {
          const dump = await there.program('pg_dump', ['--schema-only', '--no-owner', '--dbname', place.database])
          // What it writes about itself differs from dump to dump.
          return dump.replaceAll(/^(--|\\).*\n/gm, '')
        },
        migrate: async (steps) => {
          const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new pg.Pool(place) }) })
          await migrate(db, dialects.postgresql, steps).finally(() => db.destroy())
        },
        open: () => openPostgresStore(place),
      }
    },
    remove: async () => server?.stop(),
  }
}
