import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import pino from 'pino'
import { afterEach, describe, expect, test } from 'vitest'
import { seedDesktops } from '../../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../../broker/desktops/settings.ts'
import { type Engine, startEngine } from '../../../broker/recovery/engine.ts'
import type { Parts } from '../../../broker/recovery/parts.ts'
import { Presses } from '../../../broker/recovery/presses.ts'
import { admitted, inOrder, placeOf, type Turn } from '../../../broker/recovery/queue.ts'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import type { Store } from '../../../broker/store/store.ts'
import { defaultPolicy } from '../../../shared/api/policy.ts'
import { FakeHost } from '../../fakes/fake-host.ts'
import { FakeHypervisor } from '../../fakes/fake-hypervisor.ts'

describe('the order of those that wait', () => {
  const run = fc.record({
    is: fc.constantFrom('waiting', 'waiting', 'running', 'over'),
    pressed_by: fc.option(fc.constantFrom('ada', 'ben', 'cem'), { freq: 4 }),
    pressed_at: fc.nat(50),
    host: fc.constantFrom('h1', 'h2'),
    storage: fc.constantFrom('s1', 's2'),
  })
  const crowd = fc
    .array(run, { maxLength: 25 })
    .map((runs) => runs.map((r, i): Turn => ({ ...r, id: `r-${i}`, desktop_id: `d-${i}`, owner_id: 'o' })))
  const slots = fc.record({ host: fc.integer({ min: 1, max: 4 }), storage: fc.integer({ min: 1, max: 6 }) })
  const waits = (open: readonly Turn[]) => open.filter((r) => r.is === 'waiting')

  test('has everybody who waits in it, once', () => {
    fc.assert(
      fc.property(crowd, (open) => {
        expect(new Set(inOrder(open))).toEqual(new Set(waits(open)))
        expect(inOrder(open)).toHaveLength(waits(open).length)
      }),
    )
  })

  test("puts presses before what starts by itself, nobody's second before anybody's first, and then the earlier press", () => {
    fc.assert(
      fc.property(crowd, (open) => {
        const order = inOrder(open)
        const had = (person: string, before: number) =>
          open.filter((r) => r.is !== 'waiting' && r.pressed_by === person).length +
          order.slice(0, before).filter((r) => r.pressed_by === person).length
        order.forEach((later, j) => {
          order.slice(0, j).forEach((first, i) => {
            if (first.pressed_by === null) expect(later.pressed_by).toBeNull()
            if (first.pressed_by === null || later.pressed_by === null) return
            const [a, b] = [had(first.pressed_by, i), had(later.pressed_by, j)]
            expect(a).toBeLessThanOrEqual(b)
            if (a === b) expect(first.pressed_at).toBeLessThanOrEqual(later.pressed_at)
          })
        })
      }),
    )
  })

  test('never gives a host or a storage more than it carries, and leaves none of them idle for who is next', () => {
    fc.assert(
      fc.property(crowd, slots, (open, most) => {
        const begun = admitted(open, most)
        const busy = (what: 'host' | 'storage', name: string, of: readonly Turn[]) =>
          of.filter((r) => r[what] === name && (r.is === 'running' || begun.has(r.id))).length
        for (const what of ['host', 'storage'] as const)
          for (const r of open.filter((o) => begun.has(o.id)))
            expect(busy(what, r[what], open)).toBeLessThanOrEqual(most[what])
        const [next] = inOrder(open)
        if (next === undefined) return
        const before = open.filter((r) => r.is === 'running')
        const free = busy('host', next.host, before) < most.host && busy('storage', next.storage, before) < most.storage
        expect(begun.has(next.id)).toBe(free)
      }),
    )
  })

  test('tells everybody a place that is true', () => {
    fc.assert(
      fc.property(crowd, (open) => {
        for (const one of open) {
          const told = placeOf(open, one.id)
          if (one.is !== 'waiting') {
            expect(told).toBeNull()
            continue
          }
          const near = inOrder(open).filter((r) => r.host === one.host || r.storage === one.storage)
          expect(near[(told?.place ?? 0) - 1]?.id).toBe(one.id)
          expect(told?.of).toBe(near.length)
        }
      }),
    )
  })
})

