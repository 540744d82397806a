import i18next from 'i18next'
import { en } from './en/en.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof en }
  }
}

/** English is in the page, so this is done when it returns. Other languages are fetched when they are spoken. */
void i18next.init({
  lng: 'en',
  resources: { en: { translation: en } },
  interpolation: { escapeValue: false },
  initAsync: false,
})

export const t = i18next.t

/** A language as the page speaks it. */
export interface Tongue {
  /** Of the catalogue, and of the page (`lang`). */
  readonly code: string
  /** For Intl. Where a language is written with several clocks, the one with 24 hours. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
}

const english: Tongue = { code: 'en', locale: 'en-GB', direction: 'ltr' }
let spoken = english

/** From now on the page speaks so. Whoever shows words draws them anew. */
export function speak(tongue: Tongue, catalogue: object): void {
  spoken = tongue
  i18next.addResourceBundle(tongue.code, 'translation', catalogue, true, true)
  void i18next.changeLanguage(tongue.code)
}

/** For Intl. */
export function locale(): string {
  return spoken.locale
}
