import { randomInt } from 'node:crypto'
import { CODE_LENGTH, CODE_LETTERS } from '../../shared/api/kiosk.ts'

/** What a kiosk shows, and an administrator types: 36 bits, for ten minutes, behind a lock-out. */
export function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_LETTERS[randomInt(CODE_LETTERS.length)]).join('')
}

/** A code as somebody typed it: spaces, hyphens and lower case do not matter. */
export function codeOf(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
}
