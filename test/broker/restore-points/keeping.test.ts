import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { PolicyChanges } from '../../../broker/policies/change.ts'
import { Policies } from '../../../broker/policies/policies.ts'
import { seedPolicies } from '../../../broker/policies/seed.ts'
import { attend } from '../../../broker/restore-points/agenda.ts'
import { Announcements } from '../../../broker/restore-points/announcements.ts'
import { clearAway } from '../../../broker/restore-points/clear-away.ts'
import { RestorePoints } from '../../../broker/restore-points/points.ts'
import { thin } from '../../../broker/restore-points/thin.ts'
import { DESKTOP, Mortal, PERSON, Rig } from '../recovery/rig.ts'

let rig: Rig
afterEach(() => rig.close())

const fake = () => rig.host.desktop(DESKTOP)
const parts = () => rig.partsOf(new Mortal())
const { signal } = new AbortController()
const maria = { personId: PERSON, name: 'maria' }
const HOUR = 60 * 60 * 1000

async function taken(): Promise<string> {
  const run = await rig.take()
  await rig.ended(run.id)
  await rig.until(async () => (await rig.point(run.point_id)).proof === 'known-good')
  return run.point_id ?? ''
}

/** Thins and clears away until nothing changes any more. */
async function tidy(): Promise<void> {
  for (let i = 0; i < 8; i++) {
    await thin(parts(), DESKTOP)
    await clearAway(parts(), DESKTOP, signal)
  }
}

test('what is too much goes, with its memory and the middle of its chain; what is kept says what it said', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const points: string[] = []
  for (let i = 0; i < 5; i++) {
    await rig.write(`work ${i}`)
    points.push(await taken())
  }
  await rig.write('now')
  await new RestorePoints(parts()).pin(maria, DESKTOP, points[1] ?? '', true)
  // As if none of them had been asked for: then two are too many.
  await rig.store.db
    .updateTable('restore_point')
    .set({ reason: 'schedule' })
    .where('captured_n', 'is not', null)
    .execute()
  rig.policy = { keepPoints: 2 }
  const before = { disks: fake().disks.size, images: fake().images.size, room: rig.host.roomBytes }
  await tidy()

  const left = await rig.desktops.points(PERSON, DESKTOP)
  expect(left.map((p) => p.id)).toEqual([points[4], points[1]])
  // One more is that of which the machine came that runs.
  expect(fake().images.size).toBe(3)
  expect(fake().disks.size).toBeLessThan(before.disks - 4)
  expect(rig.host.roomBytes).toBeGreaterThan(before.room)
  expect(await rig.contents()).toEqual(['work 0', 'work 1', 'work 2', 'work 3', 'work 4', 'now'])
  const recovered = await rig.presses.press(PERSON, DESKTOP, {
    key: randomUUID(),
    kind: 'recover',
    generation: (await rig.row()).generation,
    pointId: points[1] ?? '',
  })
  expect(await rig.ended(recovered.id)).toMatchObject({ outcome: 'recovered', attempt: 1 })
  expect(await rig.contents()).toEqual(['work 0', 'work 1'])
  expect(await rig.wrongs()).toEqual([])
})

test('a disk that was left open in the middle of a chain is sealed, and then goes like any other', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const points: string[] = []
  for (let i = 0; i < 3; i++) {
    await rig.write(`work ${i}`)
    points.push(await taken())
  }
  await rig.store.db
    .updateTable('restore_point')
    .set({ reason: 'schedule' })
    .where('captured_n', 'is not', null)
    .execute()
  const open = (await rig.point(points[1] ?? '')).captured_n ?? 0
  const disk = fake().disks.get(open)
  if (disk === undefined) throw new Error(`there is no o-${open}`)
  Object.assign(disk, { sealed: false })
  rig.policy = { keepPoints: 1 }
  await tidy()
  expect(fake().disks.has(open)).toBe(false)
  expect(await rig.contents()).toEqual(['work 0', 'work 1', 'work 2'])
  expect(await rig.wrongs()).toEqual([])
})

