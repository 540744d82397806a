import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { ChangePerson, CreatePerson, FirstPassword, PersonPage } from '../../shared/api/person.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { newFirstPassword } from './first-password.ts'
import { poolsJson } from './grants.ts'
import { forgiveTries } from './lock-out.ts'
import { moment, personPage } from './person-view.ts'
import { forgetFactors } from './second-factor-state.ts'
import { countedFor } from './second-factors.ts'
import { endSessions, type Principal } from './sessions.ts'
import { refuseUsed } from './used-by.ts'

type Row = Selectable<PersonTable>
interface Change {
  readonly trx: Trx
  readonly person: Row
  readonly now: number
}

/** What administrators do with people's accounts. That somebody may has been seen to. */
export class Accounts {
  readonly #store: Store
  /** The directories that people can sign in by, beside passwords kept here. */
  readonly #directories: ReadonlySet<string>

  constructor(store: Store, directories: readonly ('oidc' | 'ldap')[] = []) {
    this.#store = store
    this.#directories = new Set(directories)
  }

  /** Throws `unknown-person`. */
  async page(id: string): Promise<PersonPage> {
    return personPage(this.#store.db, await this.#known(this.#store.db, id))
  }

  /** Throws `person-name-taken`, `no-directory`. */
  async create(by: Principal, { name, displayName, role, pools, signIn }: CreatePerson): Promise<FirstPassword> {
    if (signIn !== 'password' && !this.#directories.has(signIn)) throw new ProblemError('no-directory')
    const password = signIn === 'password' ? await newFirstPassword() : null
    const id = randomUUID()
    const until = await this.#store.transaction(async (trx) => {
      const taken = await trx.selectFrom('person').select('id').where('name', '=', name).executeTakeFirst()
      if (taken !== undefined) throw new ProblemError('person-name-taken')
      const now = await clock(trx)
      const first_password_until = password === null ? null : now + password.lifeMs
      await trx
        .insertInto('person')
        .values({
          id,
          name,
          display_name: displayName,
          password_hash: password?.hash ?? '',
          role,
          pools_json: poolsJson(pools),
          source: 'local',
          sign_in: signIn,
          made_at: now,
          first_password_until,
        })
        .execute()
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'person.made',
        subject: `person:${name}`,
        detail: { displayName, role, pools, signIn },
      })
      return first_password_until
    })
    return { person: await this.page(id), firstPassword: password?.text ?? null, until: moment(until) }
  }

  /** Throws `unknown-person`, `kept-elsewhere`, `not-yourself`. */
  async change(by: Principal, id: string, change: ChangePerson): Promise<PersonPage> {
    const { displayName, role, pools, locked } = change
    await this.#act(by, id, async ({ trx, person, now }) => {
      const rights = role !== undefined || pools !== undefined
      if (id === by.personId && (rights || locked !== undefined)) throw new ProblemError('not-yourself')
      if (person.source === 'config' && (rights || displayName !== undefined)) throw new ProblemError('kept-elsewhere')
      if (person.sign_in !== 'password' && displayName !== undefined) throw new ProblemError('kept-elsewhere')
      const values = {
        ...(displayName === undefined ? {} : { display_name: displayName }),
        ...(role === undefined ? {} : { role }),
        ...(pools === undefined ? {} : { pools_json: poolsJson(pools) }),
        ...(locked === undefined ? {} : { locked_at: locked ? (person.locked_at ?? now) : null }),
      }
      if (Object.keys(values).length === 0) return null
      await trx.updateTable('person').set(values).where('id', '=', id).execute()
      if (locked === true) await endSessions(trx, { personId: id }, `person:${by.name}`, 'the account was locked')
      return { action: 'person.changed', detail: { ...change } }
    })
    return this.page(id)
  }

  /** Throws `unknown-person`, `kept-elsewhere`, `not-yourself`. */
  async resetPassword(by: Principal, id: string): Promise<FirstPassword> {
    const password = await newFirstPassword()
    let until = 0
    await this.#act(by, id, async ({ trx, person, now }) => {
      if (id === by.personId) throw new ProblemError('not-yourself')
      if (person.source === 'config' || person.sign_in !== 'password') throw new ProblemError('kept-elsewhere')
      until = now + password.lifeMs
      await trx
        .updateTable('person')
        .set({ password_hash: password.hash, first_password_until: until })
        .where('id', '=', id)
        .execute()
      await forgiveTries(trx, person.name)
      await endSessions(trx, { personId: id }, `person:${by.name}`, 'the password was reset')
      return { action: 'person.password-reset' }
    })
    return { person: await this.page(id), firstPassword: password.text, until: moment(until) }
  }

  /** Throws `unknown-person`, `kept-elsewhere`, `not-yourself`, `person-in-use` with what they are needed for. */
  async delete(by: Principal, id: string): Promise<void> {
    await this.#act(by, id, async ({ trx, person, now }) => {
      if (id === by.personId) throw new ProblemError('not-yourself')
      if (person.source === 'config' && person.gone_at === null) throw new ProblemError('kept-elsewhere')
      await refuseUsed(trx, id)
      await endSessions(trx, { personId: id }, `person:${by.name}`, 'the account was deleted')
      await forgetFactors(trx, id)
      await forgiveTries(trx, person.name)
      await trx.deleteFrom('person_group').where('person_id', '=', id).execute()
      // What they once did still says who it was; their name is free, and what they proved themselves by is gone.
      await trx
        .updateTable('person')
        .set({ name: `deleted:${id}`, password_hash: '', external_id: null, role: 'user', deleted_at: now })
        .where('id', '=', id)
        .execute()
      return { action: 'person.deleted', detail: { displayName: person.display_name } }
    })
  }

  /** Throws `unknown-session`. */
  async endSession(by: Principal, id: string, sessionId: string): Promise<void> {
    await this.#store.transaction(async (trx) => {
      const session = await trx
        .selectFrom('session')
        .select('id')
        .where('id', '=', sessionId)
        .where('person_id', '=', id)
        .executeTakeFirst()
      if (session === undefined) throw new ProblemError('unknown-session')
      await endSessions(trx, { id: sessionId }, `person:${by.name}`, 'ended by somebody else')
    })
  }

  /** Throws `unknown-person`. */
  async endSessions(by: Principal, id: string): Promise<void> {
    await this.#act(by, id, async ({ trx }) => {
      await endSessions(trx, { personId: id }, `person:${by.name}`, 'ended by somebody else')
      return null
    })
  }

  /** Throws `unknown-person`. */
  async clearFailures(by: Principal, id: string): Promise<void> {
    await this.#act(by, id, async ({ trx, person }) => {
      await forgiveTries(trx, person.name)
      await forgiveTries(trx, countedFor(id))
      return { action: 'person.tries-forgiven' }
    })
  }

  /** Throws `unknown-person`, `not-yourself`: a session that was stolen must not be enough. */
  async removeFactors(by: Principal, id: string): Promise<void> {
    await this.#act(by, id, async ({ trx }) => {
      if (id === by.personId) throw new ProblemError('not-yourself')
      await forgetFactors(trx, id)
      await endSessions(trx, { personId: id }, `person:${by.name}`, 'the second factor was removed')
      return { action: 'person.second-factor-removed' }
    })
  }

  /** Does it to somebody who is there, and writes down what was done. */
  async #act(
    by: Principal,
    id: string,
    work: (change: Change) => Promise<{ action: string; detail?: Record<string, unknown> } | null>,
  ): Promise<void> {
    await this.#store.transaction(async (trx) => {
      const person = await this.#known(trx, id)
      const done = await work({ trx, person, now: await clock(trx) })
      if (done !== null) await record(trx, { actor: `person:${by.name}`, subject: `person:${person.name}`, ...done })
    })
  }

  async #known(db: Store['db'], id: string): Promise<Row> {
    const row = await db
      .selectFrom('person')
      .selectAll()
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .where('source', '!=', 'service')
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-person')
    return row
  }
}
