import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { ProblemError } from '../../shared/api/problem.ts'
import { RightName } from '../../shared/api/rights.ts'
import type {
  CreateServiceAccount,
  CreateServiceToken,
  NewServiceToken,
  ServiceAccount,
  ServiceToken,
} from '../../shared/api/service-account.ts'
import { record } from '../audit/audit.ts'
import type { PersonTable, ServiceTokenTable } from '../store/schema/identity.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store } from '../store/store.ts'
import { poolsFrom, poolsJson } from './grants.ts'
import { digestOf, newSecret } from './secret.ts'
import type { Principal } from './sessions.ts'

/** Tells a token from a session's secret, and lets whoever finds one in a file know what it is. */
const PREFIX = 'daruma_'
/** Whose name nobody can type. */
const NAME = 'service:'
const DAY_MS = 24 * 60 * 60_000
const NOTED_EACH_MS = 60_000

const RightNames = z.array(z.string()).transform((names) => names.flatMap((n) => RightName.safeParse(n).data ?? []))

type Account = Selectable<PersonTable>

/** Programs that do something here, by tokens that may do no more than what they are for. */
export class ServiceAccounts {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async list(): Promise<ServiceAccount[]> {
    const { db } = this.#store
    const rows = await db
      .selectFrom('person')
      .selectAll()
      .where('source', '=', 'service')
      .where('deleted_at', 'is', null)
      .orderBy('name')
      .execute()
    return Promise.all(rows.map((row) => accountView(db, row)))
  }

  /** Throws `person-name-taken`. */
  async create(by: Principal, { name, displayName }: CreateServiceAccount): Promise<ServiceAccount> {
    const row = await this.#store.transaction(async (trx) => {
      const taken = await trx
        .selectFrom('person')
        .select('id')
        .where('name', '=', NAME + name)
        .executeTakeFirst()
      if (taken !== undefined) throw new ProblemError('person-name-taken')
      const values = {
        id: randomUUID(),
        name: NAME + name,
        display_name: displayName,
        password_hash: '',
        source: 'service',
        sign_in: 'token',
        made_at: await clock(trx),
      } as const
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'service-account.made',
        subject: `person:${values.name}`,
        detail: { displayName },
      })
      return trx.insertInto('person').values(values).returningAll().executeTakeFirstOrThrow()
    })
    return accountView(this.#store.db, row)
  }

  /** Throws `unknown-person`. */
  async delete(by: Principal, id: string): Promise<void> {
    await this.#store.transaction(async (trx) => {
      const { name, display_name } = await known(trx, id)
      await trx.deleteFrom('service_token').where('person_id', '=', id).execute()
      await trx
        .updateTable('person')
        .set({ name: `deleted:${id}`, deleted_at: await clock(trx) })
        .where('id', '=', id)
        .execute()
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'service-account.deleted',
        subject: `person:${name}`,
        detail: { displayName: display_name },
      })
    })
  }

  /** Throws `unknown-person`. */
  async createToken(
    by: Principal,
    id: string,
    { name, rights, pools, days }: CreateServiceToken,
  ): Promise<NewServiceToken> {
    const token = PREFIX + newSecret()
    const row = await this.#store.transaction(async (trx) => {
      const account = await known(trx, id)
      const now = await clock(trx)
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'service-token.made',
        subject: `person:${account.name}`,
        detail: { token: name, rights, pools, days },
      })
      return trx
        .insertInto('service_token')
        .values({
          id: randomUUID(),
          digest: digestOf(token),
          person_id: id,
          name,
          rights_json: JSON.stringify([...new Set(rights)]),
          pools_json: poolsJson(pools),
          made_at: now,
          made_by: by.name,
          expires_at: now + days * DAY_MS,
          used_at: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
    })
    return { ...tokenView(row, row.made_at), token }
  }

  /** Throws `unknown-token`. */
  async revokeToken(by: Principal, id: string, tokenId: string): Promise<void> {
    await this.#store.transaction(async (trx) => {
      const gone = await trx
        .deleteFrom('service_token')
        .where('id', '=', tokenId)
        .where('person_id', '=', id)
        .returning('name')
        .executeTakeFirst()
      if (gone === undefined) throw new ProblemError('unknown-token')
      const { name } = await known(trx, id)
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'service-token.revoked',
        subject: `person:${name}`,
        detail: { token: gone.name },
      })
    })
  }

  /** Whose token this is; null if it is none, or none any more. */
  async find(token: string): Promise<Principal | null> {
    if (!token.startsWith(PREFIX)) return null
    const { db } = this.#store
    const row = await db
      .selectFrom('service_token')
      .innerJoin('person', 'person.id', 'service_token.person_id')
      .selectAll('service_token')
      .select(['person.name as account', 'person.display_name'])
      .where('digest', '=', digestOf(token))
      .where('person.deleted_at', 'is', null)
      .executeTakeFirst()
    const now = await clock(db)
    if (row === undefined || row.expires_at <= now) return null
    // Each commit wakes whoever waits for one, so not at each call.
    if (row.used_at === null || now - row.used_at > NOTED_EACH_MS)
      await db.updateTable('service_token').set({ used_at: now }).where('id', '=', row.id).execute()
    return {
      sessionId: `token:${row.id}`,
      personId: row.person_id,
      name: row.account,
      displayName: row.display_name,
      role: 'user',
      grants: [{ rights: RightNames.parse(JSON.parse(row.rights_json)), pools: poolsFrom(row.pools_json) }],
      isService: true,
      ownOnly: false,
      since: row.made_at,
      expiresAt: row.expires_at,
      kioskId: null,
      desktopId: null,
    }
  }
}

async function known(db: Kysely<Database>, id: string): Promise<Account> {
  const row = await db
    .selectFrom('person')
    .selectAll()
    .where('id', '=', id)
    .where('source', '=', 'service')
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (row === undefined) throw new ProblemError('unknown-person')
  return row
}

async function accountView(db: Kysely<Database>, row: Account): Promise<ServiceAccount> {
  const tokens = await db
    .selectFrom('service_token')
    .selectAll()
    .where('person_id', '=', row.id)
    .orderBy('made_at')
    .execute()
  const now = await clock(db)
  return {
    id: row.id,
    name: row.name.slice(NAME.length),
    displayName: row.display_name,
    tokens: tokens.map((token) => tokenView(token, now)),
  }
}

function tokenView(row: Selectable<ServiceTokenTable>, now: number): ServiceToken {
  return {
    id: row.id,
    name: row.name,
    rights: RightNames.parse(JSON.parse(row.rights_json)),
    pools: poolsFrom(row.pools_json)?.slice() ?? null,
    madeAt: new Date(row.made_at).toISOString(),
    madeBy: row.made_by,
    expiresAt: new Date(row.expires_at).toISOString(),
    expired: row.expires_at <= now,
    usedAt: row.used_at === null ? null : new Date(row.used_at).toISOString(),
  }
}
