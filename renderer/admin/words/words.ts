import { createInstance } from 'i18next'
import { useCallback } from 'react'
import { initReactI18next, useTranslation } from 'react-i18next'
import { en } from './en/en.ts'
import type { Translated } from './translated.ts'

/** What is counted has a form for one and one for all others; it is named without that. */
type Named<K extends string> = K extends `${infer Name}_one` | `${infer Name}_other` ? Name : K
type Paths<T, At extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${At}${Named<K>}` : Paths<T[K], `${At}${K}.`>
}[keyof T & string]
export type Word = Paths<typeof en>
export type Say = (word: Word, values?: Readonly<Record<string, string | number>>) => string

export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const
export type Language = keyof typeof LANGUAGES

const locales: Record<Language, string> = { en: 'en-GB', de: 'de-DE' }
const KEPT = 'daruma.language'

/** The page's own, beside the kiosk's. English is in the page; German is fetched where it is spoken. */
const words = createInstance()
void words.use(initReactI18next).init({
  lng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  react: { useSuspense: false },
  initAsync: false,
})

/** Texts in the language spoken; whoever uses it is drawn anew when that changes. */
export function useWords(): Say {
  // A name of its own keeps the types of the kiosk's catalogue out of this one.
  const { t } = useTranslation('translation', { i18n: words })
  return useCallback((word, values) => (t as unknown as Say)(word, values), [t])
}

/** The words of one page, which are fetched with it. */
export function wordsOfPage<T extends object>(page: string, english: T, german: Translated<T>) {
  words.addResourceBundle('en', page, english)
  words.addResourceBundle('de', page, german)
  type Own = (word: Paths<T>, values?: Readonly<Record<string, string | number>>) => string
  return function usePageWords(): Own {
    const { t } = useTranslation(page as 'translation', { i18n: words })
    return useCallback((word, values) => (t as unknown as Own)(word, values), [t])
  }
}

export function language(): Language {
  return words.language === 'de' ? 'de' : 'en'
}

export function locale(): string {
  return locales[language()]
}

/** Speaks the language chosen here before, or the browser's. */
export async function speakAsBefore(): Promise<void> {
  const kept = localStorage.getItem(KEPT)
  const wish = kept ?? navigator.language.slice(0, 2)
  await speak(wish === 'de' ? 'de' : 'en')
}

export async function choose(wish: Language): Promise<void> {
  localStorage.setItem(KEPT, wish)
  await speak(wish)
}

async function speak(wish: Language): Promise<void> {
  if (wish === 'de') words.addResourceBundle('de', 'translation', (await import('./de/de.ts')).de)
  await words.changeLanguage(wish)
  document.documentElement.lang = wish
}
