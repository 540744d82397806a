import type { Selectable } from 'kysely'
import type { SignInTicketTable } from '../store/schema/identity.ts'
import { clock, type Trx } from '../store/store.ts'
import { digestOf } from './secret.ts'

const LIFE_MS = 5 * 60_000
const TRIES = 5

type Row = Selectable<SignInTicketTable>

/** Notes that somebody who holds `secret` has to show something more. Answers until when. */
export async function issueTicket(
  trx: Trx,
  secret: string,
  personId: string,
  challenge: string | null = null,
): Promise<number> {
  const now = await clock(trx)
  await trx.deleteFrom('sign_in_ticket').where('expires_at', '<=', now).execute()
  const values = { person_id: personId, challenge, tries: 0, expires_at: now + LIFE_MS }
  await trx
    .insertInto('sign_in_ticket')
    .values({ id: digestOf(secret), ...values })
    .onConflict((c) => c.column('id').doUpdateSet(values))
    .execute()
  return now + LIFE_MS
}

/** The ticket, its try counted before anything is looked at; null: unknown, spent, too old, or tried too often. */
export async function tryTicket(trx: Trx, secret: string): Promise<Row | null> {
  const row = await trx
    .updateTable('sign_in_ticket')
    .set((eb) => ({ tries: eb('tries', '+', 1) }))
    .where('id', '=', digestOf(secret))
    .where('expires_at', '>', await clock(trx))
    .where('tries', '<', TRIES)
    .returningAll()
    .executeTakeFirst()
  return row ?? null
}

/** A passkey's challenge for it. */
export async function setChallenge(trx: Trx, secret: string, challenge: string): Promise<void> {
  await trx.updateTable('sign_in_ticket').set({ challenge }).where('id', '=', digestOf(secret)).execute()
}

/** Of any number who try at once, one spends it. */
export async function spendTicket(trx: Trx, secret: string): Promise<boolean> {
  const spent = await trx
    .deleteFrom('sign_in_ticket')
    .where('id', '=', digestOf(secret))
    .returning('id')
    .executeTakeFirst()
  return spent !== undefined
}