test('what a recovery put aside goes when its time is over, or there is no room; never while it is undone, nor with the help desk', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const runs: string[] = []
  for (const text of ['first', 'second']) {
    await rig.write(text)
    runs.push((await rig.ended((await rig.recover()).id)).id)
  }
  const [first = '', second = ''] = runs
  const kept = async () =>
    (await rig.store.db.selectFrom('undo_point').select('run_id').where('state', '=', 'kept').execute()).map(
      (u) => u.run_id,
    )
  await tidy()
  expect(await kept()).toEqual(expect.arrayContaining([first, second]))
  const set = (run: string, change: { kept_until?: number; sealed_at?: number }) =>
    rig.store.db.updateTable('undo_point').set(change).where('run_id', '=', run).execute()

  await set(first, { kept_until: 1 })
  await rig.store.db.updateTable('desktop').set({ needs_help: 1 }).execute()
  await tidy()
  expect(await kept()).toHaveLength(2)
  await rig.store.db.updateTable('desktop').set({ needs_help: 0 }).execute()
  const disk = (
    await rig.store.db.selectFrom('undo_point').selectAll().where('run_id', '=', first).executeTakeFirstOrThrow()
  ).overlay_n
  await tidy()
  expect(await kept()).toEqual([second])
  expect(fake().disks.has(disk)).toBe(false)
  await expect(rig.undo(first)).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:undo-gone' } })

  // Room for little: the oldest goes, though its time is not over; what was just put aside stays.
  rig.policy = { freeGiB: 1000 }
  await tidy()
  expect(await kept()).toEqual([second])
  await set(second, { sealed_at: (await rig.store.now()) - 2 * HOUR })
  await tidy()
  expect(await kept()).toEqual([])
  expect(await rig.wrongs()).toEqual([])
})

test('a run’s point, and one that is being checked, stay; so does the last known good of all', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const older = await taken()
  const newer = await taken()
  await rig.endBrokers()
  await rig.store.db
    .updateTable('restore_point')
    .set({ reason: 'schedule', taken_at: 1000 })
    .where('id', '=', older)
    .execute()
  await rig.store.db.updateTable('restore_point').set({ taken_at: 2000 }).where('id', '=', newer).execute()
  await rig.store.db.updateTable('restore_point').set({ taken_at: 500 }).where('reason', '=', 'first').execute()
  const { generation } = await rig.row()
  await rig.presses.press(PERSON, DESKTOP, { key: randomUUID(), kind: 'recover', generation, pointId: older })
  await tidy()
  expect((await rig.desktops.points(PERSON, DESKTOP)).map((p) => p.id)).toEqual([newer, older])
})

test('points are taken when they are due, and a clock that is set back does not stop that', async () => {
  rig = await Rig.ready()
  rig.policy = { pointMinutes: 60 }
  const at = (await rig.store.now()) - 2 * HOUR
  await rig.store.db.updateTable('restore_point').set({ taken_at: at, proven_at: at }).execute()
  await attend(parts(), DESKTOP, signal)
  expect(await rig.open()).toMatchObject({ kind: 'capture' })
  await rig.store.db.updateTable('run').set({ outcome: 'failed' }).where('outcome', 'is', null).execute()
  await rig.store.db
    .deleteFrom('restore_point')
    .where('state', '=', 'taking')
    .execute()
    .catch(() => undefined)

  // Its turn lies a year ahead: as if the clock had been there.
  await rig.store.db
    .updateTable('desktop')
    .set({ next_due: (await rig.store.now()) + 365 * 24 * HOUR })
    .execute()
  await rig.brokerUp()
  await rig.until(async () => ((await rig.row()).next_due ?? 0) < (await rig.store.now()) + 2 * HOUR)
})

