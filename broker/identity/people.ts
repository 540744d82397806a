import { randomUUID } from 'node:crypto'
import type { Role } from '../../shared/api/rights.ts'
import { record } from '../audit/audit.ts'
import { clock, type Store } from '../store/store.ts'
import { poolsJson } from './grants.ts'
import { hashPassword, passwordFits } from './password.ts'
import { endSessions } from './sessions.ts'

/** Somebody as the configuration names them. */
export interface PersonSettings {
  /** Lower case. */
  readonly name: string
  readonly displayName: string
  readonly role?: Role
  /** Where the role holds; null or not said: everywhere. */
  readonly pools?: readonly string[] | null
  /** Null: they sign in by the directory named. */
  readonly password: (() => Promise<string>) | null
  readonly signIn?: 'password' | 'oidc' | 'ldap'
}

/** No argon2 hash: no password fits it. */
const NO_PASSWORD = ''

/**
 * Writes the configuration's people into the store. A changed password ends that person's sessions. Somebody it no longer
 * names keeps their desktops and their place in the trail, and can't sign in.
 */
export async function seedPeople(store: Store, people: readonly PersonSettings[]): Promise<void> {
  for (const person of people) await seed(store, person)
  const names = people.map((p) => p.name)
  const gone = await store.db
    .selectFrom('person')
    .select(['id', 'name'])
    .where('source', '=', 'config')
    .where('gone_at', 'is', null)
    .$if(names.length > 0, (q) => q.where('name', 'not in', names))
    .execute()
  for (const { id, name } of gone) {
    await store.transaction(async (trx) => {
      const gone_at = await clock(trx)
      await trx.updateTable('person').set({ password_hash: NO_PASSWORD, gone_at }).where('id', '=', id).execute()
      await endSessions(trx, { personId: id }, 'broker', 'no longer among the people')
      await record(trx, { actor: 'broker', action: 'person.removed', subject: `person:${name}` })
    })
  }
}

async function seed(store: Store, person: PersonSettings): Promise<void> {
  const { name, displayName, role = 'user', pools = null, password, signIn = 'password' } = person
  const before = await store.db.selectFrom('person').selectAll().where('name', '=', name).executeTakeFirst()
  const secret = password === null ? null : await password()
  // Hashing takes its time, and a transaction holds up all others: so it is done before.
  const same =
    before !== undefined &&
    (secret === null ? before.password_hash === NO_PASSWORD : await passwordFits(before.password_hash, secret))
  const hash = same ? before.password_hash : secret === null ? NO_PASSWORD : await hashPassword(secret)
  const values = {
    display_name: displayName,
    password_hash: hash,
    role,
    pools_json: poolsJson(pools),
    source: 'config',
    sign_in: signIn,
    gone_at: null,
    first_password_until: null,
  } as const
  if (
    before !== undefined &&
    Object.entries(values).every(([key, value]) => before[key as keyof typeof values] === value)
  )
    return
  await store.transaction(async (trx) => {
    const now = await clock(trx)
    if (before === undefined) {
      // Another broker that starts at the same time has the same people.
      if ((await trx.selectFrom('person').select('id').where('name', '=', name).executeTakeFirst()) !== undefined)
        return
      await trx
        .insertInto('person')
        .values({ id: randomUUID(), name, made_at: now, ...values })
        .execute()
    } else {
      // Of one directory, somebody is not who they were of another.
      const external = before.sign_in === signIn ? {} : { external_id: null }
      await trx
        .updateTable('person')
        .set({ ...values, ...external })
        .where('id', '=', before.id)
        .execute()
      if (before.sign_in !== signIn) await trx.deleteFrom('person_group').where('person_id', '=', before.id).execute()
      if (!same) await endSessions(trx, { personId: before.id }, 'broker', 'the password was changed')
    }
    await record(trx, {
      actor: 'broker',
      action: 'person.configured',
      subject: `person:${name}`,
      detail: { displayName, role, pools, signIn, passwordChanged: !same },
    })
  })
}
