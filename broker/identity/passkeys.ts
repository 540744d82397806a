import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Database } from '../store/schema.ts'
import { clock, type Trx } from '../store/store.ts'

/** As whom the broker is known to passkeys. */
export interface RelyingParty {
  /** A host's name. */
  readonly id: string
  readonly origins: readonly string[]
}

type Options = Record<string, unknown>
type Response = Record<string, unknown>

const Transports = z.array(z.string())

/** What a browser makes a passkey from; the challenge is in it. */
export async function registrationOptions(
  db: Kysely<Database>,
  party: RelyingParty,
  person: { readonly id: string; readonly name: string; readonly displayName: string },
): Promise<{ options: Options; challenge: string }> {
  const known = await db.selectFrom('passkey').select('id').where('person_id', '=', person.id).execute()
  const options = await generateRegistrationOptions({
    rpName: 'Daruma',
    rpID: party.id,
    userID: new TextEncoder().encode(person.id),
    userName: person.name,
    userDisplayName: person.displayName,
    attestationType: 'none',
    excludeCredentials: known.map(({ id }) => ({ id })),
    // It is the second factor: the password was the first.
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
  })
  return { options: { ...options }, challenge: options.challenge }
}

/** The passkey that a browser made for the challenge, or null if that does not fit. */
export async function verifyRegistration(party: RelyingParty, challenge: string, response: Response) {
  try {
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      requireUserVerification: false,
    })
    return verified ? registrationInfo.credential : null
  } catch {
    // Whatever it was sent: it says no more to who sent it.
    return null
  }
}

/** What a browser has one of their passkeys sign. */
export async function signingOptions(
  db: Kysely<Database>,
  party: RelyingParty,
  personId: string,
): Promise<{ options: Options; challenge: string }> {
  const known = await db
    .selectFrom('passkey')
    .select(['id', 'transports_json'])
    .where('person_id', '=', personId)
    .execute()
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    userVerification: 'discouraged',
    allowCredentials: known.map(({ id, transports_json }) => ({
      id,
      transports: Transports.parse(JSON.parse(transports_json)) as never,
    })),
  })
  return { options: { ...options }, challenge: options.challenge }
}

/** Which of their passkeys signed the challenge, and its counter after that; null: none. */
export async function verifySigning(
  db: Kysely<Database>,
  party: RelyingParty,
  personId: string,
  challenge: string,
  response: Response,
): Promise<{ id: string; before: number; counter: number } | null> {
  const row = await db
    .selectFrom('passkey')
    .selectAll()
    .where('id', '=', String(response['id']))
    .where('person_id', '=', personId)
    .executeTakeFirst()
  if (row === undefined) return null
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as never,
      expectedChallenge: challenge,
      expectedOrigin: [...party.origins],
      expectedRPID: party.id,
      requireUserVerification: false,
      credential: { id: row.id, publicKey: new Uint8Array(row.public_key), counter: row.counter },
    })
    return verified ? { id: row.id, before: row.counter, counter: authenticationInfo.newCounter } : null
  } catch {
    return null
  }
}

/** False if somebody else used it meanwhile. */
export async function noteUse(trx: Trx, used: { id: string; before: number; counter: number }): Promise<boolean> {
  const noted = await trx
    .updateTable('passkey')
    .set({ counter: used.counter, used_at: await clock(trx) })
    .where('id', '=', used.id)
    .where('counter', '=', used.before)
    .returning('id')
    .executeTakeFirst()
  return noted !== undefined
}
