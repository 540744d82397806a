import { afterEach, expect, test } from 'vitest'
import { adviceFor } from '../../../broker/recovery/brakes.ts'
import { Presses } from '../../../broker/recovery/presses.ts'
import { defaultPolicy } from '../../../shared/api/policy.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { DESKTOP, PERSON, Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

async function ready(): Promise<void> {
  rig = await Rig.ready()
  await rig.brokerUp()
}

/** Moves all that was pressed so far into the past. */
async function minutesPass(minutes: number): Promise<void> {
  await rig.store.db
    .updateTable('run')
    .set((eb) => ({ pressed_at: eb('pressed_at', '-', minutes * 60_000) }))
    .execute()
}

const recover = async (): Promise<Recovery> => rig.ended((await rig.recover()).id)

test('a desktop is recovered so often within an hour, and then no more; undo is never refused', async () => {
  await ready()
  const braked = new Presses(rig.store, new Map([[DESKTOP, { policy: { ...defaultPolicy, pressesPerHour: 2 } }]]))
  const press = async () =>
    braked.press(PERSON, DESKTOP, {
      key: crypto.randomUUID(),
      kind: 'recover',
      generation: (await rig.row()).generation,
    })
  await rig.ended((await press()).id)
  await minutesPass(20)
  const second = await rig.ended((await press()).id)
  const refused = await press().catch((error: unknown) => error)
  expect(refused).toMatchObject({ problem: { type: 'urn:daruma:problem:too-many-presses', status: 429 } })
  const { again } = (refused as { problem: { again: string } }).problem
  const first = await rig.store.db
    .selectFrom('run')
    .select('pressed_at')
    .where('kind', '=', 'recover')
    .orderBy('pressed_at')
    .executeTakeFirstOrThrow()
  expect(Date.parse(again)).toBe(first.pressed_at + 3_600_000)
  const { generation } = await rig.row()
  const undone = await braked.undo(PERSON, second.id, { key: crypto.randomUUID(), generation })
  expect(await rig.ended(undone.id)).toMatchObject({ outcome: 'undone' })
  await minutesPass(41)
  expect(await rig.ended((await press()).id)).toMatchObject({ outcome: 'recovered' })
})

test('what was refused is not counted', async () => {
  await ready()
  const braked = new Presses(rig.store, new Map([[DESKTOP, { policy: { ...defaultPolicy, pressesPerHour: 1 } }]]))
  const press = async () =>
    braked.press(PERSON, DESKTOP, {
      key: crypto.randomUUID(),
      kind: 'recover',
      generation: (await rig.row()).generation,
    })
  rig.host.roomBytes = 10_000
  expect(await rig.ended((await press()).id)).toMatchObject({ outcome: 'refused' })
  rig.host.roomBytes = 1_000_000_000
  expect(await rig.ended((await press()).id)).toMatchObject({ outcome: 'recovered' })
  await expect(press()).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:too-many-presses' } })
})

test('that recovering does not help is noticed, said, and refuses nothing', async () => {
  await ready()
  for (let i = 0; i < 2; i++) {
    await recover()
    expect(await adviceFor(rig.store.db, DESKTOP)).toBeNull()
  }
  const third = await recover()
  expect((await rig.desktops.one(PERSON, DESKTOP)).advice).toEqual({
    kind: 'recovering-does-not-help',
    times: 3,
    next: 'help-desk',
    point: null,
  })
  // One that was taken back was a mistake, and says nothing.
  await rig.ended((await rig.undo(third.id)).id)
  expect(await adviceFor(rig.store.db, DESKTOP)).toBeNull()
  const again = await recover()
  expect(again.outcome).toBe('recovered')
  expect(await adviceFor(rig.store.db, DESKTOP)).toMatchObject({ times: 3 })
  await minutesPass(61)
  expect(await adviceFor(rig.store.db, DESKTOP)).toBeNull()
})

test('an earlier point is advised where there is one', async () => {
  await ready()
  const point = await rig.store.db.selectFrom('restore_point').selectAll().executeTakeFirstOrThrow()
  const id = crypto.randomUUID()
  await rig.store.db
    .insertInto('restore_point')
    .values({ ...point, id, taken_at: point.taken_at - 86_400_000 })
    .execute()
  for (let i = 0; i < 3; i++) await recover()
  expect(await adviceFor(rig.store.db, DESKTOP)).toMatchObject({ next: 'earlier-point', point: { id } })
})

test('two that failed in a row are enough, and then it is the help desk', async () => {
  await ready()
  rig.host.onExec = (_of, _program, args) => ({ code: args.includes('share-opens') ? 1 : 0, out: '', err: '' })
  await recover()
  expect(await adviceFor(rig.store.db, DESKTOP)).toBeNull()
  expect((await recover()).outcome).toBe('failed')
  expect(await adviceFor(rig.store.db, DESKTOP)).toMatchObject({ times: 2, next: 'help-desk' })
})
