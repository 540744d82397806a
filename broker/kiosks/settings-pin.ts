import { randomBytes, scrypt } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt)
const COST = 2 ** 15

/**
 * `scrypt:cost:salt:hash`, looked at by the kiosk itself, also while no broker answers; so it is what Electron's Node has.
 * Ten thousand PINs are soon tried by whoever has this: it keeps people at the screen out, not who reads the kiosk's disk.
 */
export async function hashSettingsPin(pin: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(pin, salt, 32, { N: COST, maxmem: 64 * 1024 * 1024 })
  return `scrypt:${COST}:${salt.toString('base64url')}:${hash.toString('base64url')}`
}
