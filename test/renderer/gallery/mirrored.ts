import type { Tongue } from '../../../renderer/kiosk/words/words.ts'

/** A language that is none: English, each word written from the right. It shows whether the layout mirrors. */
export const mirrored: Tongue = { code: 'en-XB', locale: 'en-GB', direction: 'rtl' }

/** Each word between marks that turn it round; what stands for something stays whole. */
export function turned(tree: object): object {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]: [string, unknown]) => [
      key,
      typeof value === 'string'
        ? value.replaceAll(/(?:\{\{[^}]*\}\}|\S)+/g, (word) => (word.includes('{{') ? word : `\u202E${word}\u202C`))
        : turned(value as object),
    ]),
  )
}
