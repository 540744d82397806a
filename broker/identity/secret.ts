import { createHash, randomBytes } from 'node:crypto'

/** 256 bits nobody can guess, for a header, a cookie or a WebSocket's subprotocol. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url')
}

/** What is kept of a secret: from it the secret cannot be had back, and at 256 bits it needs no salt and no stretching. */
export function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
