import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { FakeHypervisor } from '../../fakes/fake-hypervisor.ts'
import { DESKTOP, PERSON, Rig } from './rig.ts'

let rig: Rig
beforeEach(async () => {
  rig = await Rig.ready()
})
afterEach(() => rig.close())

const { signal } = new AbortController()
const DONE = { code: 0, out: '', err: '' }

/** A point known to be good that holds `text`, and is `minutes` older than the first one. */
async function olderPoint(text: string, minutes: number): Promise<{ id: string; overlay: number }> {
  const hypervisor = new FakeHypervisor(rig.host)
  const { next_number: n } = await rig.row()
  await rig.store.db
    .updateTable('desktop')
    .set({ next_number: n + 1 })
    .execute()
  await hypervisor.createOverlay(DESKTOP, n, 'golden')
  await hypervisor.startInert(DESKTOP, n, { disk: n, memory: { mode: 'record' }, network: 'nowhere' }, signal)
  await hypervisor.resume(DESKTOP, n, signal)
  rig.host.guestWrites(DESKTOP, n, text)
  await hypervisor.completeImage(DESKTOP, n, signal)
  await hypervisor.seal(DESKTOP, n)
  const first = await rig.store.db.selectFrom('restore_point').selectAll().orderBy('taken_at').executeTakeFirstOrThrow()
  const id = randomUUID()
  await rig.store.db
    .insertInto('restore_point')
    .values({ ...first, id, overlay_n: n, image_n: n, taken_at: (await newest()).taken_at - minutes * 60_000 })
    .execute()
  return { id, overlay: n }
}

async function newest() {
  return rig.store.db
    .selectFrom('restore_point')
    .selectAll()
    .orderBy('taken_at', 'desc')
    .limit(1)
    .executeTakeFirstOrThrow()
}

/** Machines that stand on one of these points do not open their share. */
function spoil(...overlays: number[]): void {
  const fake = rig.host.desktop(DESKTOP)
  rig.host.onExec = (of, _program, args) => {
    const backing = fake.disks.get(of.disk)?.backing
    const bad = args.includes('share-opens') && typeof backing === 'number' && overlays.includes(backing)
    return { ...DONE, code: bad ? 1 : 0 }
  }
}

const recover = async (): Promise<Recovery> => rig.ended((await rig.recover()).id)

test('a point that does not work, from memory and without it, is followed by the next earlier one', async () => {
  const older = await olderPoint('as it was yesterday', 60)
  await olderPoint('as it was long ago', 120)
  const point = await newest()
  spoil(point.overlay_n)
  await rig.brokerUp()
  await rig.write('broken')
  const recovered = await recover()
  expect(recovered).toMatchObject({
    outcome: 'recovered',
    attempt: 3,
    wayBack: false,
    point: { id: older.id },
    firstPoint: { id: point.id },
  })
  expect(await rig.contents()).toEqual(['as it was yesterday'])
  const undone = await rig.ended((await rig.undo(recovered.id)).id)
  expect(undone.outcome).toBe('undone')
  expect(await rig.contents()).toEqual(['broken'])
  expect(await rig.wrongs()).toEqual([])
})

test('it goes down no further than its tries, and then back to what was there', async () => {
  const older = await olderPoint('as it was yesterday', 60)
  await olderPoint('as it was long ago', 120)
  spoil((await newest()).overlay_n, older.overlay)
  await rig.brokerUp()
  await rig.write('broken, but mine')
  const failed = await recover()
  expect(failed).toMatchObject({ outcome: 'failed', wayBack: true, attempt: 4, brought: 'disk-and-memory' })
  expect(await rig.contents()).toEqual(['broken, but mine'])
  expect(await rig.wrongs()).toEqual([])
})

