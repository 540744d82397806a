/**
 * How a kiosk signs what it asks, after the idea of RFC 9421 with one fixed set of covered parts: who, when, once, what and
 * with which right. The header is `Daruma-Kiosk: key=..., at=..., nonce=..., body=..., signature=...`.
 */
export interface KioskProof {
  /** Ed25519, the raw 32 bytes as base64url: who. */
  readonly key: string
  /** Ms since 1970, by the clock of the broker as the kiosk knows it. */
  readonly at: number
  /** 128 bits, base64url, never used again. */
  readonly nonce: string
  /** SHA-256 of the body's bytes, base64url; of none where there is no body. */
  readonly body: string
  /** Ed25519 over `signedText`, base64url. */
  readonly signature: string
}

export interface SignedRequest {
  readonly method: string
  /** Path and query, as they are sent. */
  readonly target: string
  /** The `Authorization` header, if there is one. */
  readonly authorization: string | undefined
}

export const KIOSK_HEADER = 'daruma-kiosk'

/** What is signed. Nothing in it can hold a line break, so no two requests have the same text. */
export function signedText(
  { method, target, authorization }: SignedRequest,
  { key, at, nonce, body }: Omit<KioskProof, 'signature'>,
): string {
  return ['daruma-kiosk-1', key, String(at), nonce, method, target, authorization ?? '', body].join('\n')
}

export function proofHeader({ key, at, nonce, body, signature }: KioskProof): string {
  return `key=${key}, at=${at}, nonce=${nonce}, body=${body}, signature=${signature}`
}

/**
 * Each value has one way to be written: the last letter of a base64url text holds bits that mean nothing, and they are zero.
 * So nobody can make another header of one that they saw.
 */
const BYTES_32 = '[\\w-]{42}[AEIMQUYcgkosw048]'
const SHAPE = new RegExp(
  `^key=(${BYTES_32}), at=([1-9]\\d{0,14}), nonce=([\\w-]{21}[AQgw]), body=(${BYTES_32}), signature=([\\w-]{85}[AQgw])$`,
)

/** The proof in a header's text, or null if it is none. */
export function proofIn(header: string): KioskProof | null {
  const [, key, at, nonce, body, signature] = SHAPE.exec(header) ?? []
  if (key === undefined || nonce === undefined || body === undefined || signature === undefined) return null
  return { key, at: Number(at), nonce, body, signature }
}
