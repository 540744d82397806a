import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from '../../../renderer/kiosk/words/en/en.ts'

const kiosk = join(import.meta.dirname, '../../../renderer/kiosk')
const sources = readdirSync(kiosk, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name) && !name.startsWith('words/en'))
  .map((name) => readFileSync(join(kiosk, name), 'utf8'))
  .join('\n')

function leaves(tree: object, path: string[] = []): string[] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) =>
    typeof value === 'string' ? [[...path, key].join('.')] : leaves(value as object, [...path, key]),
  )
}

/** Keys that are put together, by what they begin with. */
const puzzled = [...sources.matchAll(/`([a-zA-Z.]+)\.\$\{/g)].map((m) => `${m[1] ?? ''}.`)

test('every text is used', () => {
  const unused = leaves(en)
    .map((key) => key.replace(/(_ordinal)?_(one|two|few|other)$/, ''))
    .filter((key) => !sources.includes(`'${key}'`) && !puzzled.some((start) => key.startsWith(start)))
  expect(unused).toEqual([])
})

test('no text shouts', () => {
  const loud = JSON.stringify(en).match(/[^ "]*!/g)
  expect(loud).toBeNull()
})
