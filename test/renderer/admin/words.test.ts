import { expect, test } from 'vitest'
import { audit as germanAudit } from '../../../renderer/admin/words/de/audit.ts'
import { de as firstGerman } from '../../../renderer/admin/words/de/de.ts'
import { people as germanPeople } from '../../../renderer/admin/words/de/people.ts'
import { audit as englishAudit } from '../../../renderer/admin/words/en/audit.ts'
import { en as firstEnglish } from '../../../renderer/admin/words/en/en.ts'
import { people as englishPeople } from '../../../renderer/admin/words/en/people.ts'

const en = { ...firstEnglish, ofPeople: englishPeople, ofAudit: englishAudit }
const de = { ...firstGerman, ofPeople: germanPeople, ofAudit: germanAudit }

/** Every text with the path it stands at. */
function texts(of: object, at = ''): [path: string, text: string][] {
  return Object.entries(of).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[`${at}${key}`, value] as [string, string]] : texts(value as object, `${at}${key}.`),
  )
}
const names = (text: string) => [...text.matchAll(/\{\{([\w, ]+)\}\}/g)].map(([, name]) => name).sort()

test('German says of each text what English says, with the same values in it', () => {
  const german = new Map(texts(de))
  expect([...german.keys()].sort()).toEqual(
    texts(en)
      .map(([path]) => path)
      .sort(),
  )
  for (const [path, text] of texts(en)) expect([path, names(german.get(path) ?? '')]).toEqual([path, names(text)])
})

test('no text is a guess at HTML, and none is empty', () => {
  for (const [path, text] of [...texts(en), ...texts(de)]) expect([path, /^[^<>]+$/.test(text)]).toEqual([path, true])
})
