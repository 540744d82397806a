import { expect, test } from 'vitest'
import { fuzz } from '../../fuzz/fuzz.ts'

/** `npm run fuzz` sends more of them, and others. */
const REQUESTS = process.env['DARUMA_TEST_LONG'] === '1' ? 20_000 : 1000

test('the API keeps to its description, whatever is sent', { timeout: 900_000 }, async () => {
  const { found, seen } = await fuzz(REQUESTS, 20_251)
  expect(found).toEqual([])
  // It did get somewhere: each kind of refusal, and calls that were carried out.
  const answers = [...seen.keys()].map((answer) => answer.split(' '))
  for (const status of ['200', '400', '401', '403', '404', '413', '415'])
    expect(
      answers.filter(([, answered]) => answered === status),
      status,
    ).not.toEqual([])
  expect(
    new Set(answers.flatMap(([call, status]) => (status?.startsWith('2') === true ? [call] : []))).size,
  ).toBeGreaterThan(8)
})
