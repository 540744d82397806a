import pg from 'pg'

/** Where the server is, and as whom it is spoken to. The secret is read anew for each connection, so it may be changed. */
export type PostgresPlace =
  | {
      /** A name, an address, or the folder of its unix socket. */
      readonly host: string
      readonly port: number
      readonly database: string
      readonly user: string
      readonly password: (() => Promise<string>) | null
      /** `ca`: the authority that signed the server's certificate, PEM; null: those that the machine trusts. */
      readonly tls: { readonly ca: string | null } | null
    }
  | { readonly url: string }

/** How all connections are made. Bytes come as Buffer, whole numbers as number. */
export function connectionTo(place: PostgresPlace): pg.ClientConfig {
  const common: pg.ClientConfig = {
    application_name: 'daruma',
    connectionTimeoutMillis: 5000,
    keepAlive: true,
    types: { getTypeParser: parserFor },
  }
  if ('url' in place) return { ...common, connectionString: place.url }
  const { password, tls, ...where } = place
  return {
    ...common,
    ...where,
    ...(password !== null && { password }),
    ...(tls !== null && { ssl: tls.ca === null ? true : { ca: tls.ca } }),
  }
}

/** What the server calls bigint, and numeric: the sum of such. */
const WHOLE = new Set<number>([20, 1700])

const parserFor: typeof pg.types.getTypeParser = (type, format) => {
  if (WHOLE.has(type) && format !== 'binary') return wholeNumber
  const builtIn: unknown = pg.types.getTypeParser(type, format)
  return builtIn
}

function wholeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`the database said ${text}, which is no whole number that can be kept exactly`)
  return value
}
