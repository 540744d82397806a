import type { Kiosk, KioskApproval, KioskChange, Kiosks as KioskList } from '../../shared/api/kiosk.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { countTry, forgiveTries } from '../identity/lock-out.ts'
import { hashPassword } from '../identity/password.ts'
import { digestOf } from '../identity/secret.ts'
import { endSessions, type Principal } from '../identity/sessions.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { codeOf } from './code.ts'
import { kioskView } from './kiosk-view.ts'
import { hashSettingsPin } from './settings-pin.ts'
import { kioskIdOf } from './signatures.ts'

/** What administrators do with kiosks. That somebody is one has been seen to. */
export class Kiosks {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async list(): Promise<KioskList> {
    const { db } = this.#store
    const rows = await db.selectFrom('kiosk').selectAll().where('revoked_at', 'is', null).orderBy('name').execute()
    const waiting = await db
      .selectFrom('kiosk_enrolment')
      .select(['name', 'asked_from', 'asked_at'])
      .where('expires_at', '>', await clock(db))
      .orderBy('asked_at')
      .execute()
    return {
      enrolled: await Promise.all(rows.map((row) => kioskView(db, row))),
      waiting: waiting.map((w) => ({ name: w.name, from: w.asked_from, askedAt: new Date(w.asked_at).toISOString() })),
    }
  }

  /** Throws `unknown-code`, `TooManyTries` after several of those, `kiosk-name-taken`, `unknown-desktop`. */
  async approve(by: Principal, { code, name, place, desktopId, pin, settingsPin }: KioskApproval): Promise<Kiosk> {
    const counted = digestOf(`kiosk code ${by.personId}`)
    await this.#store.transaction((trx) => countTry(trx, counted))
    const hashes = { pin_hash: await pinHash(pin), settings_pin: await settingsHash(settingsPin) }
    const id = await this.#store.transaction(async (trx) => {
      const now = await clock(trx)
      const asked = await trx
        .deleteFrom('kiosk_enrolment')
        .where('code', '=', codeOf(code))
        .where('expires_at', '>', now)
        .returning(['public_key', 'asked_from'])
        .executeTakeFirst()
      if (asked === undefined) return null
      await forgiveTries(trx, counted)
      const id = kioskIdOf(asked.public_key)
      await this.#refuseTaken(trx, name, id)
      await refuseUnknown(trx, desktopId)
      await trx
        .insertInto('kiosk')
        .values({
          id,
          public_key: asked.public_key,
          name,
          place,
          desktop_id: desktopId,
          ...hashes,
          approved_at: now,
          approved_by: by.name,
          seen_at: null,
          revoked_at: null,
        })
        .execute()
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'kiosk.enrolled',
        subject: `kiosk:${name}`,
        detail: { id, place, desktopId, pin: pin !== null, settingsPin: settingsPin !== null, from: asked.asked_from },
      })
      return id
    })
    if (id !== null) return this.#view(id)
    await this.#store.transaction((trx) =>
      record(trx, { actor: `person:${by.name}`, action: 'kiosk.refused', subject: 'kiosk:new' }),
    )
    throw new ProblemError('unknown-code')
  }

  /** Throws `unknown-kiosk`, `kiosk-name-taken`, `unknown-desktop`. */
  async change(by: Principal, id: string, { name, place, desktopId, pin, settingsPin }: KioskChange): Promise<Kiosk> {
    const hashes = {
      ...(pin === undefined ? {} : { pin_hash: await pinHash(pin) }),
      ...(settingsPin === undefined ? {} : { settings_pin: await settingsHash(settingsPin) }),
    }
    await this.#store.transaction(async (trx) => {
      const before = await this.#enrolled(trx, id)
      if (name !== undefined) await this.#refuseTaken(trx, name, id)
      if (desktopId !== undefined) await refuseUnknown(trx, desktopId)
      const change = {
        ...hashes,
        ...(name === undefined ? {} : { name }),
        ...(place === undefined ? {} : { place }),
        ...(desktopId === undefined ? {} : { desktop_id: desktopId }),
      }
      if (Object.keys(change).length > 0) await trx.updateTable('kiosk').set(change).where('id', '=', id).execute()
      // Whoever is there came in by what no longer holds.
      if (pin !== undefined || (desktopId !== undefined && desktopId !== before.desktop_id))
        await endSessions(trx, { kioskId: id }, `person:${by.name}`, 'the kiosk was changed')
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'kiosk.changed',
        subject: `kiosk:${name ?? before.name}`,
        detail: {
          id,
          ...(name === undefined ? {} : { before: before.name }),
          ...(place === undefined ? {} : { place }),
          ...(desktopId === undefined ? {} : { desktopId }),
          pinChanged: pin !== undefined,
          settingsPinChanged: settingsPin !== undefined,
        },
      })
    })
    return this.#view(id)
  }

  /** Its key counts nowhere any more, and who is signed in there is cut off. Throws `unknown-kiosk`. */
  async revoke(by: Principal, id: string): Promise<void> {
    await this.#store.transaction(async (trx) => {
      const { name } = await this.#enrolled(trx, id)
      const now = await clock(trx)
      await trx.updateTable('kiosk').set({ revoked_at: now }).where('id', '=', id).execute()
      await endSessions(trx, { kioskId: id }, `person:${by.name}`, 'the kiosk was revoked')
      await record(trx, {
        actor: `person:${by.name}`,
        action: 'kiosk.revoked',
        subject: `kiosk:${name}`,
        detail: { id },
      })
    })
  }

  async #view(id: string): Promise<Kiosk> {
    const { db } = this.#store
    return kioskView(db, await db.selectFrom('kiosk').selectAll().where('id', '=', id).executeTakeFirstOrThrow())
  }

  async #enrolled(trx: Trx, id: string) {
    const row = await trx
      .selectFrom('kiosk')
      .selectAll()
      .where('id', '=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-kiosk')
    return row
  }

  async #refuseTaken(trx: Trx, name: string, id: string): Promise<void> {
    const other = await trx
      .selectFrom('kiosk')
      .select('id')
      .where('name', '=', name)
      .where('id', '!=', id)
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (other !== undefined) throw new ProblemError('kiosk-name-taken')
  }
}

async function refuseUnknown(trx: Trx, desktopId: string | null): Promise<void> {
  if (desktopId === null) return
  const row = await trx.selectFrom('desktop').select('id').where('id', '=', desktopId).executeTakeFirst()
  if (row === undefined) throw new ProblemError('unknown-desktop')
}

async function pinHash(pin: string | null): Promise<string | null> {
  return pin === null ? null : hashPassword(pin)
}

async function settingsHash(pin: string | null): Promise<string | null> {
  return pin === null ? null : hashSettingsPin(pin)
}
