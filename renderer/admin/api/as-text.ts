/** Turns of the writing direction, with which one name could disorder what stands beside it. */
const TURNS = /[\u202A-\u202E\u2066-\u2069\u200E\u200F\u061C]/g

/**
 * Reads JSON in which people, kiosks and guests named things. What would change how other text is read is shown as a sign
 * that something was there.
 */
export function parseAsText(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? value.replace(TURNS, '\uFFFD') : value))
}
