import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import type { Fault } from '../../fakes/faults.ts'
import { DESKTOP, Mortal, PERSON, Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

/** Each call in the long form, every other one otherwise. */
const EVERY = process.env['DARUMA_TEST_LONG'] === '1' ? 1 : 2

const fake = () => rig.host.desktop(DESKTOP)

/** What a point of that id holds. */
async function held(id: string | null): Promise<readonly string[]> {
  const { captured_n } = await rig.point(id)
  if (captured_n === null) throw new Error('nothing was captured')
  return fake().contents(captured_n)
}

test('a point of a running desktop: its disk up to then, sealed; the machine and its picture stay', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('before')
  const was = await rig.row()
  const run = await rig.take('before the update')
  expect((await rig.ended(run.id)).outcome).toBe('captured')
  await rig.write('after')

  const point = await rig.point(run.point_id)
  expect(point).toMatchObject({
    state: 'there',
    reason: 'by-hand',
    note: 'before the update',
    consistency: 'flushed',
    captured_n: was.overlay_n,
  })
  expect(await held(run.point_id)).toEqual(['before'])
  expect(await rig.contents()).toEqual(['before', 'after'])
  const now = await rig.row()
  expect(now).toMatchObject({ instance_n: was.instance_n, generation: was.generation })
  expect(fake().disks.get(was.overlay_n ?? 0)?.sealed).toBe(true)
  expect(fake().living(now.instance_n ?? 0)).toMatchObject({ status: 'running', frozen: false, linkUp: true })
  expect(await rig.wrongs()).toEqual([])
})

test('it is nobody’s recovery: the desktop is shown as it was, and its owner hears of the point alone', async () => {
  rig = await Rig.ready()
  const before = await rig.desktops.one(PERSON, DESKTOP)
  const run = await rig.take()
  const told = await rig.store.db.selectFrom('event').select('type').where('subject', '=', run.id).execute()
  expect(told).toEqual([])
  expect(await rig.desktops.one(PERSON, DESKTOP)).toEqual(before)
  expect(await rig.desktops.points(PERSON, DESKTOP)).toMatchObject([{ taking: true, proof: 'unproven' }, {}])
  await rig.brokerUp()
  await rig.ended(run.id)
  expect((await rig.desktops.one(PERSON, DESKTOP)).recovery).toEqual(before.recovery)
})

test.each([
  ['silent', 'crash', 'captured'],
  ['paused', 'crash', 'captured'],
  ['powered off', 'at-rest', 'captured'],
  ['gone', 'crash', 'captured'],
  ['panicked', null, 'refused'],
] as const)('of a guest that is %s: %s', async (state, consistency, outcome) => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('the last words')
  const n = (await rig.row()).instance_n ?? 0
  if (state === 'silent') fake().living(n).agent = 'silent'
  if (state === 'paused') fake().living(n).status = 'paused'
  if (state === 'powered off') rig.host.powersOff(DESKTOP, n)
  if (state === 'gone') rig.host.dies(DESKTOP, n)
  if (state === 'panicked') rig.host.panics(DESKTOP, n)
  const run = await rig.take()
  expect((await rig.ended(run.id)).outcome).toBe(outcome)
  const point = await rig.point(run.point_id)
  if (consistency === null) expect(point).toMatchObject({ proof: 'failed', state: 'there' })
  else {
    expect(point.consistency).toBe(consistency)
    expect(await held(run.point_id)).toEqual(['the last words'])
  }
  expect(await rig.contents()).toEqual(['the last words'])
  expect(await rig.wrongs()).toEqual([])
})

test('a guest that stops holding still too early is marked so', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const n = (await rig.row()).instance_n ?? 0
  rig.host.faults.before = ({ method }) => {
    if (method === 'switchDisk') rig.host.thaws(DESKTOP, n)
  }
  const run = await rig.take()
  await rig.ended(run.id)
  expect((await rig.point(run.point_id)).consistency).toBe('crash')
})

test('a press goes before it, wherever it is', async () => {
  rig = await Rig.ready()
  await rig.write('broken')
  const { calls } = await deathAt(Number.POSITIVE_INFINITY, false)
  await rig.close()
  for (let at = 1; at <= calls; at += EVERY) {
    rig = await Rig.ready()
    await rig.write('broken')
    const run = await rig.take()
    const sleeper = rig.startBroker(new Mortal(at, false, true))
    await Promise.race([sleeper.died, rig.ended(run.id)])
    const pressed = await rig.recover()
    await rig.brokerUp()
    expect((await rig.ended(pressed.id)).outcome).toBe('recovered')
    sleeper.wake()
    await rig.endBrokers()
    expect(await rig.contents()).toEqual([])
    const [kept] = await rig.store.db.selectFrom('undo_point').selectAll().execute()
    expect(fake().contents(kept?.overlay_n ?? 0)).toEqual(['broken'])
    expect(await rig.wrongs()).toEqual([])
    await rig.close()
  }
  rig = await Rig.make()
}, 120_000)

test('a key of a point and one of a press are not taken for each other; two points are not taken at once', async () => {
  rig = await Rig.ready()
  await rig.take()
  await expect(rig.take()).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:busy' } })
})

