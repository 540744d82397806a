import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Role } from '../../shared/api/rights.ts'
import type {
  NewPasskey,
  PasskeyOptions,
  RecoveryCodes,
  SecondFactors as SecondFactorsView,
  SecondStep,
  TotpSecret,
} from '../../shared/api/second-factor.ts'
import { record } from '../audit/audit.ts'
import type { Seal } from '../secrets/seal.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { rolesOf } from './grants.ts'
import { countTry, forgiveTries } from './lock-out.ts'
import {
  noteUse,
  type RelyingParty,
  registrationOptions,
  signingOptions,
  verifyRegistration,
  verifySigning,
} from './passkeys.ts'
import { newRecoveryCodes, spendRecoveryCode } from './recovery-codes.ts'
import { standingFactors } from './second-factor-state.ts'
import { digestOf, newSecret } from './secret.ts'
import type { Principal } from './sessions.ts'
import { issueTicket, setChallenge, spendTicket, tryTicket } from './sign-in-ticket.ts'
import { beginTotp, spendTotp } from './totp.ts'

/** What is asked of whoever has a role; of several roles, the strictest word counts. */
export type FactorPolicy = Readonly<Partial<Record<Role, 'off' | 'optional' | 'required'>>>

export interface SecondFactorParts {
  readonly store: Store
  readonly seal: Seal
  readonly policy: FactorPolicy
  readonly party: () => RelyingParty
}

type Person = Pick<Selectable<PersonTable>, 'id' | 'name' | 'role' | 'pools_json'>

/** Who changes what proves them must have proven themselves just now. */
const FRESH_MS = 15 * 60_000

/** What people show beside their password: a code of their phone, a passkey, or a recovery code. */
export class SecondFactors {
  readonly #parts: SecondFactorParts

  constructor(parts: SecondFactorParts) {
    this.#parts = parts
  }

