import { createHash, createPublicKey, verify } from 'node:crypto'
import type { Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import { proofIn, type SignedRequest, signedText } from '../../shared/kiosk-signature.ts'
import type { KioskTable } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

/** How far a kiosk's clock may be from the store's. */
const SKEW_MS = 60_000
const SWEEP_MS = 60_000
/** When a kiosk was last seen is written this often at most. */
const SEEN_MS = 60_000

/** What comes before an Ed25519 key's 32 bytes in SubjectPublicKeyInfo. */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

/** Whose signature a request has. */
export interface SignedBy {
  readonly id: string
  readonly publicKey: string
  /** SHA-256 of the body that was signed, base64url. */
  readonly body: string
  /** Null for a kiosk that is not enrolled. */
  readonly kiosk: Selectable<KioskTable> | null
}

export function kioskIdOf(publicKey: string): string {
  return createHash('sha256').update(publicKey, 'base64url').digest('base64url')
}

/** Looks whether requests are signed by whom they say, now, and for the first time. */
export class Signatures {
  readonly #store: Store
  #sweptAt = 0

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * Throws `bad-signature`, `clock-differs` with the time it is, `kiosk-revoked`, and for a kiosk that is enrolled `replayed`.
   * Nothing is kept of strangers: what they may ask does no more when it is asked twice.
   */
  async check(request: SignedRequest, header: string): Promise<SignedBy> {
    const proof = proofIn(header)
    if (proof === null || !fits(request, proof)) throw new ProblemError('bad-signature')
    const now = await this.#store.now()
    if (Math.abs(proof.at - now) > SKEW_MS) throw clockDiffers(proof.at, now)
    const id = kioskIdOf(proof.key)
    const kiosk = await this.#store.db.selectFrom('kiosk').selectAll().where('id', '=', id).executeTakeFirst()
    if (kiosk === undefined) return { id, publicKey: proof.key, body: proof.body, kiosk: null }
    if (kiosk.revoked_at !== null) throw new ProblemError('kiosk-revoked')
    await this.#once(id, proof.nonce, now)
    if (kiosk.seen_at === null || now - kiosk.seen_at > SEEN_MS)
      await this.#store.db.updateTable('kiosk').set({ seen_at: now }).where('id', '=', id).execute()
    return { id, publicKey: proof.key, body: proof.body, kiosk }
  }

  /** Of any number who come with the same, on any broker, the database lets one pass. */
  async #once(kioskId: string, nonce: string, now: number): Promise<void> {
    const { db } = this.#store
    if (now - this.#sweptAt > SWEEP_MS) {
      this.#sweptAt = now
      await db.deleteFrom('kiosk_nonce').where('until', '<', now).execute()
    }
    // It would pass as in time for twice the skew, should the kiosk's clock be ahead.
    const [kept] = await db
      .insertInto('kiosk_nonce')
      .values({ kiosk_id: kioskId, nonce, until: now + 2 * SKEW_MS })
      .onConflict((c) => c.doNothing())
      .execute()
    if (kept?.numInsertedOrUpdatedRows !== 1n) throw new ProblemError('replayed')
  }
}

function fits(request: SignedRequest, proof: NonNullable<ReturnType<typeof proofIn>>): boolean {
  try {
    const der = Buffer.concat([SPKI, Buffer.from(proof.key, 'base64url')])
    const key = createPublicKey({ key: der, format: 'der', type: 'spki' })
    return verify(null, Buffer.from(signedText(request, proof)), key, Buffer.from(proof.signature, 'base64url'))
  } catch {
    return false
  }
}

function clockDiffers(at: number, now: number): ProblemError {
  const seconds = Math.round(Math.abs(at - now) / 1000)
  const error = new ProblemError('clock-differs', `By ${seconds} s.`)
  error.problem.now = new Date(now).toISOString()
  return error
}