test('a desktop that is due is seen to once, and due again later', async () => {
  rig = await Rig.ready()
  rig.policy = { pointMinutes: 60 }
  await rig.store.db.updateTable('restore_point').set({ taken_at: 1000 }).execute()
  await rig.store.db.updateTable('desktop').set({ next_due: 1 }).execute()
  await rig.brokerUp()
  const captures = () => rig.store.db.selectFrom('run').select('outcome').where('kind', '=', 'capture').execute()
  await rig.until(async () => (await captures()).some((c) => c.outcome === 'captured'))
  expect(await captures()).toHaveLength(1)
  expect((await rig.row()).next_due).toBeGreaterThan(await rig.store.now())
})

test('before an announced change a point is taken of each desktop concerned', async () => {
  rig = await Rig.ready()
  const announcements = new Announcements(parts())
  const key = randomUUID()
  const told = await announcements.announce(maria, { key, scope: 'default', note: 'the printer driver' })
  expect(told).toMatchObject({ waiting: 1, taken: 0, failed: [] })
  expect(await announcements.announce(maria, { key, scope: 'default', note: 'the printer driver' })).toEqual(told)
  await expect(announcements.announce(maria, { key, scope: 'default', note: 'another' })).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:key-used' },
  })
  await expect(
    announcements.announce(maria, { key: randomUUID(), scope: 'pool:nobody', note: 'x' }),
  ).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:unknown-place' } })
  await rig.brokerUp()
  await rig.until(async () => (await announcements.view(told.id)).taken === 1)
  expect(await rig.desktops.points(PERSON, DESKTOP)).toMatchObject([
    { reason: 'announced', note: 'the printer driver' },
    {},
  ])
})

test('policies: the nearest word counts, each change is a version, and nobody overwrites what they have not seen', async () => {
  rig = await Rig.make()
  const log = parts().log
  await seedPolicies(rig.store, [{ id: DESKTOP, policy: { tries: 4 } }])
  const policies = await Policies.open(rig.store, log)
  const place = { id: DESKTOP, pool: 'accounting' }
  const changes = new PolicyChanges(rig.store, policies, new Map([[DESKTOP, place]]))
  expect(policies.of(place)).toMatchObject({ tries: 4, undoDays: 7 })
  await changes.change(maria, 'default', { version: 0, says: { undoDays: 3, tries: 1 } })
  await changes.change(maria, 'pool:accounting', { version: 0, says: { undoDays: 5 } })
  const seen = await changes.view(`desktop:${DESKTOP}`)
  expect(seen).toMatchObject({ version: 1, source: 'config', says: { tries: 4 }, effective: { tries: 4, undoDays: 5 } })
  expect(policies.of(place)).toMatchObject({ tries: 4, undoDays: 5 })

  await expect(changes.change(maria, 'default', { version: 0, says: {} })).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:changed-meanwhile' },
  })
  await expect(changes.change(maria, 'pool:none', { version: 0, says: {} })).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:unknown-place' },
  })
  await expect(
    changes.change(maria, 'default', { version: 1, says: { bootSeconds: 10, warmSeconds: 20 } }),
  ).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:impossible-policy', at: 'says.warmSeconds' } })

  // The configuration is followed until somebody says otherwise, and no longer.
  await seedPolicies(rig.store, [{ id: DESKTOP, policy: { tries: 5 } }])
  await policies.refresh()
  expect(policies.of(place).tries).toBe(5)
  await changes.change(maria, `desktop:${DESKTOP}`, { version: 2, says: {} })
  await seedPolicies(rig.store, [{ id: DESKTOP, policy: { tries: 2 } }])
  await policies.refresh()
  expect(policies.of(place).tries).toBe(1)
  expect((await changes.versions(`desktop:${DESKTOP}`)).map((v) => [v.version, v.source, v.madeBy])).toEqual([
    [3, 'api', 'Maria'],
    [2, 'config', null],
    [1, 'config', null],
  ])

  // What somebody wrote into the table by hand, and nobody can read, says nothing.
  await rig.store.db
    .insertInto('policy')
    .values({ scope: 'default', version: 9, body_json: '{"tries": 99}', source: 'api', made_at: 1, made_by: null })
    .execute()
  await policies.refresh()
  expect(policies.of(place)).toMatchObject({ tries: 3, undoDays: 5 })
  policies.close()
})
