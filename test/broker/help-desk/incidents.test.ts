import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Feature, incidentIn, sharedBy } from '../../../broker/help-desk/incident-rule.ts'
import { IncidentWatch } from '../../../broker/help-desk/incident-watch.ts'
import { Incidents } from '../../../broker/help-desk/incidents.ts'
import { DESKTOP, HelpDeskRig, PERSON } from './rig.ts'

const feature = (kind: Feature['feature'], value: string): Feature => ({ feature: kind, value, at: null })
/** Forty desktops in four pools on two hosts, all of one image; those of two pools had a change. */
const features = new Map(
  Array.from({ length: 40 }, (_, i): [string, Feature[]] => [
    `d${i}`,
    [
      feature('pool', `p${i % 4}`),
      feature('host', `h${i % 2}`),
      feature('image', 'debian'),
      ...(i % 4 < 2 ? [feature('change', 'KB1')] : []),
    ],
  ]),
)
const inPool = (pool: number, count: number) => Array.from({ length: count }, (_, i) => `d${i * 4 + pool}`)

test('presses that share what few have are an incident by that', () => {
  expect(incidentIn(inPool(2, 5), features, 5)).toMatchObject({ feature: 'pool', value: 'p2', pressed: 5, all: 10 })
  expect(incidentIn([...inPool(0, 3), ...inPool(1, 3)], features, 5)).toMatchObject({
    feature: 'change',
    value: 'KB1',
    pressed: 6,
    all: 20,
  })
})

test('too few presses are none, however alike; nor is one desktop that presses often', () => {
  expect(incidentIn(inPool(2, 4), features, 5)).toBeNull()
  expect(incidentIn(['d0', 'd0', 'd0', 'd0', 'd0'], features, 5)).toBeNull()
})

test('what they share is told with how many have it, the strongest first', () => {
  const [first, ...rest] = sharedBy(inPool(1, 5), features)
  expect(first).toMatchObject({ feature: 'pool', value: 'p1', pressed: 5, all: 10 })
  expect(rest.at(-1)).toMatchObject({ feature: 'image', pressed: 5, all: 40 })
})

test('an incident is opened once, takes in who presses later, and is acted on and closed', async () => {
  const desk = await HelpDeskRig.make()
  try {
    const { helpDesk, rig } = desk
    const { store } = rig
    const ids = Array.from({ length: 6 }, (_, i) => `more-${i}`)
    await desk.inPool('finance')
    for (const id of ids)
      await store.db
        .insertInto('desktop')
        .values({ id, name: id, owner_id: PERSON, pool: 'finance', instance_n: null, overlay_n: null, next_due: null })
        .execute()
    const images = new Map([DESKTOP, ...ids].map((id) => [id, 'debian']))
    const watch = new IncidentWatch(store, images, { presses: 3, minutes: 30 })
    const press = async (id: string) => {
      const at = await store.now()
      const run = { ...(await store.db.selectFrom('run').selectAll().limit(1).executeTakeFirstOrThrow()) }
      await store.db
        .insertInto('run')
        .values({
          ...run,
          id: randomUUID(),
          desktop_id: id,
          kind: 'recover',
          pressed_by: PERSON,
          pressed_at: at,
          outcome: 'recovered',
          ended_at: at + 5,
        })
        .execute()
    }
    const incidents = () => store.db.selectFrom('incident').selectAll().execute()
    for (const id of ids.slice(0, 2)) await press(id)
    await watch.look()
    expect(await incidents()).toEqual([])
    await press('more-2')
    await watch.look()
    await watch.look()
    expect(await incidents()).toMatchObject([{ state: 'open', pressed: 3 }])
    await press('more-3')
    await watch.look()
    const [{ id } = { id: '' }] = await incidents()

    const hal = await desk.person('hal', 'helpdesk-senior')
    const far = await desk.person('far', 'helpdesk-senior', ['sales'])
    const all = new Incidents(store, images)
    const file = await all.view(hal, id)
    expect(file.incident).toMatchObject({ desktops: 4, recovered: 4, running: 0 })
    expect(file).toMatchObject({ others: 3, presses: { length: 4 } })
    expect(file.shares.map((shared) => shared.feature)).toContain('pool')
    await expect(all.view(far, id)).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:unknown-incident' },
    })

    const offer = { key: randomUUID(), reason: 'the update is bad' }
    expect((await all.offer(hal, id, offer)).offers).toEqual({ waiting: 3, taken: 0, declined: 0 })
    expect((await all.offer(hal, id, offer)).offers).toEqual({ waiting: 3, taken: 0, declined: 0 })
    const offered = (await rig.desktops.one(PERSON, DESKTOP)).offer
    expect(offered).toMatchObject({ reason: 'the update is bad' })
    expect((await all.tell(hal, id, { key: randomUUID(), text: 'Hold the red button.' })).incident.state).toBe('open')
    expect((await rig.desktops.one(PERSON, DESKTOP)).messages).toMatchObject([{ incidentId: id }])
    expect((await all.hold(hal, id, 'nothing is learned now')).incident.held).toBe(true)
    expect((await helpDesk.holds.list(hal)).length).toBeGreaterThan(0)

    const closed = await all.close(hal, id, 'withdrawn by its maker')
    expect(closed.incident).toMatchObject({ state: 'closed', held: false, closedBy: { name: 'hal' } })
    expect(await helpDesk.holds.list(hal)).toEqual([])
    expect((await rig.desktops.one(PERSON, DESKTOP)).offer).toBeNull()
    await expect(all.close(hal, id, 'twice')).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:incident-closed' },
    })
  } finally {
    await desk.close()
  }
})