/** Takes a point through a broker that dies at its call `at`, and one after it; answers how the point ended. */
async function deathAt(at: number, after: boolean) {
  const run = await rig.take()
  const mortal = rig.startBroker(new Mortal(at, after))
  await Promise.race([mortal.died, rig.ended(run.id)])
  const calls = mortal.calls
  if (!mortal.isDead) await rig.endBrokers()
  await rig.brokerUp()
  const { outcome } = await rig.ended(run.id)
  await rig.endBrokers()
  return { calls, outcome, died: mortal.isDead, run }
}

test('a broker killed before or after any of its calls: the disk is whole, and the next point can be taken', async () => {
  rig = await Rig.ready()
  const { calls } = await deathAt(Number.POSITIVE_INFINITY, false)
  await rig.close()
  let died = 0
  const outcomes = new Set<string | null>()
  for (let at = 1; at <= calls; at += EVERY) {
    for (const after of [false, true]) {
      rig = await Rig.ready()
      await rig.write('before')
      const end = await deathAt(at, after)
      died += end.died ? 1 : 0
      outcomes.add(end.outcome)
      const n = (await rig.row()).instance_n ?? 0
      expect(fake().living(n)).toMatchObject({ status: 'running', frozen: false })
      await rig.write('after')
      expect(await rig.contents()).toEqual(['before', 'after'])
      if (end.outcome === 'captured') expect(await held(end.run.point_id)).toEqual(['before'])
      await rig.brokerUp()
      const next = await rig.take()
      expect((await rig.ended(next.id)).outcome).toBe('captured')
      await rig.write('later')
      expect(await held(next.point_id)).toEqual(['before', 'after'])
      if (end.outcome !== 'captured' || at % 4 === 0) {
        const recovered = await rig.ended((await rig.recover()).id)
        const undone = await rig.ended((await rig.undo(recovered.id)).id)
        expect(undone.outcome).toBe('undone')
      }
      expect(await rig.contents()).toEqual(['before', 'after', 'later'])
      expect(await rig.wrongs()).toEqual([])
      await rig.close()
    }
  }
  rig = await Rig.make()
  expect(died).toBeGreaterThan(calls / EVERY)
  expect([...outcomes].sort()).toEqual(['captured', 'failed'])
}, 300_000)

test('whatever calls fail, get lost, lie or come late: nothing written is lost, and a point holds just what it says', async () => {
  const faulty = ['createOverlay', 'disk', 'instance', 'switchDisk', 'seal', 'guest.freeze', 'guest.thaw', 'guest.exec']
  const looks = new Set(['disk', 'instance'])
  const kinds: Fault[] = ['fails', 'done-unsaid', 'lost', 'late', 'lies', 'hangs']
  const mishap = fc.record({
    method: fc.constantFrom(...faulty),
    skip: fc.nat(3),
    fault: fc.constantFrom(...kinds),
  })
  const seen = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(mishap, { minLength: 1, maxLength: 3 }), fc.boolean(), async (mishaps, arrives) => {
      rig = await Rig.ready()
      await rig.brokerUp()
      await rig.write('one')
      const waiting = mishaps.map((m) => ({ ...m }))
      rig.host.faults.decide = ({ method }) => {
        const hit = waiting.find((m) => m.method === method && m.skip-- <= 0)
        if (hit === undefined) return null
        waiting.splice(waiting.indexOf(hit), 1)
        return hit.fault === 'lies' && looks.has(method) ? 'fails' : hit.fault
      }
      const first = await rig.take()
      const { outcome } = await rig.ended(first.id)
      seen.set(outcome ?? 'none', (seen.get(outcome ?? 'none') ?? 0) + 1)
      rig.host.faults.decide = () => null
      if (arrives) await rig.host.faults.arriveAll()
      // Whatever still held it let it go by itself.
      const n = (await rig.row()).instance_n ?? 0
      rig.host.thaws(DESKTOP, n)
      await rig.write('two')
      expect(await rig.contents()).toEqual(['one', 'two'])
      if (outcome === 'captured') expect(await held(first.point_id)).toEqual(['one'])
      const second = await rig.take()
      const again = await rig.ended(second.id)
      await rig.host.faults.arriveAll()
      await rig.write('three')
      expect(again.outcome).toBe('captured')
      expect(await held(second.point_id)).toEqual(['one', 'two'])
      expect(await rig.contents()).toEqual(['one', 'two', 'three'])
      const recovered = await rig.ended((await rig.recover()).id)
      await rig.ended((await rig.undo(recovered.id)).id)
      expect(await rig.contents()).toEqual(['one', 'two', 'three'])
      expect(await rig.wrongs()).toEqual([])
      await rig.close()
    }),
    {
      numRuns: Number(process.env['DARUMA_TEST_RUNS'] ?? 10),
      examples: [
        [[{ method: 'createOverlay', skip: 0, fault: 'fails' }], false],
        [[{ method: 'switchDisk', skip: 0, fault: 'late' }], true],
        [[{ method: 'switchDisk', skip: 0, fault: 'late' }], false],
        [[{ method: 'switchDisk', skip: 0, fault: 'done-unsaid' }], true],
      ],
    },
  )
  expect([...seen.keys()].sort()).toEqual(['captured', 'failed', 'refused'])
  rig = await Rig.make()
}, 300_000)
