import { randomInt } from 'node:crypto'
import { hashPassword } from './password.ts'

/** Without letters that are taken for others when they are read out. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'
const DAYS = 7

export interface FirstPassword {
  readonly text: string
  readonly hash: string
  /** How long it counts, ms. */
  readonly lifeMs: number
}

/** To be read out over the phone and used once: 79 bits, in groups. */
export async function newFirstPassword(): Promise<FirstPassword> {
  const letters = Array.from({ length: 16 }, () => LETTERS.charAt(randomInt(LETTERS.length))).join('')
  const text = letters.match(/.{4}/g)?.join('-') ?? letters
  return { text, hash: await hashPassword(text), lifeMs: DAYS * 24 * 60 * 60_000 }
}
