import type { KioskStanding } from '../../shared/api/kiosk.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { newCode } from './code.ts'
import { ownView } from './kiosk-view.ts'
import type { SignedBy } from './signatures.ts'

const CODE_LIFE_MS = 10 * 60_000
/** Anybody may ask: what is kept of them is bounded, for one address and in all. */
const WAITING_FROM_ONE = 5
const WAITING_IN_ALL = 200

/**
 * Tells a kiosk that signed with its key where it stands. One that is not enrolled gets a code, the same each time it asks
 * until its time is over or it wants a `fresh` one. Throws `too-many-enrolments`.
 */
export async function standingOf(
  store: Store,
  { publicKey, kiosk }: SignedBy,
  { name, fresh, from }: { readonly name: string; readonly fresh: boolean; readonly from: string },
): Promise<KioskStanding> {
  if (kiosk !== null) return { is: 'enrolled', kiosk: await ownView(store.db, kiosk) }
  const known = fresh ? undefined : await shown(store, publicKey)
  const { code, expires_at } = known ?? (await store.transaction((trx) => ask(trx, { publicKey, name, from })))
  return { is: 'waiting', code, expiresAt: new Date(expires_at).toISOString() }
}

async function shown({ db }: Store, publicKey: string) {
  return db
    .selectFrom('kiosk_enrolment')
    .select(['code', 'expires_at'])
    .where('public_key', '=', publicKey)
    .where('expires_at', '>', await clock(db))
    .executeTakeFirst()
}

async function ask(trx: Trx, { publicKey, name, from }: { publicKey: string; name: string; from: string }) {
  const now = await clock(trx)
  await trx
    .deleteFrom('kiosk_enrolment')
    .where((eb) => eb.or([eb('expires_at', '<=', now), eb('public_key', '=', publicKey)]))
    .execute()
  const waiting = await trx.selectFrom('kiosk_enrolment').select('asked_from').execute()
  const fromThere = waiting.filter((w) => w.asked_from === from).length
  if (waiting.length >= WAITING_IN_ALL || fromThere >= WAITING_FROM_ONE) throw new ProblemError('too-many-enrolments')
  const values = { code: newCode(), expires_at: now + CODE_LIFE_MS }
  await trx
    .insertInto('kiosk_enrolment')
    .values({ public_key: publicKey, name, asked_from: from, asked_at: now, ...values })
    .execute()
  await record(trx, { actor: 'nobody', action: 'kiosk.asked', subject: 'kiosk:new', detail: { name, from } })
  return values
}
