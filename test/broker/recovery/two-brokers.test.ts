import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { seedPeople } from '../../../broker/identity/people.ts'
import { Presses } from '../../../broker/recovery/presses.ts'
import { belongsHere } from '../../../broker/store/belongs-here.ts'
import { openPostgresStore } from '../../../broker/store/postgresql/postgres-store.ts'
import type { Store } from '../../../broker/store/store.ts'
import { postgresStores } from '../../rigs/stores.ts'
import { Wire } from '../../rigs/wire.ts'
import { DESKTOP, Mortal, PERSON, Rig } from './rig.ts'

/** Several brokers that live at the same time, each with its own way to one PostgreSQL database. */

const stores = postgresStores()
beforeAll(() => stores.prepare())
afterAll(() => stores.remove())
const ends: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const LEASE_MS = 1500

async function rigAndStores(ways: number): Promise<{ rig: Rig; others: Store[]; wire: Wire }> {
  const database = await stores.make()
  const rig = await Rig.ready(database)
  const wire = await Wire.to(database.place.host)
  ends.push(() => wire.close())
  const others: Store[] = []
  for (let i = 0; i < ways; i++) {
    const store = await openPostgresStore({ ...database.place, ...(i === 0 && { host: wire.host }) }, LEASE_MS)
    others.push(store)
    ends.push(() => store.close())
  }
  ends.push(() => rig.close())
  return { rig, others, wire }
}

test('brokers that start at once on a new database make one of everything', async () => {
  const database = await stores.make()
  const opened = await Promise.all([1, 2, 3].map(() => database.open()))
  for (const store of opened) ends.push(() => store.close())
  const people = [{ name: 'maria', displayName: 'Maria', password: async () => 'secret' }]
  await Promise.all(opened.map((store) => seedPeople(store, people)))
  const [store] = opened as [Store]
  expect(await store.db.selectFrom('person').select('name').execute()).toEqual([{ name: 'maria' }])
  const folder = await mkdtemp(join(tmpdir(), 'daruma-two-'))
  ends.push(() => rm(folder, { recursive: true }))
  await Promise.all(opened.map((each) => belongsHere(each, folder)))
  expect(await store.db.selectFrom('store_identity').selectAll().execute()).toHaveLength(1)
})

test('brokers that come up at once start a desktop that is off once', async () => {
  const { rig, others } = await rigAndStores(3)
  const { instance_n, generation } = await rig.row()
  rig.host.dies(DESKTOP, instance_n ?? 0)
  for (const store of others) rig.startBroker(new Mortal(), store)
  await expect.poll(async () => (await rig.row()).generation, { timeout: 20_000 }).toBe(generation + 1)
  await rig.until(async () => (await rig.open()) === undefined)
  await rig.endBrokers()
  const starts = await rig.store.db.selectFrom('run').select('outcome').where('kind', '=', 'start').execute()
  // The first is that of the rig itself.
  expect(starts).toEqual([{ outcome: 'started' }, { outcome: 'started' }])
  expect(await rig.wrongs()).toEqual([])
}, 60_000)

test('whoever is asked, each run is carried once', async () => {
  const { rig, others } = await rigAndStores(3)
  for (const store of others) rig.startBroker(new Mortal(), store)
  const presses = others.map((store) => new Presses(store, rig.partsOf(new Mortal()).desktops))
  for (let round = 0; round < 4; round++) {
    await rig.write(`round ${round}`)
    const { generation } = await rig.row()
    const asked = await Promise.all(
      presses.map((by, i) =>
        by.press(PERSON, DESKTOP, {
          key: `00000000-0000-4000-8000-00000000${round}00${i}`,
          kind: 'recover',
          generation,
        }),
      ),
    )
    expect(new Set(asked.map((a) => a.id)).size).toBe(1)
    const ended = await rig.ended(asked[0]?.id ?? '')
    expect(ended).toMatchObject({ outcome: 'recovered', attempt: 1 })
    expect(await rig.contents()).toEqual([])
  }
  const runs = await rig.store.db.selectFrom('run').select(['fence', 'kind']).where('kind', '=', 'recover').execute()
  expect(runs.map((run) => run.fence)).toEqual([1, 1, 1, 1])
  expect(await rig.wrongs()).toEqual([])
}, 120_000)

const moments = ['stop', 'kill', 'startInert']
if (process.env['DARUMA_TEST_LONG'] !== undefined) moments.push('reserve', 'seal', 'setLink', 'resume')

test.each(moments)(
  'a broker cut off from the database at %s does nothing more; another one ends what it began',
  async (method) => {
    const { rig, others, wire } = await rigAndStores(2)
    const [near, far] = others as [Store, Store]
    const first = new Mortal()
    rig.startBroker(first, near)
    await rig.write('broken')
    const look = rig.host.faults.before
    rig.host.faults.before = async (call) => {
      await look(call)
      if (call.method !== method) return
      rig.host.faults.before = look
      wire.cut()
    }
    const { id } = await rig.recover()
    await expect.poll(() => rig.host.faults.before === look, { timeout: 20_000 }).toBe(true)
    // The other one is there, and waits until the lease is over.
    rig.startBroker(new Mortal(), far)
    expect(await rig.ended(id)).toMatchObject({ outcome: 'recovered' })
    await rig.write('work since')
    const before = first.calls
    wire.mend()
    await delay(LEASE_MS)
    // Its own transactions fail or find that it has lost; nothing reaches a machine.
    const { fence } = await rig.store.db
      .selectFrom('run')
      .select('fence')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(fence).toBe(2)
    expect(await rig.contents()).toEqual(['work since'])
    expect(first.calls - before).toBeLessThanOrEqual(0)
    expect(await rig.wrongs()).toEqual([])
  },
  120_000,
)
