import { describe, expect, test } from 'vitest'
import { en } from '../../../renderer/kiosk/words/en/en.ts'
import { tongues } from '../../../renderer/kiosk/words/tongues.ts'
import { languages } from '../../../shared/languages.ts'

type Leaf = readonly [key: string, text: string]

function leaves(tree: object, path: readonly string[] = []): Leaf[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[[...path, key].join('.'), value] as const] : leaves(value as object, [...path, key]),
  )
}

const PLURAL = /_(zero|one|two|few|many|other)$/
/** What is counted with it, without the form. */
const base = (key: string) => key.replace(PLURAL, '')
/** Which of them a text has. A counted one may leave the number out: "one" says it, too. */
const placeholders = (text: string) =>
  [...text.matchAll(/\{\{(\w+)/g)]
    .map((m) => m[1] ?? '')
    .filter((name) => name !== 'count')
    .toSorted()
const english = leaves(en)

/** The same in both: names, signs, and words that both languages have. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  de: ['strip.kiosk'],
  fr: ['local.version', 'when.minute'],
  es: ['helpDesk.no'],
  ja: ['do.ctrlAltDel'],
}
const wordless = (text: string) => text.replaceAll(/\{\{[^}]*\}\}|[\s\p{P}\p{S}s]/gu, '') === ''

describe.each(languages.filter((l) => l !== 'en'))('%s', (language) => {
  test('has the texts that English has, with the same placeholders', async () => {
    const words = leaves(await tongues[language].catalogue())
    expect(new Set(words.map(([key]) => base(key)))).toEqual(new Set(english.map(([key]) => base(key))))
    const wanted = new Map(english.map(([key, text]) => [base(key), placeholders(text)]))
    const wrong = words.filter(([key, text]) => placeholders(text).join() !== wanted.get(base(key))?.join())
    expect(wrong).toEqual([])
  })

  test('says all of it in its own words', async () => {
    const said = new Map(english)
    const words = leaves(await tongues[language].catalogue())
    const left = words.filter(([key, text]) => text === said.get(key) && !wordless(text) && key !== 'product')
    expect(new Set(left.map(([key]) => base(key)))).toEqual(new Set(SAME[language]))
  })

  test('has each form that it counts with, and no other', async () => {
    const words = leaves(await tongues[language].catalogue()).filter(([key]) => PLURAL.test(key))
    const forms = new Map<string, string[]>()
    for (const [key] of words) forms.set(base(key), [...(forms.get(base(key)) ?? []), PLURAL.exec(key)?.[1] ?? ''])
    const { locale } = tongues[language]
    for (const [key, has] of forms) {
      const type = key.endsWith('_ordinal') ? 'ordinal' : 'cardinal'
      const { pluralCategories } = new Intl.PluralRules(locale, { type }).resolvedOptions()
      expect(has.toSorted(), key).toEqual(pluralCategories.toSorted())
    }
  })

  test('does not shout', async () => {
    const loud = leaves(await tongues[language].catalogue()).filter(([, text]) => /[!！¡]/.test(text))
    expect(loud).toEqual([])
  })
})
