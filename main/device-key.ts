import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto'
import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { type KioskProof, type SignedRequest, signedText } from '../shared/kiosk-signature.ts'

/** Keeps a secret out of plain sight on the disk, where the system has a place for the key to it. */
export interface Sealer {
  readonly name: string
  seal(text: string): string
  /** Throws if it cannot be opened. */
  open(sealed: string): string
}

/** The kiosk's own key: made once, it never leaves this computer. */
export class DeviceKey {
  readonly #private: KeyObject
  /** Ed25519, raw, base64url. */
  readonly publicKey: string

  constructor(pem: string) {
    this.#private = createPrivateKey(pem)
    const spki = createPublicKey(this.#private).export({ type: 'spki', format: 'der' })
    this.publicKey = spki.subarray(-32).toString('base64url')
  }

  /** `at`: ms since 1970, as the broker's clock is thought to be. */
  prove(request: SignedRequest, body: string | undefined, at: number): KioskProof {
    const proof = {
      key: this.publicKey,
      at,
      nonce: randomBytes(16).toString('base64url'),
      body: createHash('sha256')
        .update(body ?? '')
        .digest('base64url'),
    }
    const signature = sign(null, Buffer.from(signedText(request, proof)), this.#private).toString('base64url')
    return { ...proof, signature }
  }
}

/**
 * Reads the key, or makes one where there is none. In the file, which only its user may read, it stands sealed if there is a
 * sealer, and plain if not. Throws if a key is there that cannot be read: another one would be another kiosk.
 */
export function openDeviceKey(file: string, sealer: Sealer | null): DeviceKey {
  const kept = textOf(file)
  if (kept === null) return newDeviceKey(file, sealer)
  chmodSync(file, 0o600)
  const [kind, ...rest] = kept.split('\n')
  const text = rest.join('\n')
  if (kind === 'plain') return new DeviceKey(text)
  if (sealer === null || kind !== sealer.name)
    throw new Error(`${file} was sealed with ${kind ?? 'nothing'}, which is not here; enrol this kiosk anew`)
  return new DeviceKey(sealer.open(text))
}

/** Makes a key in place of the one there may be, which is gone then. */
export function newDeviceKey(file: string, sealer: Sealer | null): DeviceKey {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  writeDurably(file, sealer === null ? `plain\n${pem}` : `${sealer.name}\n${sealer.seal(pem)}`)
  return new DeviceKey(pem)
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw e
  }
}

/** All of it or nothing, also when the plug is pulled. */
function writeDurably(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const half = `${file}.new`
  const handle = openSync(half, 'w', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  renameSync(half, file)
}
