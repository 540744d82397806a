import { expect, test } from 'vitest'
import { parseAsText } from '../../../renderer/admin/api/as-text.ts'

test('a name that turns the writing around does not, and shows that it would have', () => {
  expect(parseAsText(JSON.stringify({ a: ['x\u202Etxt.exe', 'שלום', 'a\u2067b'], n: 3, no: null }))).toEqual({
    a: ['x\uFFFDtxt.exe', 'שלום', 'a\uFFFDb'],
    n: 3,
    no: null,
  })
})