/** So many desktops of some people on one fake host, a real store and engine. */
class Crowd {
  static readonly people = ['ada', 'ben', 'cem']
  readonly host: FakeHost
  readonly store: Store
  readonly presses: Presses
  readonly parts: Parts
  readonly #folder: string
  #engine: Engine | null = null

  private constructor(folder: string, store: Store, settings: DesktopSettings[], slots: number) {
    this.#folder = folder
    this.store = store
    this.host = new FakeHost(settings.map((s) => s.id))
    const desktops = new Map(settings.map((s) => [s.id, s]))
    this.presses = new Presses(store)
    this.parts = {
      store,
      hypervisor: new FakeHypervisor(this.host),
      desktops,
      log: pino({ level: 'silent' }),
      atOnce: { host: slots, storage: 100 },
    }
  }

  /** Desktop `d-0` is ada's, `d-1` is ben's, `d-2` is cem's, `d-3` is ada's again; all run, and nothing is open. */
  static async make(desktops: number, slots: number): Promise<Crowd> {
    const folder = await mkdtemp(join(tmpdir(), 'daruma-queue-'))
    const store = await openSqliteStore(join(folder, 'daruma.sqlite'))
    await store.db
      .insertInto('person')
      .values(Crowd.people.map((name) => ({ id: name, name, display_name: name, password_hash: '-' })))
      .execute()
    const policy = { ...defaultPolicy, bootSeconds: 5, warmSeconds: 5, ballastMiB: 1, pointMinutes: 0 }
    const settings = Array.from({ length: desktops }, (_, i): DesktopSettings => {
      return { id: `d-${i}`, name: `D ${i}`, owner: Crowd.people[i % 3] ?? '', share: null, policy }
    })
    await seedDesktops(store, settings)
    const crowd = new Crowd(folder, store, settings, slots)
    await crowd.start()
    await crowd.until(async () => {
      const rows = await store.db.selectFrom('desktop').select('instance_n').execute()
      return rows.every((r) => r.instance_n !== null) && (await crowd.open()).length === 0
    })
    return crowd
  }

  async start(): Promise<void> {
    this.#engine = await startEngine(this.parts)
  }

  async stop(): Promise<void> {
    await this.#engine?.stop()
    this.#engine = null
  }

  open() {
    return this.store.db.selectFrom('run').selectAll().where('outcome', 'is', null).execute()
  }

  async press(desktop: number) {
    const { generation, owner_id } = await this.store.db
      .selectFrom('desktop')
      .selectAll()
      .where('id', '=', `d-${desktop}`)
      .executeTakeFirstOrThrow()
    const press = { key: crypto.randomUUID(), kind: 'recover', generation } as const
    return this.presses.press(owner_id, `d-${desktop}`, press)
  }

  async until(so: () => Promise<boolean>): Promise<void> {
    const limit = Date.now() + 25_000
    while (!(await so())) {
      if (Date.now() > limit) throw new Error('it did not come to that')
      await delay(10)
    }
  }

