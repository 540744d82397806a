import { AndFilter, Client, type Entry, EqualityFilter, ExtensibleFilter, InvalidCredentialsError } from 'ldapts'
import type { Logger } from 'pino'
import { ProblemError } from '../../../shared/api/problem.ts'
import { type ExternalPerson, meaningOf } from '../external.ts'
import type { Directory } from '../sign-in.ts'
import type { LdapSettings } from './settings.ts'

/** More at once would be a flood that a slow directory can't carry; whoever is beyond is told at once. */
const AT_ONCE = 32
const PAGE = 200
/** Nobody has this name, so asking for it takes as long as a wrong password does. */
const NOBODY = 'cn=nobody of this name'
/** Active Directory: also by groups that are in groups. */
const IN_CHAIN = '1.2.840.113556.1.4.1941'

/** A directory that knows passwords and groups, asked anew at each sign-in. */
export class LdapDirectory implements Directory {
  readonly #settings: LdapSettings
  readonly #log: Logger
  /** Those that answered last come first. */
  #servers: readonly string[]
  #asking = 0

  constructor(settings: LdapSettings, log: Logger) {
    this.#settings = settings
    this.#servers = settings.servers
    this.#log = log
  }

  /** Null: not their password, or nobody of that name. Throws `directory-unreachable` after twice the time-out at most. */
  async check(name: string, password: string): Promise<ExternalPerson | null> {
    // For a directory, a bind without a password is nobody's, and succeeds.
    if (password === '' || name === '') return null
    if (this.#asking >= AT_ONCE) throw new ProblemError('directory-unreachable')
    this.#asking++
    const clients: Client[] = []
    let late: NodeJS.Timeout | undefined
    const tooLate = new Promise<never>((_, reject) => {
      const error = new Error('it took too long')
      late = setTimeout(() => reject(error), this.#settings.timeoutSeconds * 2000)
    })
    try {
      return await Promise.race([this.#ask(clients, name, password), tooLate])
    } catch (error) {
      this.#log.warn({ err: error }, 'the directory could not be asked')
      throw new ProblemError('directory-unreachable', undefined, { cause: error })
    } finally {
      clearTimeout(late)
      this.#asking--
      for (const client of clients) client.unbind().catch(() => {})
    }
  }

  async #ask(clients: Client[], name: string, password: string): Promise<ExternalPerson | null> {
    const service = await this.#open(clients)
    const entry = await this.#find(service.client, name)
    const user = await this.#connect(clients, service.server)
    const knows = await user.bind(entry?.dn ?? `${NOBODY},${this.#settings.peopleDn}`, password).then(
      () => true,
      (error: unknown) => {
        // Of a name that nobody has, a directory may say so in other words.
        if (error instanceof InvalidCredentialsError || entry === null) return false
        throw error
      },
    )
    if (!knows || entry === null) return null
    const groups = meaningOf(await this.#groupsOf(service.client, entry.dn), this.#settings.groups)
    if (this.#settings.onlyGroups && groups.length === 0) return null
    const id = entry[this.#idAttribute]
    if (!Buffer.isBuffer(id) || id.length === 0) throw new Error(`${entry.dn} has no ${this.#idAttribute}`)
    const shown = first(entry['displayName']) ?? first(entry['cn']) ?? name
    return { by: 'ldap', externalId: id.toString('hex'), name, displayName: shown.slice(0, 128), groups }
  }

  /** The first server that answers, asked as the broker's own account. */
  async #open(clients: Client[]): Promise<{ client: Client; server: string }> {
    const faults: unknown[] = []
    for (const server of this.#servers) {
      try {
        const client = await this.#connect(clients, server)
        await client.bind(this.#settings.bindDn, await this.#settings.password())
        this.#servers = [server, ...this.#settings.servers.filter((s) => s !== server)]
        return { client, server }
      } catch (error) {
        faults.push(error)
      }
    }
    throw new AggregateError(
      faults,
      `none of ${this.#settings.servers.join(', ')} can be asked: ${faults.map(String).join('; ')}`,
    )
  }

  async #connect(clients: Client[], server: string): Promise<Client> {
    const { timeoutSeconds, startTls, ca } = this.#settings
    const timeout = (timeoutSeconds * 1000) / this.#settings.servers.length
    const host = new URL(server).hostname
    const tlsOptions = { ...(ca === null ? {} : { ca: await ca() }), minVersion: 'TLSv1.2' as const, host }
    const client = new Client({
      url: server,
      timeout,
      connectTimeout: timeout,
      ...(server.startsWith('ldaps:') ? { tlsOptions } : {}),
    })
    clients.push(client)
    if (startTls && !server.startsWith('ldaps:')) await client.startTLS(tlsOptions)
    return client
  }

  async #find(client: Client, name: string): Promise<Entry | null> {
    const { kind, peopleDn, nameAttribute } = this.#settings
    // Filters are built, never written: no name can be more than a name.
    const filter = new AndFilter({
      filters: [
        new EqualityFilter({ attribute: 'objectClass', value: kind === 'activeDirectory' ? 'user' : 'person' }),
        new EqualityFilter({ attribute: nameAttribute, value: name }),
      ],
    })
    const { searchEntries } = await client.search(peopleDn, {
      filter,
      scope: 'sub',
      sizeLimit: 2,
      attributes: ['cn', 'displayName', this.#idAttribute],
      explicitBufferAttributes: [this.#idAttribute],
    })
    const [found, other] = searchEntries
    // Of two with one name, nobody knows who is meant.
    return found === undefined || other !== undefined ? null : found
  }

  /** By name and by place. */
  async #groupsOf(client: Client, dn: string): Promise<string[]> {
    const { kind, groupsDn } = this.#settings
    const filter =
      kind === 'activeDirectory'
        ? new ExtensibleFilter({ matchType: 'member', rule: IN_CHAIN, value: dn })
        : new EqualityFilter({ attribute: 'member', value: dn })
    const { searchEntries } = await client.search(groupsDn, {
      filter,
      scope: 'sub',
      attributes: ['cn'],
      paged: { pageSize: PAGE },
    })
    return searchEntries.flatMap((group) => [group.dn, first(group['cn']) ?? ''])
  }

  get #idAttribute(): string {
    return this.#settings.kind === 'activeDirectory' ? 'objectGUID' : 'entryUUID'
  }
}

function first(value: Entry[string] | undefined): string | undefined {
  const one = Array.isArray(value) ? value[0] : value
  return one === undefined || one.length === 0 ? undefined : one.toString()
}
