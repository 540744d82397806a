import { createStore } from 'zustand/vanilla'
import { type Language, languages } from '../../../shared/languages.ts'
import { tongues } from '../words/tongues.ts'
import { speak } from '../words/words.ts'

const KEY = 'daruma.language'

/** What was chosen here, and what the kiosk itself said then: another word of the kiosk's is newer than the choice. */
interface Kept {
  readonly chosen: Language | null
  readonly kiosk: Language | null
}

/** The language that is spoken now. It follows once its catalogue is here. */
export const spoken = createStore<{ readonly language: Language }>(() => ({ language: 'en' }))

let kept = stored()
let wanted: Language = 'en'

/** Speaks as was chosen here, or else as the kiosk says, or else as the system does. */
export async function openLanguage(): Promise<void> {
  kept = stored()
  await change()
}

/** Somebody chose it at the screen. It stays with this kiosk. */
export async function choose(language: Language): Promise<void> {
  keep({ ...kept, chosen: language })
  await change()
}

/** How this kiosk is set up; null: not at all. */
export async function kioskSays(language: Language | null): Promise<void> {
  if (language !== kept.kiosk) keep({ chosen: null, kiosk: language })
  await change()
}

async function change(): Promise<void> {
  const language = kept.chosen ?? kept.kiosk ?? systems()
  wanted = language
  if (language === spoken.getState().language) return
  const { catalogue, ...tongue } = tongues[language]
  const words = await catalogue()
  // Overtaken by another choice.
  if (wanted !== language) return
  speak(tongue, words)
  document.documentElement.lang = tongue.code
  document.documentElement.dir = tongue.direction
  spoken.setState({ language })
}

function systems(): Language {
  for (const wish of navigator.languages) {
    const found = oneOf(wish.split('-')[0])
    if (found !== null) return found
  }
  return 'en'
}

function keep(now: Kept): void {
  kept = now
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // Storage that is full or forbidden: the choice holds until the page is left.
  }
}

function stored(): Kept {
  try {
    const told = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Record<keyof Kept, unknown>>
    return { chosen: oneOf(told.chosen), kiosk: oneOf(told.kiosk) }
  } catch {
    return { chosen: null, kiosk: null }
  }
}

function oneOf(told: unknown): Language | null {
  return languages.find((language) => language === told) ?? null
}
