import type { Language } from '../../../shared/languages.ts'
import { en } from './en/en.ts'
import type { Tongue } from './words.ts'

interface Spoken extends Tongue {
  /** As those who speak it call it. */
  readonly name: string
  readonly catalogue: () => Promise<object>
}

export const tongues: Readonly<Record<Language, Spoken>> = {
  en: {
    code: 'en',
    name: 'English',
    locale: 'en-GB',
    direction: 'ltr',
    catalogue: async () => en,
  },
  de: {
    code: 'de',
    name: 'Deutsch',
    locale: 'de-DE',
    direction: 'ltr',
    catalogue: async () => (await import('./de/de.ts')).de,
  },
  fr: {
    code: 'fr',
    name: 'Français',
    locale: 'fr-FR',
    direction: 'ltr',
    catalogue: async () => (await import('./fr/fr.ts')).fr,
  },
  es: {
    code: 'es',
    name: 'Español',
    locale: 'es-ES',
    direction: 'ltr',
    catalogue: async () => (await import('./es/es.ts')).es,
  },
  ja: {
    code: 'ja',
    name: '日本語',
    locale: 'ja-JP',
    direction: 'ltr',
    catalogue: async () => (await import('./ja/ja.ts')).ja,
  },
}
