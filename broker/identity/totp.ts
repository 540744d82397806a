import { Secret, TOTP } from 'otpauth'
import type { TotpSecret } from '../../shared/api/second-factor.ts'
import type { Seal } from '../secrets/seal.ts'
import { clock, type Trx } from '../store/store.ts'

/** What every app on a phone knows. */
const kind = { algorithm: 'SHA1', digits: 6, period: 30 } as const
/** A phone's clock may differ by one step. */
const WINDOW = 1

/** A new secret in place of one that was not confirmed; it counts once a code of it was shown. */
export async function beginTotp(trx: Trx, seal: Seal, person: { id: string; name: string }): Promise<TotpSecret> {
  const secret = new Secret({ size: 20 })
  const values = {
    secret: seal.close(secret.base32, sealedFor(person.id)),
    made_at: await clock(trx),
    confirmed_at: null,
    last_step: 0,
  }
  await trx
    .insertInto('totp')
    .values({ person_id: person.id, ...values })
    .onConflict((c) => c.column('person_id').doUpdateSet(values))
    .execute()
  return { secret: secret.base32, uri: new TOTP({ ...kind, issuer: 'Daruma', label: person.name, secret }).toString() }
}

/** Whether a code is right, and none of its step of time or a later one was used before. `unconfirmed`: of a secret that is not. */
export async function spendTotp(
  trx: Trx,
  seal: Seal,
  personId: string,
  code: string,
  which: 'confirmed' | 'unconfirmed',
): Promise<boolean> {
  const row = await trx
    .selectFrom('totp')
    .selectAll()
    .where('person_id', '=', personId)
    .where('confirmed_at', which === 'confirmed' ? 'is not' : 'is', null)
    .executeTakeFirst()
  if (row === undefined) return false
  const now = await clock(trx)
  const secret = Secret.fromBase32(seal.open(row.secret, sealedFor(personId)))
  const delta = new TOTP({ ...kind, secret }).validate({ token: code, timestamp: now, window: WINDOW })
  if (delta === null) return false
  const step = Math.floor(now / 1000 / kind.period) + delta
  if (step <= row.last_step) return false
  await trx
    .updateTable('totp')
    .set({ last_step: step, confirmed_at: row.confirmed_at ?? now })
    .where('person_id', '=', personId)
    .execute()
  return true
}

function sealedFor(personId: string): string {
  return `totp ${personId}`
}
