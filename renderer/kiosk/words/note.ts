import { en } from './en/en.ts'
import { t } from './words.ts'

const kinds = ['first-check', 'panicked', 'paused', 'no-room'] as const

/** What the service says of a desktop, in the language that is spoken; what it says newly, as it says it. */
export function noteWords(note: string): string {
  const kind = kinds.find((each) => en.bar.note[each] === note)
  return kind === undefined ? note : t(`bar.note.${kind}`)
}
