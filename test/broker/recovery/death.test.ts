import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outsleep, survive } from './survive.ts'

test('a broker killed before or after any of its calls: the next one ends it recovered, once, with one undo point', async () => {
  const { calls } = await survive([{ at: Number.POSITIVE_INFINITY, after: false }], false)
  expect(calls).toBeGreaterThan(20)
  let died = 0
  for (let at = 1; at <= calls; at++) {
    for (const after of [false, true]) died += (await survive([{ at, after }], false)).died
  }
  // A check that never killed anybody would prove nothing.
  expect(died).toBeGreaterThan(calls)
}, 300_000)

test('any number of brokers killed one after the other, through recovery and undo', async () => {
  const death = fc.record({ at: fc.integer({ min: 1, max: 40 }), after: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(fc.array(death, { minLength: 1, maxLength: 4 }), async (deaths) => {
      await survive(deaths, true)
    }),
    { numRuns: 40 },
  )
}, 300_000)

test('a broker paused before any of its calls, and woken when another has ended the recovery, harms nothing', async () => {
  const { calls } = await survive([{ at: Number.POSITIVE_INFINITY, after: false }], false)
  let slept = 0
  for (let at = 1; at <= calls; at++) if (await outsleep(at)) slept++
  expect(slept).toBeGreaterThan(20)
}, 300_000)