  async close(): Promise<void> {
    await this.stop()
    await this.store.close()
    await rm(this.#folder, { recursive: true, force: true })
  }
}

describe('a storm', () => {
  let crowd: Crowd
  afterEach(() => crowd.close())

  test('of presses never has more begun than the host carries; each waits with its place, and each ends', async () => {
    crowd = await Crowd.make(7, 2)
    await crowd.stop()
    // ada presses for all of hers before ben and cem press for theirs.
    const order = [0, 3, 6, 1, 4, 2, 5]
    const pressed: string[] = []
    for (const d of order) pressed.push((await crowd.press(d)).id)
    const places = await Promise.all(
      pressed.map(async (id, i) => (await crowd.presses.view(Crowd.people[(order[i] ?? 0) % 3] ?? '', id)).queue),
    )
    // The first of each goes before the second of anybody.
    expect(places.map((p) => p?.place)).toEqual([1, 4, 7, 2, 5, 3, 6])
    expect(places.every((p) => p?.of === 7)).toBe(true)

    let most = 0
    crowd.host.faults.before = async () => {
      most = Math.max(most, (await crowd.open()).filter((r) => r.mark !== 'accepted').length)
    }
    await crowd.start()
    await crowd.until(async () => (await crowd.open()).length === 0)
    expect(most).toBe(2)
    const begun = await crowd.store.db
      .selectFrom('run_mark')
      .innerJoin('run', 'run.id', 'run_mark.run_id')
      .select('run.id')
      .where('run.kind', '=', 'recover')
      .where('run_mark.mark', '=', 'preparing')
      .orderBy('run_mark.at')
      .execute()
    const turns = begun.map((b) => pressed.indexOf(b.id))
    const turnOf = (i: number) => turns.indexOf(i)
    // Firsts before seconds, seconds before thirds; two begin together, so only those are sure that are two apart.
    for (const [early, late] of [
      [0, 1],
      [3, 1],
      [5, 4],
      [1, 2],
    ] as const)
      expect(turnOf(early)).toBeLessThan(turnOf(late))
    const outcomes = await crowd.store.db.selectFrom('run').select('outcome').where('kind', '=', 'recover').execute()
    expect(outcomes.map((o) => o.outcome)).toEqual(Array.from({ length: 7 }, () => 'recovered'))
  })

  test('a press that waits is taken back by its person: nothing is touched, and the others move up', async () => {
    crowd = await Crowd.make(3, 1)
    await crowd.stop()
    const [first, second, third] = [await crowd.press(0), await crowd.press(1), await crowd.press(2)]
    await expect(crowd.presses.cancel('ada', second.id)).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:unknown-recovery' },
    })
    const events = async () => (await crowd.store.db.selectFrom('event').selectAll().execute()).length
    const before = await events()
    expect(await crowd.presses.cancel('ben', second.id)).toMatchObject({ outcome: 'cancelled', queue: null })
    expect(await crowd.presses.cancel('ben', second.id)).toMatchObject({ outcome: 'cancelled' })
    expect(await events()).toBeGreaterThan(before)
    expect((await crowd.presses.view('cem', third.id)).queue).toEqual({ place: 2, of: 2 })
    const calls = crowd.host.faults.calls.length
    await crowd.start()
    await crowd.until(async () => (await crowd.open()).length === 0)
    expect(crowd.host.faults.calls.slice(calls).filter((c) => c.desktop === 'd-1' && c.method === 'stop')).toEqual([])
    expect((await crowd.presses.view('ada', first.id)).outcome).toBe('recovered')
    await expect(crowd.presses.cancel('ada', first.id)).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:too-late-to-cancel' },
    })
    // It was taken back, so it is no press of which the hour would know.
    const again = await crowd.press(1)
    await crowd.until(async () => (await crowd.presses.view('ben', again.id)).outcome !== null)
    expect((await crowd.presses.view('ben', again.id)).outcome).toBe('recovered')
  })

  test('desktops that come up by themselves wait behind those who pressed', async () => {
    crowd = await Crowd.make(4, 1)
    await crowd.stop()
    for (let d = 0; d < 3; d++) {
      const machine = crowd.host.desktop(`d-${d}`).alive()[0]
      if (machine !== undefined) crowd.host.dies(`d-${d}`, machine.n)
    }
    const pressed = await crowd.press(3)
    await crowd.start()
    await crowd.until(async () => (await crowd.open()).length === 0)
    const begun = await crowd.store.db
      .selectFrom('run_mark')
      .innerJoin('run', 'run.id', 'run_mark.run_id')
      .select(['run.id', 'run.kind'])
      .where('run_mark.mark', '=', 'preparing')
      .where('run_mark.at', '>=', Date.parse(pressed.pressedAt))
      .orderBy('run_mark.at')
      .execute()
    expect(begun.map((b) => b.kind)).toEqual(['recover', 'start', 'start', 'start'])
  })
})