test('a way back whose memory does not load is gone without it', async () => {
  spoil((await newest()).overlay_n)
  await rig.brokerUp()
  await rig.write('mine')
  const fake = rig.host.desktop(DESKTOP)
  const { overlay_n: own } = await rig.row()
  // It loads, and nothing answers in it.
  rig.host.faults.before = ({ method, n }) => {
    const machine = method === 'guest.ping' ? fake.machines.get(n ?? 0) : undefined
    if (machine !== undefined && machine.image !== null && fake.disks.get(machine.disk)?.backing === own)
      machine.agent = 'silent'
  }
  const failed = await recover()
  expect(failed).toMatchObject({ outcome: 'failed', wayBack: true, brought: 'disk' })
  expect(await rig.contents()).toEqual(['mine'])
  expect(await rig.wrongs()).toEqual([])
})

test('a point whose disk is damaged is passed over before anything stops', async () => {
  const older = await olderPoint('as it was yesterday', 60)
  const point = await newest()
  rig.host.damages(DESKTOP, point.overlay_n)
  // The desktop itself stands on it, and so can't be looked through; it is replaced all the same.
  await rig.brokerUp()
  const recovered = await recover()
  expect(recovered).toMatchObject({
    outcome: 'recovered',
    attempt: 1,
    point: { id: older.id },
    firstPoint: { id: point.id },
  })
  expect(await rig.contents()).toEqual(['as it was yesterday'])
})

test('a point that a person chose is followed by earlier ones alone', async () => {
  const older = await olderPoint('as it was yesterday', 60)
  const oldest = await olderPoint('as it was long ago', 120)
  spoil(older.overlay)
  await rig.brokerUp()
  const { generation } = await rig.row()
  const press = { key: randomUUID(), kind: 'recover', generation, pointId: older.id } as const
  const recovered = await rig.ended((await rig.presses.press(PERSON, DESKTOP, press)).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', point: { id: oldest.id }, firstPoint: { id: older.id } })
  expect(await rig.contents()).toEqual(['as it was long ago'])
})

test('a start of which nobody knows is tried again, and says nothing of the point', async () => {
  await olderPoint('as it was yesterday', 60)
  await rig.brokerUp()
  rig.host.faults.plan('startInert', 'lost', 'lost')
  const recovered = await recover()
  expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 3, firstPoint: null })
  expect(await rig.contents()).toEqual([])
  expect(await rig.wrongs()).toEqual([])
})

test('a rebuild starts anew from the golden image, keeps the points and what was there, and can be undone', async () => {
  await olderPoint('as it was yesterday', 60)
  await rig.brokerUp()
  await rig.write('what I had')
  await rig.store.db.updateTable('desktop').set({ needs_help: 1 }).execute()
  const rebuilt = await rig.ended((await rebuild()).id)
  expect(rebuilt).toMatchObject({ kind: 'rebuild', outcome: 'rebuilt', attempt: 1, point: null })
  expect(rebuilt.undo).toMatchObject({ brings: 'disk-and-memory' })
  expect(await rig.contents()).toEqual([])
  expect((await rig.row()).needs_help).toBe(0)
  expect((await rig.desktops.points(PERSON, DESKTOP)).map((p) => p.proof)).toEqual(['known-good', 'known-good'])
  const undone = await rig.ended((await rig.undo(rebuilt.id)).id)
  expect(undone).toMatchObject({ outcome: 'undone', brought: 'disk-and-memory' })
  expect(await rig.contents()).toEqual(['what I had'])
  expect(await rig.wrongs()).toEqual([])
})

test('nothing is rebuilt while something else is done to the desktop: that is what is seen', async () => {
  const { id } = await rig.recover()
  expect(await rebuild()).toMatchObject({ id, kind: 'recover' })
})

/** As the help desk asks for it. */
async function rebuild() {
  const { generation } = await rig.row()
  const asked = {
    key: randomUUID(),
    kind: 'rebuild',
    desktopId: DESKTOP,
    generation,
    pointId: null,
    undoOf: null,
  } as const
  return rig.presses.pressFor('p-2', { ...asked, reason: 'nothing else helps', evenUnproven: false })
}
