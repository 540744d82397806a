import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import type { Store } from '../store/store.ts'
import { adopt, type ExternalPerson } from './external.ts'
import { countTry, forgiveTries, takeBackTry } from './lock-out.ts'
import { hashPassword, passwordFits } from './password.ts'
import type { SecondFactors } from './second-factors.ts'
import { digestOf } from './secret.ts'
import { endSessions, type Principal, type Sessions } from './sessions.ts'

/** A directory that can be asked whether a password is somebody's. */
export interface Directory {
  /** Null: it is not. Throws `directory-unreachable`, within bounded time. */
  check(name: string, password: string): Promise<ExternalPerson | null>
}

export interface SignInAsk {
  readonly name: string
  readonly password: string
  readonly newPassword?: string | undefined
  readonly ownOnly?: boolean | undefined
  /** The client's address. */
  readonly from: string
  readonly browser?: string | undefined
  /** The one that signed the request. */
  readonly kiosk: { readonly id: string; readonly name: string } | null
}

export interface SignInParts {
  readonly store: Store
  readonly sessions: Sessions
  readonly directory: Directory | null
  readonly factors: SecondFactors
}

type Person = Selectable<PersonTable>

/** Lets people in who know their password. */
export class SignIns {
  readonly #parts: SignInParts

  constructor(parts: SignInParts) {
    this.#parts = parts
  }

  /**
   * Opens a session. Throws `wrong-password`, the same for all that does not fit; `TooManyTries`; and to who knows the
   * password also `account-locked`, `new-password-needed`, `weak-password`, `second-factor-needed`.
   */
  async byPassword(ask: SignInAsk): Promise<{ principal: Principal; secret: string }> {
    const { sessions, factors } = this.#parts
    const { from, browser, kiosk } = ask
    const person = await this.#proven(ask)
    // Nobody can show a second factor at a kiosk: there, everybody is who uses their own desktop and no more.
    const asked = await factors.areAskedOf(person)
    const ownOnly = ask.ownOnly === true || (asked !== 'no' && kiosk !== null)
    if (asked !== 'no' && !ownOnly) throw await factors.ask(person)
    return sessions.open(person, {
      from,
      browser,
      ownOnly,
      kioskId: kiosk?.id ?? null,
      kioskName: kiosk?.name ?? null,
      desktopId: null,
    })
  }

  /** Changes somebody's own password, and ends their other sessions. Throws as `byPassword`, and `kept-elsewhere`. */
  async changePassword(
    { personId, sessionId, name }: Principal,
    password: string,
    newPassword: string,
    from: string,
  ): Promise<void> {
    const { store } = this.#parts
    const person = await store.db.selectFrom('person').selectAll().where('id', '=', personId).executeTakeFirstOrThrow()
    if (person.source === 'config' || person.sign_in !== 'password') throw new ProblemError('kept-elsewhere')
    await this.#proven({ name, password, newPassword, from, kiosk: null })
    await store.transaction(async (trx) => {
      const others = await trx
        .selectFrom('session')
        .select('id')
        .where('person_id', '=', personId)
        .where('id', '!=', sessionId)
        .execute()
      for (const { id } of others) await endSessions(trx, { id }, `person:${name}`, 'the password was changed')
    })
  }

  /** Whose password it is. Counted before it is looked at, so that many at once count as many. */
  async #proven(ask: SignInAsk): Promise<Person> {
    const { store } = this.#parts
    const name = ask.name.toLowerCase()
    const row = await store.db.selectFrom('person').selectAll().where('name', '=', name).executeTakeFirst()
    // What is typed as a name may be a password: of a name that nobody has, no more than a digest is kept.
    const counted = row === undefined ? digestOf(name) : name
    const blockedUntil = await store.transaction((trx) => countTry(trx, counted))
    const person = await this.#find(row, name, ask.password).catch(async (error: unknown) => {
      // Nobody looked at the password, so it was no try.
      await store.transaction((trx) => takeBackTry(trx, counted))
      throw error
    })
    if (person === null) {
      await this.#refuse(row === undefined ? null : name, ask.from, blockedUntil)
      throw new ProblemError('wrong-password')
    }
    await store.transaction((trx) => forgiveTries(trx, counted))
    if (person.locked_at !== null || person.gone_at !== null) throw new ProblemError('account-locked')
    return this.#withOwnPassword(person, ask)
  }

  /** Takes as long for a name that nobody has as for one that signs in the same way. */
  async #find(row: Person | undefined, name: string, password: string): Promise<Person | null> {
    const { store, directory } = this.#parts
    const fits = await passwordFits(row?.sign_in === 'password' ? row.password_hash : '', password)
    const elsewhere = row === undefined || row.sign_in === 'ldap'
    if (!elsewhere || directory === null) return fits && row !== undefined ? row : null
    const found = await directory.check(name, password)
    if (found === null) return null
    return adopt(store, found)
  }

  /** A first password opens nothing but the choice of another one. */
  async #withOwnPassword(person: Person, { password, newPassword }: SignInAsk): Promise<Person> {
    const { store } = this.#parts
    const { first_password_until } = person
    if (newPassword === undefined) {
      if (first_password_until === null) return person
      if (first_password_until < (await store.now()))
        throw new ProblemError('account-locked', 'The first password was not used in time; ask for a new one.')
      throw new ProblemError('new-password-needed')
    }
    if (person.source === 'config' || person.sign_in !== 'password') throw new ProblemError('kept-elsewhere')
    if (first_password_until !== null && first_password_until < (await store.now()))
      throw new ProblemError('account-locked', 'The first password was not used in time; ask for a new one.')
    const [same, lower] = [newPassword === password, newPassword.toLowerCase()]
    if (same || lower.includes(person.name) || new Set(lower).size < 4)
      throw new ProblemError('weak-password', 'It is the old one, holds your name, or is of few letters.', {
        at: 'newPassword',
      })
    const password_hash = await hashPassword(newPassword)
    return store.transaction(async (trx) => {
      const changed = await trx
        .updateTable('person')
        .set({ password_hash, first_password_until: null })
        .where('id', '=', person.id)
        // Of two who change it at once, the second has not seen the first's.
        .where('password_hash', '=', person.password_hash)
        .returningAll()
        .executeTakeFirst()
      if (changed === undefined) throw new ProblemError('wrong-password')
      await record(trx, {
        actor: `person:${person.name}`,
        action: 'person.password-changed',
        subject: `person:${person.name}`,
      })
      return changed
    })
  }

  async #refuse(name: string | null, from: string, blockedUntil: number | null): Promise<void> {
    const detail = { from, ...(blockedUntil === null ? {} : { blockedUntil: new Date(blockedUntil).toISOString() }) }
    await this.#parts.store.transaction((trx) =>
      record(trx, {
        actor: name === null ? 'nobody' : `person:${name}`,
        action: 'session.refused',
        subject: name === null ? 'person:unknown' : `person:${name}`,
        detail,
      }),
    )
  }
}