  /** `enrol`: they have none, and need one. */
  async areAskedOf(person: Person): Promise<'no' | 'show' | 'enrol'> {
    const word = await this.#policyFor(person)
    if (word === 'off') return 'no'
    const { totp, passkeys } = await standingFactors(this.#parts.store.db, person.id)
    if (totp || passkeys > 0) return 'show'
    return word === 'required' ? 'enrol' : 'no'
  }

  /** The problem that tells somebody whose password was right what to show, with the ticket for it. */
  async ask({ id }: Person): Promise<ProblemError> {
    const { store } = this.#parts
    const ticket = newSecret()
    const until = await store.transaction((trx) => issueTicket(trx, ticket, id))
    const { totp, passkeys, recoveryCodes } = await standingFactors(store.db, id)
    const told = new ProblemError('second-factor-needed')
    told.problem.secondFactor = {
      ticket,
      methods: [
        ...(totp ? ['totp' as const] : []),
        ...(passkeys > 0 ? ['passkey' as const] : []),
        ...(recoveryCodes > 0 ? ['recovery-code' as const] : []),
      ],
      enrol: !totp && passkeys === 0,
      expiresAt: new Date(until).toISOString(),
    }
    return told
  }

  /** For whoever has none and needs one. Throws `wrong-code` for a ticket of somebody who has. */
  async enrolWith(ticket: string): Promise<TotpSecret> {
    const { store, seal } = this.#parts
    return store.transaction(async (trx) => {
      const { id, name } = await this.#holder(trx, ticket)
      const { totp, passkeys } = await standingFactors(trx, id)
      if (totp || passkeys > 0) throw new ProblemError('wrong-code')
      return beginTotp(trx, seal, { id, name })
    })
  }

  /** What a passkey has to sign for a ticket. Throws `wrong-code`. */
  async challengeFor(ticket: string): Promise<PasskeyOptions> {
    const { store, party } = this.#parts
    const { id } = await store.transaction((trx) => this.#holder(trx, ticket))
    const { options, challenge } = await signingOptions(store.db, party(), id)
    await store.transaction((trx) => setChallenge(trx, ticket, challenge))
    return { options }
  }

  /** Who showed it. Throws `wrong-code`, or `TooManyTries` after several. Spent, it counts for nobody again. */
  async shown(step: SecondStep, from: string): Promise<{ person: Person; recoveryCodes: string[] }> {
    const { store } = this.#parts
    const held = await store.transaction(async (trx) => {
      const row = await tryTicket(trx, step.ticket)
      if (row === null) return null
      await countTry(trx, countedFor(row.person_id))
      return row
    })
    if (held === null) throw new ProblemError('wrong-code')
    const signed = await this.#signed(held.person_id, held.challenge, step)
    const person = await store.transaction(async (trx) => {
      const person = await personOf(trx, held.person_id)
      const before = await standingFactors(trx, person.id)
      const enrols = !before.totp && before.passkeys === 0
      const fits = signed === null ? await this.#spendCode(trx, person.id, step, enrols) : await noteUse(trx, signed)
      // Of any number who show it at once, one has spent the ticket.
      if (!fits || !(await spendTicket(trx, step.ticket))) return null
      await forgiveTries(trx, countedFor(person.id))
      const recoveryCodes = enrols ? await newRecoveryCodes(trx, person.id) : []
      if (enrols || step.recoveryCode !== undefined)
        await record(trx, {
          actor: `person:${person.name}`,
          action: enrols ? 'second-factor.added' : 'second-factor.recovery-code-used',
          subject: `person:${person.name}`,
          detail: { from },
        })
      return { person, recoveryCodes }
    })
    if (person !== null) return person
    await this.#refused(held.person_id, from)
    throw new ProblemError('wrong-code')
  }

  async view({ personId }: Principal): Promise<SecondFactorsView> {
    const { db } = this.#parts.store
    const { totp, recoveryCodes } = await standingFactors(db, personId)
    const passkeys = await db
      .selectFrom('passkey')
      .select(['id', 'name', 'made_at', 'used_at'])
      .where('person_id', '=', personId)
      .orderBy('made_at')
      .execute()
    return {
      totp,
      recoveryCodes,
      passkeys: passkeys.map((p) => ({
        id: p.id,
        name: p.name,
        madeAt: new Date(p.made_at).toISOString(),
        usedAt: p.used_at === null ? null : new Date(p.used_at).toISOString(),
      })),
      policy: await this.#policyFor(await personOf(db, personId)),
    }
  }

  /** Throws `sign-in-again`. */
  async beginTotp(principal: Principal): Promise<TotpSecret> {
    await this.#mustBeFresh(principal)
    const { store, seal } = this.#parts
    return store.transaction((trx) => beginTotp(trx, seal, { id: principal.personId, name: principal.name }))
  }

  /** Throws `sign-in-again`, `wrong-code`, `TooManyTries`. */
  async confirmTotp(principal: Principal, code: string): Promise<RecoveryCodes> {
    await this.#mustBeFresh(principal)
    const { store, seal } = this.#parts
    const { personId } = principal
    await store.transaction((trx) => countTry(trx, countedFor(personId)))
    const recoveryCodes = await store.transaction(async (trx) => {
      if (!(await spendTotp(trx, seal, personId, code, 'unconfirmed'))) return null
      await forgiveTries(trx, countedFor(personId))
      return this.#added(trx, principal, 'totp')
    })
    if (recoveryCodes === null) throw new ProblemError('wrong-code')
    return { recoveryCodes }
  }

  /** Fine if there is none. Throws `sign-in-again`. */
  async removeTotp(principal: Principal): Promise<void> {
    await this.#mustBeFresh(principal)
    await this.#remove(principal, (trx) =>
      trx.deleteFrom('totp').where('person_id', '=', principal.personId).returning('person_id').executeTakeFirst(),
    )
  }

  /** Throws `sign-in-again`. */
  async beginPasskey(principal: Principal): Promise<PasskeyOptions> {
    await this.#mustBeFresh(principal)
    const { store, party } = this.#parts
    const { personId: id, name, displayName } = principal
    const { options, challenge } = await registrationOptions(store.db, party(), { id, name, displayName })
    await store.transaction((trx) => issueTicket(trx, registering(principal), id, challenge))
    return { options }
  }

  /** Throws `sign-in-again`, `wrong-code`. */
  async addPasskey(principal: Principal, { name, response }: NewPasskey): Promise<RecoveryCodes> {
    await this.#mustBeFresh(principal)
    const { store, party } = this.#parts
    const held = await store.transaction((trx) => tryTicket(trx, registering(principal)))
    const made = held?.challenge == null ? null : await verifyRegistration(party(), held.challenge, response)
    if (made === null) throw new ProblemError('wrong-code')
    const recoveryCodes = await store.transaction(async (trx) => {
      if (!(await spendTicket(trx, registering(principal)))) return null
      const known = await trx.selectFrom('passkey').select('id').where('id', '=', made.id).executeTakeFirst()
      if (known !== undefined) return null
      await trx
        .insertInto('passkey')
        .values({
          id: made.id,
          person_id: principal.personId,
          name,
          public_key: Buffer.from(made.publicKey),
          counter: made.counter,
          transports_json: JSON.stringify(made.transports ?? []),
          made_at: await clock(trx),
          used_at: null,
        })
        .execute()
      return this.#added(trx, principal, 'passkey')
    })
    if (recoveryCodes === null) throw new ProblemError('wrong-code')
    return { recoveryCodes }
  }

  /** Fine if there is none of that id. Throws `sign-in-again`. */
  async removePasskey(principal: Principal, id: string): Promise<void> {
    await this.#mustBeFresh(principal)
    await this.#remove(principal, (trx) =>
      trx
        .deleteFrom('passkey')
        .where('id', '=', id)
        .where('person_id', '=', principal.personId)
        .returning('id')
        .executeTakeFirst(),
    )
  }

