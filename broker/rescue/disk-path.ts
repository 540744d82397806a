/**
 * Paths on a kept disk. They are bytes that a guest chose: any but NUL, and `/` between names. They travel as base64url
 * of those bytes, so that each can be named exactly; what people read is made of them here and is never read back.
 */

const LONGEST = 4096
const LONGEST_SHOWN = 1024

/** A path from the root as a `DiskPath`. */
export function encodePath(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}

export function decodePath(path: string): Buffer {
  return Buffer.from(path, 'base64url')
}

/** Whether it leads from the root downwards, name by name, and nowhere else. */
export function isPlainPath(bytes: Uint8Array): boolean {
  if (bytes.length === 0 || bytes.length > LONGEST || bytes.includes(0)) return false
  return namesOf(bytes).every((name) => !['', '.', '..'].includes(name))
}

/** The names in a path, each with one character for each byte. */
export function namesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes).toString('latin1').split('/')
}

/** As people read it: what is text as it is, every other byte and every character that moves or hides text escaped. */
export function shownPath(bytes: Uint8Array): string {
  return cut(`/${shownBytes(bytes)}`)
}

export function shownName(bytes: Uint8Array): string {
  return cut(shownBytes(bytes.subarray(bytes.lastIndexOf(0x2f) + 1)))
}

/** Text that somebody else wrote, fit to be shown in one line. */
export function shownText(text: string): string {
  return cut(text.replace(/[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu, escapedCharacter))
}

function shownBytes(bytes: Uint8Array): string {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = lengthOfCharacter(bytes[at] ?? 0)
    try {
      const character = decoder.decode(bytes.subarray(at, at + length))
      text += character.replace(/[\\\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/u, escapedCharacter)
      at += length
    } catch {
      text += `\\x${(bytes[at] ?? 0).toString(16).padStart(2, '0')}`
      at++
    }
  }
  return text
}

/** By UTF-8's first byte; of one that begins no character, 1. */
function lengthOfCharacter(first: number): number {
  if (first >= 0xf0) return 4
  if (first >= 0xe0) return 3
  return first >= 0xc0 ? 2 : 1
}

function escapedCharacter(character: string): string {
  if (character === '\\') return '\\\\'
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`
}

function cut(text: string): string {
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN - 1).replace(/[\ud800-\udbff]$/, '')}…`
}
