import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { postgresStores } from '../../rigs/stores.ts'
import { Rig } from './rig.ts'
import { outsleep, survive } from './survive.ts'

/** The engine on the other store, in a short form: what story.test.ts and death.test.ts tell at length of SQLite. */

const stores = postgresStores()
beforeAll(() => stores.prepare())
afterAll(() => stores.remove())
let rig: Rig | undefined
afterEach(async () => {
  await rig?.close()
  rig = undefined
})

/** Each so many-th call; every one with DARUMA_TEST_LONG. */
const STRIDE = process.env['DARUMA_TEST_LONG'] === undefined ? 8 : 1

test('a recovery, its undo, and the undo of that', async () => {
  rig = await Rig.ready(await stores.make())
  await rig.brokerUp()
  await rig.write('a broken update')
  const key = randomUUID()
  const [first, second] = await Promise.all([rig.recover(key), rig.recover()])
  expect(second.id).toBe(first.id)
  const recovered = await rig.ended(first.id)
  expect(recovered.outcome).toBe('recovered')
  expect(await rig.contents()).toEqual([])
  expect((await rig.recover(key)).id).toBe(first.id)
  await rig.write('work after it')
  const undone = await rig.ended((await rig.undo(recovered.id)).id)
  expect(undone.outcome).toBe('undone')
  expect(await rig.contents()).toEqual(['a broken update'])
  const again = await rig.ended((await rig.undo(undone.id)).id)
  expect(again.outcome).toBe('undone')
  expect(await rig.contents()).toEqual(['work after it'])
  expect(await rig.wrongs()).toEqual([])
})

test('a refusal, and the way back', async () => {
  rig = await Rig.ready(await stores.make())
  await rig.brokerUp()
  await rig.write('broken, but mine')
  const { roomBytes } = rig.host
  rig.host.roomBytes = 10_000
  expect((await rig.ended((await rig.recover()).id)).outcome).toBe('refused')
  rig.host.roomBytes = roomBytes
  rig.host.onExec = (_machine, _program, args) => ({ code: args.includes('share-opens') ? 1 : 0, out: '', err: '' })
  expect(await rig.ended((await rig.recover()).id)).toMatchObject({ outcome: 'failed', wayBack: true })
  expect(await rig.contents()).toEqual(['broken, but mine'])
  expect(await rig.wrongs()).toEqual([])
})

test('a broker killed before or after a call: the next one ends it, once its lease is over', async () => {
  const { calls } = await survive([{ at: Number.POSITIVE_INFINITY, after: false }], false, await stores.make())
  expect(calls).toBeGreaterThan(20)
  let died = 0
  for (let at = 2; at <= calls; at += STRIDE)
    died += (await survive([{ at, after: at % 4 === 0 }], false, await stores.make())).died
  expect(died).toBeGreaterThan(2)
}, 300_000)

test('a broker paused before a call for longer than its lease harms nothing when it wakes', async () => {
  const { calls } = await survive([{ at: Number.POSITIVE_INFINITY, after: false }], false, await stores.make())
  let slept = 0
  for (let at = 1; at <= calls; at += STRIDE) if (await outsleep(at, await stores.make())) slept++
  expect(slept).toBeGreaterThan(2)
}, 300_000)
