import { locale } from './words.ts'

/** Makes a format for the language that is spoken, and keeps it until another one is. */
export function formatOf<F>(make: (locale: string) => F): () => F {
  let made: { readonly locale: string; readonly format: F } | null = null
  return () => {
    const now = locale()
    if (made?.locale !== now) made = { locale: now, format: make(now) }
    return made.format
  }
}
