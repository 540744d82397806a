import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Role } from '../../shared/api/rights.ts'
import { record } from '../audit/audit.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import { clock, type Store } from '../store/store.ts'
import { poolsJson } from './grants.ts'

/** What a group of a directory means here. */
export interface GroupMeaning {
  /** As the directory names it. */
  readonly group: string
  readonly role: Role
  /** Null: everywhere. */
  readonly pools: readonly string[] | null
}

/** Somebody whom a directory vouches for. */
export interface ExternalPerson {
  readonly by: 'oidc' | 'ldap'
  /** What the directory never gives to somebody else. */
  readonly externalId: string
  /** Lower case. */
  readonly name: string
  readonly displayName: string
  /** Those of their groups that mean something here. */
  readonly groups: readonly GroupMeaning[]
}

/** The groups of somebody that mean something; letters in upper and lower case are the same. */
export function meaningOf(groups: readonly string[], meanings: readonly GroupMeaning[]): GroupMeaning[] {
  const has = new Set(groups.map((group) => group.toLowerCase()))
  return meanings.filter(({ group }) => has.has(group.toLowerCase()))
}

/**
 * The account of somebody whom a directory vouches for, with their groups as they are now; made if there is none. A name is
 * enough once, for an account that was made for them and by which nobody signed in yet; after that, and for ever, it is the
 * directory's own id. Throws `account-locked` for a name that is somebody else's here.
 */
export async function adopt(store: Store, external: ExternalPerson): Promise<Selectable<PersonTable>> {
  const { by, externalId, name, displayName, groups } = external
  return store.transaction(async (trx) => {
    const now = await clock(trx)
    const known = await trx
      .selectFrom('person')
      .selectAll()
      .where('sign_in', '=', by)
      .where('external_id', '=', externalId)
      .executeTakeFirst()
    const named = known ?? (await trx.selectFrom('person').selectAll().where('name', '=', name).executeTakeFirst())
    if (known === undefined && named !== undefined && (named.sign_in !== by || named.external_id !== null))
      throw new ProblemError('account-locked', 'Somebody else has this name here; an administrator can free it.')
    let person = named
    if (person === undefined) {
      person = await trx
        .insertInto('person')
        .values({
          id: randomUUID(),
          name,
          display_name: displayName,
          password_hash: '',
          source: by,
          sign_in: by,
          external_id: externalId,
          made_at: now,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      await record(trx, {
        actor: 'broker',
        action: 'person.adopted',
        subject: `person:${name}`,
        detail: { by, displayName },
      })
    } else {
      const shown = person.source === 'config' ? {} : { display_name: displayName }
      person = await trx
        .updateTable('person')
        .set({ external_id: externalId, ...shown })
        .where('id', '=', person.id)
        .returningAll()
        .executeTakeFirstOrThrow()
    }
    const { id } = person
    const before = await trx.selectFrom('person_group').selectAll().where('person_id', '=', id).execute()
    const rows = byName(groups).map(({ group, role, pools }) => ({
      person_id: id,
      name: group,
      role,
      pools_json: poolsJson(pools),
    }))
    if (JSON.stringify(sorted(before)) !== JSON.stringify(sorted(rows))) {
      await trx.deleteFrom('person_group').where('person_id', '=', id).execute()
      if (rows.length > 0) await trx.insertInto('person_group').values(rows).execute()
      await record(trx, {
        actor: 'broker',
        action: 'person.groups',
        subject: `person:${person.name}`,
        detail: { by, groups: groups.map(({ group, role, pools }) => ({ group, role, pools })) },
      })
    }
    return person
  })
}

/** A group that is named twice in the configuration gives the last of it. */
function byName(groups: readonly GroupMeaning[]): GroupMeaning[] {
  return [...new Map(groups.map((g) => [g.group, g])).values()]
}

function sorted(rows: readonly { name: string; role: string; pools_json: string | null }[]) {
  return rows
    .map(({ name, role, pools_json }) => [name, role, pools_json])
    .sort((a, b) => (String(a) < String(b) ? -1 : 1))
}
