import { readFile } from 'node:fs/promises'
import type { PostgresPlace } from '../store/postgresql/connection.ts'
import type { ConfigFile } from './schema.ts'
import { readSecret } from './secrets.ts'

export type PostgresKeys = NonNullable<ConfigFile['store']>['postgresql']

/** Where the database is, as the store wants to know it. Throws with what to do if a file can't be read. */
export async function postgresPlace(keys: PostgresKeys): Promise<PostgresPlace> {
  const { urlFile, host, database, user, port, passwordFile, passwordEnv, caFile } = keys
  if (urlFile !== undefined) return { url: await readUrl(urlFile) }
  if (host === undefined || database === undefined || user === undefined)
    throw new Error('the schema let half a place through')
  const hasPassword = passwordFile !== undefined || passwordEnv !== undefined
  return {
    host,
    port,
    database,
    user,
    password: hasPassword ? () => readSecret({ passwordFile, passwordEnv }) : null,
    tls: caFile !== undefined ? { ca: await readFile(caFile, 'utf8') } : keys.tls ? { ca: null } : null,
  }
}

/** What has to be readable, and how it is read. */
export function postgresSecrets(keys: PostgresKeys): [path: PropertyKey[], read: () => Promise<unknown>][] {
  const at = (key: string) => ['store', 'postgresql', key]
  const { urlFile, passwordFile, passwordEnv, caFile } = keys
  return [
    ...(urlFile === undefined ? [] : [[at('urlFile'), () => readUrl(urlFile)] as const]),
    ...(passwordFile === undefined ? [] : [[at('passwordFile'), () => readSecret({ passwordFile })] as const]),
    ...(passwordEnv === undefined ? [] : [[at('passwordEnv'), () => readSecret({ passwordEnv })] as const]),
    ...(caFile === undefined ? [] : [[at('caFile'), () => readFile(caFile)] as const]),
  ].map(([path, read]) => [path, read])
}

/** It may hold a password, so what is wrong with it is said without it. */
async function readUrl(urlFile: string): Promise<string> {
  const url = await readSecret({ passwordFile: urlFile })
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url))
    throw new Error(`${urlFile} holds no address; write postgresql://user:password@host:5432/database as its only line`)
  return url
}
