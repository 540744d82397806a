import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPostgresStore } from '../../broker/store/postgresql/postgres-store.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { Store } from '../../broker/store/store.ts'
import { Postgres } from './postgres.ts'

/** A database that a test opens, as one broker after the other, or as several at once. */
export interface Place {
  open(leaseMs?: number): Promise<Store>
  remove(): Promise<void>
}

/** One on PostgreSQL, which can also be reached in another way. */
export interface PostgresDatabase extends Place {
  readonly place: Awaited<ReturnType<Postgres['database']>>
}

/** Where stores come from in tests; `prepare` once for all of them, then any number of empty databases. */
export interface Stores<P extends Place = Place> {
  readonly name: 'SQLite' | 'PostgreSQL'
  prepare(): Promise<void>
  make(): Promise<P>
  remove(): Promise<void>
}

export function sqliteStores(): Stores {
  return {
    name: 'SQLite',
    prepare: async () => undefined,
    make: async () => {
      const folder = await mkdtemp(join(tmpdir(), 'daruma-store-'))
      return {
        open: () => openSqliteStore(join(folder, 'daruma.sqlite')),
        remove: () => rm(folder, { recursive: true, force: true }),
      }
    },
    remove: async () => undefined,
  }
}

export function postgresStores(): Stores<PostgresDatabase> {
  let server: Postgres | undefined
  return {
    name: 'PostgreSQL',
    prepare: async () => {
      server = await Postgres.start()
    },
    make: async () => {
      if (server === undefined) throw new Error('PostgreSQL was not prepared')
      const place = await server.database()
      return { place, open: (leaseMs) => openPostgresStore(place, leaseMs), remove: async () => undefined }
    },
    remove: async () => server?.stop(),
  }
}
