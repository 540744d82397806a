import { randomInt } from 'node:crypto'

/** No letter or digit that is taken for another, and no vowel: so no words either. */
const letters = 'bcdfghjkmnpqrstvwxyz23456789'

/** 58 bits, in three groups that can be typed from a screen. */
export function newPassword(): string {
  const group = () => Array.from({ length: 4 }, () => letters[randomInt(letters.length)]).join('')
  return [group(), group(), group()].join('-')
}