  async #policyFor(person: Person): Promise<'off' | 'optional' | 'required'> {
    const roles = await rolesOf(this.#parts.store.db, person)
    const words = roles.map(({ role }) => this.#parts.policy[role] ?? 'off')
    return (['required', 'optional'] as const).find((word) => words.includes(word)) ?? 'off'
  }

  async #holder(trx: Trx, ticket: string): Promise<Person> {
    const row = await trx
      .selectFrom('sign_in_ticket')
      .select('person_id')
      .where('id', '=', digestOf(ticket))
      .where('expires_at', '>', await clock(trx))
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('wrong-code')
    return personOf(trx, row.person_id)
  }

  async #signed(personId: string, challenge: string | null, { passkey }: SecondStep) {
    if (passkey === undefined) return null
    const { store, party } = this.#parts
    const signed = challenge === null ? null : await verifySigning(store.db, party(), personId, challenge, passkey)
    if (signed === null) throw new ProblemError('wrong-code')
    return signed
  }

  async #spendCode(trx: Trx, personId: string, step: SecondStep, enrols: boolean): Promise<boolean> {
    if (step.recoveryCode !== undefined) return spendRecoveryCode(trx, personId, step.recoveryCode)
    const { seal } = this.#parts
    return spendTotp(trx, seal, personId, step.code ?? '', enrols ? 'unconfirmed' : 'confirmed')
  }

  /** Whoever has a first one gets recovery codes with it. */
  async #added(trx: Trx, { personId, name }: Principal, what: 'totp' | 'passkey'): Promise<string[]> {
    await record(trx, {
      actor: `person:${name}`,
      action: 'second-factor.added',
      subject: `person:${name}`,
      detail: { what },
    })
    const { recoveryCodes } = await standingFactors(trx, personId)
    return recoveryCodes > 0 ? [] : newRecoveryCodes(trx, personId)
  }

  async #remove({ name, personId }: Principal, work: (trx: Trx) => Promise<object | undefined>): Promise<void> {
    await this.#parts.store.transaction(async (trx) => {
      if ((await work(trx)) === undefined) return
      const { totp, passkeys } = await standingFactors(trx, personId)
      if (!totp && passkeys === 0) await trx.deleteFrom('recovery_code').where('person_id', '=', personId).execute()
      await record(trx, { actor: `person:${name}`, action: 'second-factor.removed', subject: `person:${name}` })
    })
  }

  async #mustBeFresh({ since, ownOnly, kioskId, desktopId }: Principal): Promise<void> {
    const old = (await this.#parts.store.now()) - since > FRESH_MS
    if (old || ownOnly || kioskId !== null || desktopId !== null) throw new ProblemError('sign-in-again')
  }

  async #refused(personId: string, from: string): Promise<void> {
    await this.#parts.store.transaction(async (trx) => {
      const { name } = await personOf(trx, personId)
      await record(trx, {
        actor: `person:${name}`,
        action: 'second-factor.refused',
        subject: `person:${name}`,
        detail: { from },
      })
    })
  }
}

async function personOf(db: Store['db'], id: string): Promise<Person> {
  return db
    .selectFrom('person')
    .select(['id', 'name', 'role', 'pools_json'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
}

/** What wrong codes of somebody are counted by. */
export function countedFor(personId: string): string {
  return digestOf(`second factor ${personId}`)
}

function registering({ sessionId }: Principal): string {
  return `passkey of ${sessionId}`
}
