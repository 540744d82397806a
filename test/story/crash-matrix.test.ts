import { afterAll, beforeAll, expect, test } from 'vitest'
import { shortForm } from '../crash-matrix/cases.ts'
import { runCase } from '../crash-matrix/run-case.ts'
import { Daruma } from '../rigs/daruma.ts'

let daruma: Daruma
beforeAll(async () => {
  daruma = await Daruma.prepare()
})
afterAll(() => daruma.close())

/** All of it is `npm run crash-matrix`. */
test.each(shortForm)('$act at $moment: recovered, once, with one undo point, and nothing lost', async (one) => {
  expect(await runCase(daruma, one)).toMatchObject({
    outcome: 'recovered',
    reached: true,
    bytesLost: 0,
    dead: null,
    broken: [],
  })
})
