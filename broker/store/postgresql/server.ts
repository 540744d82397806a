import type pg from 'pg'

/** The oldest that this was tried with. */
const OLDEST = 150_000

export interface ServerFacts {
  /** `server_version_num`. */
  readonly version: number
  readonly encoding: string
  readonly standby: boolean
}

export async function serverFacts(client: pg.Client): Promise<ServerFacts> {
  const { rows } = await client.query<ServerFacts>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
      pg_is_in_recovery() as standby`,
  )
  const [facts] = rows
  if (facts === undefined) throw new Error('it told nothing of itself')
  return facts
}

export class UnfitServerError extends Error {
  override readonly name = 'UnfitServerError'
}

/** Throws `UnfitServerError` with what is wrong with a server, if anything is. */
export function refuseUnfit({ version, encoding, standby }: ServerFacts, where: string): void {
  const refuse = (what: string) => new UnfitServerError(`PostgreSQL at ${where}: ${what}`)
  if (version < OLDEST)
    throw refuse(`it is version ${Math.floor(version / 10_000)}; ${OLDEST / 10_000} or newer is needed`)
  if (encoding !== 'UTF8') throw refuse(`its database is in ${encoding}; make one with encoding UTF8`)
  if (standby) throw refuse('it is a standby, which can only be read; name the primary')
}
