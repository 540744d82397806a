import { randomInt } from 'node:crypto'
import type { Trx } from '../store/store.ts'
import { digestOf } from './secret.ts'

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const COUNT = 10

/** New ones in place of all others: 59 bits each, to be kept on paper. Only their digests are kept here. */
export async function newRecoveryCodes(trx: Trx, personId: string): Promise<string[]> {
  const codes = Array.from({ length: COUNT }, () =>
    Array.from({ length: 3 }, () =>
      Array.from({ length: 4 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join(''),
    ).join('-'),
  )
  await trx.deleteFrom('recovery_code').where('person_id', '=', personId).execute()
  await trx
    .insertInto('recovery_code')
    .values(codes.map((code) => ({ id: idOf(personId, code), person_id: personId })))
    .execute()
  return codes
}

/** Whether it is one of them; it never is again. */
export async function spendRecoveryCode(trx: Trx, personId: string, code: string): Promise<boolean> {
  const spent = await trx
    .deleteFrom('recovery_code')
    .where('id', '=', idOf(personId, code))
    .where('person_id', '=', personId)
    .returning('id')
    .executeTakeFirst()
  return spent !== undefined
}

function idOf(personId: string, code: string): string {
  return digestOf(`recovery ${personId} ${code.toLowerCase().replace(/[^a-z0-9]/g, '')}`)
}
