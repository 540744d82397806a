import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import { chiefRole, type Role } from '../../shared/api/rights.ts'
import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { type Grant, grantsOf, rolesOf } from './grants.ts'
import { digestOf, newSecret } from './secret.ts'

/** Who asks, and by which session. */
export interface Principal {
  readonly sessionId: string
  readonly personId: string
  readonly name: string
  readonly displayName: string
  /** Of several, the one that says most; for one that is for their own desktops alone, `user`. */
  readonly role: Role
  /** What may be done with what is not one's own, and where: ask `poolsOf`. */
  readonly grants: readonly Grant[]
  /** A program with a token, which owns nothing. */
  readonly isService: boolean
  /** It is for their own desktops alone, whatever their roles: no second factor was shown for it. */
  readonly ownOnly: boolean
  /** When the session was opened, ms since 1970. */
  readonly since: number
  /** Ms since 1970. */
  readonly expiresAt: number
  /** The kiosk that has to sign what is asked by this session; null: none has. */
  readonly kioskId: string | null
  /** The one desktop that it reaches; null: all of the person's. */
  readonly desktopId: string | null
}

/** Where a session is opened, and how far it reaches. */
export interface Opening {
  /** The client's address. */
  readonly from: string
  /** What the browser calls itself. */
  readonly browser?: string | undefined
  /** For their own desktops alone, whatever their roles. */
  readonly ownOnly?: boolean
  readonly kioskId: string | null
  readonly kioskName: string | null
  readonly desktopId: string | null
}

type Person = Pick<Selectable<PersonTable>, 'id' | 'name'>

/** Longer ones say nothing more. */
const BROWSER_LENGTH = 200

const LIFE_MS = 12 * 60 * 60_000

export class Sessions {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** Opens a session for somebody who has proven who they are, or whose kiosk has. Throws `kiosk-revoked`, `account-locked`. */
  async open({ id, name }: Person, opening: Opening): Promise<{ principal: Principal; secret: string }> {
    const { from, browser, ownOnly = false, kioskId, kioskName, desktopId } = opening
    const secret = newSecret()
    const sessionId = digestOf(secret)
    await this.#store.transaction(async (trx) => {
      if (kioskId !== null) await refuseRevoked(trx, kioskId)
      await refuseLocked(trx, id)
      const now = await clock(trx)
      await trx.updateTable('person').set({ signed_in_at: now }).where('id', '=', id).execute()
      await trx
        .insertInto('session')
        .values({
          id: sessionId,
          person_id: id,
          created_at: now,
          expires_at: now + LIFE_MS,
          kiosk_id: kioskId,
          desktop_id: desktopId,
          opened_from: from,
          browser: browser?.slice(0, BROWSER_LENGTH) ?? null,
          own_only: ownOnly ? 1 : 0,
        })
        .execute()
      await record(trx, {
        actor: desktopId === null ? `person:${name}` : `kiosk:${kioskName}`,
        action: 'session.opened',
        subject: `person:${name}`,
        detail: {
          from,
          ...(kioskName === null ? {} : { kiosk: kioskName }),
          ...(desktopId === null ? {} : { desktop: desktopId }),
          ...(ownOnly ? { ownOnly } : {}),
        },
      })
    })
    const principal = await this.find(secret)
    // Ended in the moment between: its person was locked, its kiosk revoked.
    if (principal === null) throw new ProblemError('not-signed-in')
    return { principal, secret }
  }

  /** Whose secret this is, or null if the session has ended or never was. */
  async find(secret: string): Promise<Principal | null> {
    const { db } = this.#store
    const row = await db
      .selectFrom('session')
      .innerJoin('person', 'person.id', 'session.person_id')
      .selectAll('session')
      .select(['person.name', 'person.display_name', 'person.role', 'person.pools_json'])
      .where('session.id', '=', digestOf(secret))
      .where('session.expires_at', '>', await clock(db))
      .executeTakeFirst()
    if (row === undefined) return null
    const roles = row.own_only === 1 ? [] : await rolesOf(db, { ...row, id: row.person_id })
    return {
      sessionId: row.id,
      personId: row.person_id,
      name: row.name,
      displayName: row.display_name,
      role: chiefRole(roles.map(({ role }) => role)),
      grants: grantsOf(roles),
      isService: false,
      ownOnly: row.own_only === 1,
      since: row.created_at,
      expiresAt: row.expires_at,
      kioskId: row.kiosk_id,
      desktopId: row.desktop_id,
    }
  }

  async isOpen(sessionId: string): Promise<boolean> {
    const { db } = this.#store
    const row = await db
      .selectFrom('session')
      .select('id')
      .where('id', '=', sessionId)
      .where('expires_at', '>', await clock(db))
      .executeTakeFirst()
    return row !== undefined
  }

  /** Ends a session. Fine if it has ended. */
  async signOut({ sessionId, name }: Principal): Promise<void> {
    await this.#store.transaction((trx) => endSessions(trx, { id: sessionId }, `person:${name}`, 'signed out'))
  }

  /** Ends the sessions whose time is over. */
  async endExpired(): Promise<void> {
    const { db } = this.#store
    const due = await db
      .selectFrom('session')
      .select('id')
      .where('expires_at', '<=', await clock(db))
      .execute()
    for (const { id } of due)
      await this.#store.transaction((trx) => endSessions(trx, { id }, 'broker', 'its time was over'))
  }
}

/** Revoked while somebody was signing in there: then nobody is. */
async function refuseRevoked(trx: Trx, kioskId: string): Promise<void> {
  const kiosk = await trx
    .selectFrom('kiosk')
    .select('id')
    .where('id', '=', kioskId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (kiosk === undefined) throw new ProblemError('kiosk-revoked')
}

/** Locked, deleted, or no longer in the configuration: also while somebody was signing in. */
async function refuseLocked(trx: Trx, personId: string): Promise<void> {
  const person = await trx
    .selectFrom('person')
    .select('id')
    .where('id', '=', personId)
    .where('locked_at', 'is', null)
    .where('gone_at', 'is', null)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (person === undefined) throw new ProblemError('account-locked')
}

/** Ends one session, or all of a person or at a kiosk, and tells whoever watches, so that streams and consoles are cut. */
export async function endSessions(
  trx: Trx,
  which: { readonly id: string } | { readonly personId: string } | { readonly kioskId: string },
  actor: string,
  why: string,
): Promise<void> {
  const ended = await trx
    .deleteFrom('session')
    .where((eb) => {
      if ('id' in which) return eb('id', '=', which.id)
      return 'kioskId' in which ? eb('kiosk_id', '=', which.kioskId) : eb('person_id', '=', which.personId)
    })
    .returning(['id', 'person_id'])
    .execute()
  for (const { id, person_id } of ended) {
    const { name } = await trx.selectFrom('person').select('name').where('id', '=', person_id).executeTakeFirstOrThrow()
    await tell(trx, { person_id, type: 'session-ended', subject: id })
    await record(trx, { actor, action: 'session.ended', subject: `person:${name}`, detail: { why } })
  }
}
