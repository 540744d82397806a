import { join } from 'node:path'
import type { PostgresPlace } from './postgresql/connection.ts'
import { openPostgresStore } from './postgresql/postgres-store.ts'
import { openSqliteStore } from './sqlite-store.ts'
import type { Store } from './store.ts'

/** Opens the store that the configuration names. Throws with what to do if it can't be had. */
export async function openStore(config: {
  readonly dataDir: string
  readonly store: { readonly postgresql: () => Promise<PostgresPlace> } | null
}): Promise<Store> {
  if (config.store === null) return openSqliteStore(sqliteFile(config.dataDir))
  return openPostgresStore(await config.store.postgresql())
}

export function sqliteFile(dataDir: string): string {
  return join(dataDir, 'broker.sqlite')
}
