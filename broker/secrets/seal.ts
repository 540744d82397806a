import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

/** Secrets that the store keeps and that have to be had back: encrypted by a key that is not in the store. */
export class Seal {
  readonly #key: Buffer
  /** Tells keys apart, and tells nothing of the key. */
  readonly #name: string

  /** `key`: 32 bytes. */
  constructor(key: Buffer) {
    this.#key = key
    this.#name = createHash('sha256').update('daruma key').update(key).digest('base64url').slice(0, 8)
  }

  /** AES-256-GCM; `of` says whose it is, and it opens for nobody else. */
  close(secret: string, of: string): string {
    const nonce = randomBytes(12)
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce).setAAD(Buffer.from(of))
    const closed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
    return ['1', this.#name, ...[nonce, closed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(
      '.',
    )
  }

  /** Throws with what to do for what another key closed, and for what was changed. */
  open(closed: string, of: string): string {
    const [version, name, nonce = '', text = '', tag = ''] = closed.split('.')
    if (version !== '1') throw new Error('a secret in the store is of a newer version; use that version')
    if (name !== this.#name)
      throw new Error('a secret in the store was encrypted by another key; put back the file that secretsKeyFile names')
    const decipher = createDecipheriv('aes-256-gcm', this.#key, Buffer.from(nonce, 'base64url'))
      .setAAD(Buffer.from(of))
      .setAuthTag(Buffer.from(tag, 'base64url'))
    return decipher.update(Buffer.from(text, 'base64url'), undefined, 'utf8') + decipher.final('utf8')
  }
}
