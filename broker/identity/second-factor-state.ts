import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import type { Trx } from '../store/store.ts'

/** What somebody has of second factors, in numbers. */
export async function standingFactors(
  db: Kysely<Database>,
  personId: string,
): Promise<{ totp: boolean; passkeys: number; recoveryCodes: number }> {
  const totp = await db
    .selectFrom('totp')
    .select('person_id')
    .where('person_id', '=', personId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  const passkeys = await db.selectFrom('passkey').select('id').where('person_id', '=', personId).execute()
  const codes = await db.selectFrom('recovery_code').select('id').where('person_id', '=', personId).execute()
  return { totp: totp !== undefined, passkeys: passkeys.length, recoveryCodes: codes.length }
}

/** Nothing of it counts any more. */
export async function forgetFactors(trx: Trx, personId: string): Promise<void> {
  for (const table of ['totp', 'passkey', 'recovery_code', 'sign_in_ticket'] as const)
    await trx.deleteFrom(table).where('person_id', '=', personId).execute()
}
