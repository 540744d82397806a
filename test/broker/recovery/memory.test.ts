import { afterEach, expect, test } from 'vitest'
import type { DiskOnly, Recovery } from '../../../shared/api/recovery.ts'
import type { FakeMachine } from '../../fakes/fake-desktop.ts'
import { DESKTOP, Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

const DONE = { code: 0, out: '', err: '' }

/** The machine that is the desktop now. */
async function machine(): Promise<FakeMachine> {
  return rig.host.desktop(DESKTOP).living((await rig.row()).instance_n ?? 0)
}

/** What a guest answers when it is asked to let go of its shares. */
function leavingSays(code: (of: FakeMachine) => number): void {
  rig.host.onExec = (of, _program, args) => (args.includes('leave-shares') ? { ...DONE, code: code(of) } : DONE)
}

async function withLetter(): Promise<void> {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('on the disk')
  ;(await machine()).memory.letter = 'not saved yet'
}

const recover = async (): Promise<Recovery> => rig.ended((await rig.recover()).id)
const undo = async (of: Recovery): Promise<Recovery> => rig.ended((await rig.undo(of.id)).id)

test('undo brings back what was not saved, and can itself be undone with what was not saved', async () => {
  await withLetter()
  const recovered = await recover()
  expect(recovered.undo).toMatchObject({ brings: 'disk-and-memory', diskOnly: null })
  expect((await machine()).memory.letter).toBeUndefined()
  ;(await machine()).memory.note = 'of after'

  const undone = await undo(recovered)
  expect(undone).toMatchObject({ outcome: 'undone', attempt: 1, brought: 'disk-and-memory' })
  expect((await machine()).memory.letter).toBe('not saved yet')
  expect(await rig.contents()).toEqual(['on the disk'])

  expect(await undo(undone)).toMatchObject({ outcome: 'undone', brought: 'disk-and-memory' })
  expect((await machine()).memory).toMatchObject({ note: 'of after' })
  expect(await rig.wrongs()).toEqual([])
})

const why: readonly (readonly [DiskOnly, string, () => unknown])[] = [
  ['share-in-use', 'a program has files of the share open', () => leavingSays(() => 3)],
  ['share-not-left', 'something of the share is left', () => leavingSays(() => 4)],
  ['no-answer', 'nothing in it answers', async () => void ((await machine()).agent = 'silent')],
  ['was-off', 'it had panicked', async () => rig.host.panics(DESKTOP, (await machine()).n)],
  ['was-off', 'it stood still', async () => void ((await machine()).status = 'paused')],
  ['interrupted', 'the save fails', () => rig.host.faults.plan('saveMemory', 'fails')],
  ['interrupted', 'nobody knows whether it was saved', () => rig.host.faults.plan('saveMemory', 'done-unsaid')],
  ['interrupted', 'the save was said, and not done', () => rig.host.faults.plan('saveMemory', 'lies')],
  ['interrupted', 'nobody can look at what was saved', () => rig.host.faults.plan('imageFits', 'fails')],
  ['no-room', 'there is room for the disk alone', () => void (rig.host.roomBytes = 1_900_000)],
]

test.each(why)('only the disk is kept, %s: %s', async (diskOnly, _what, happens) => {
  await withLetter()
  await happens()
  const recovered = await recover()
  expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 1, undo: { brings: 'disk', diskOnly } })
  rig.host.roomBytes = 1_000_000_000
  leavingSays(() => 0)
  const undone = await undo(recovered)
  expect(undone).toMatchObject({ outcome: 'undone', brought: 'disk' })
  expect((await machine()).memory.letter).toBeUndefined()
  expect(await rig.contents()).toEqual(['on the disk'])
  expect(await rig.wrongs()).toEqual([])
})

test('a machine that ran on after it was saved has its disk kept, and no memory that does not fit it', async () => {
  await withLetter()
  const { n } = await machine()
  const fake = rig.host.desktop(DESKTOP)
  rig.host.faults.before = ({ method }) => {
    if (method !== 'kill' || fake.machines.get(n)?.saved !== true || fake.machines.get(n)?.alive !== true) return
    // A call of long ago lets it run, late, for a moment.
    fake.living(n).status = 'running'
    rig.host.guestWrites(DESKTOP, n, 'after it was saved')
    fake.living(n).status = 'paused'
  }
  const recovered = await recover()
  expect(recovered).toMatchObject({ outcome: 'recovered', undo: { brings: 'disk', diskOnly: 'interrupted' } })
  expect(await undo(recovered)).toMatchObject({ outcome: 'undone', brought: 'disk' })
  expect(await rig.contents()).toContain('after it was saved')
  expect(await rig.wrongs()).toEqual([])
})

test('memory that does not load is followed by the disk alone, and the result says so', async () => {
  await withLetter()
  const recovered = await recover()
  const { image_n } = await rig.store.db.selectFrom('undo_point').select('image_n').executeTakeFirstOrThrow()
  rig.host.desktop(DESKTOP).images.delete(image_n ?? 0)
  const undone = await undo(recovered)
  expect(undone).toMatchObject({ outcome: 'undone', attempt: 2, brought: 'disk' })
  expect(await rig.contents()).toEqual(['on the disk'])
})

test('memory that turns out to hold a share never sees the network', async () => {
  await withLetter()
  const recovered = await recover()
  leavingSays((of) => (of.memory.letter === undefined || of.linkUp ? 0 : 3))
  let seen = false
  rig.host.faults.before = () => {
    for (const m of rig.host.desktop(DESKTOP).alive()) seen ||= m.memory.letter !== undefined && m.linkUp
  }
  const undone = await undo(recovered)
  expect(undone).toMatchObject({ outcome: 'undone', attempt: 2, brought: 'disk' })
  expect(seen).toBe(false)
  expect(await rig.contents()).toEqual(['on the disk'])
  expect(await rig.wrongs()).toEqual([])
})

test('the way back brings back what was not saved as well', async () => {
  await withLetter()
  rig.host.onExec = (_of, _program, args) => ({ ...DONE, code: args.includes('share-opens') ? 1 : 0 })
  const failed = await recover()
  expect(failed).toMatchObject({ outcome: 'failed', wayBack: true, brought: 'disk-and-memory' })
  expect((await machine()).memory.letter).toBe('not saved yet')
  expect(await rig.contents()).toEqual(['on the disk'])
  expect(await rig.wrongs()).toEqual([])
})

test('what undo will bring is said before the press, as far as it can be known', async () => {
  await withLetter()
  const forecast = async () => (await rig.desktops.one('p-1', DESKTOP)).forecast
  expect(await forecast()).toMatchObject({ undoBrings: 'disk-and-memory', undoDiskOnly: null })
  rig.host.roomBytes = 1_500_000
  expect(await forecast()).toMatchObject({ undoBrings: 'disk', undoDiskOnly: 'no-room' })
  rig.host.roomBytes = 1_000_000_000
  const desktops = rig.desktops
  const asked = async () => (await desktops.one('p-1', DESKTOP)).forecast
  ;(await machine()).agent = 'silent'
  await asked()
  await rig.until(async () => {
    const told = await asked()
    return told.possible && told.undoDiskOnly === 'no-answer'
  })
  rig.host.panics(DESKTOP, (await machine()).n)
  expect(await forecast()).toMatchObject({ undoBrings: 'disk', undoDiskOnly: 'was-off' })
})

test('a memory that is too large for the time that a person may wait is told of before the press, by how long it took last', async () => {
  await withLetter()
  rig.policy = { undoMemorySeconds: 2 }
  const told = async () => (await rig.desktops.one('p-1', DESKTOP)).forecast
  const { id } = await recover()
  const lastly = (values: { save_ms: number | null; disk_only: DiskOnly | null }) =>
    rig.store.db.updateTable('run').set(values).where('id', '=', id).execute()
  expect(await told()).toMatchObject({ undoBrings: 'disk-and-memory' })
  await lastly({ save_ms: 3000, disk_only: 'too-slow' })
  expect(await told()).toMatchObject({ undoBrings: 'disk', undoDiskOnly: 'too-slow' })
  // Half of it is for the save.
  rig.policy = { undoMemorySeconds: 6 }
  expect(await told()).toMatchObject({ undoBrings: 'disk-and-memory' })
  await lastly({ save_ms: 900, disk_only: null })
  rig.policy = { undoMemorySeconds: 1 }
  expect(await told()).toMatchObject({ undoBrings: 'disk', undoDiskOnly: 'too-slow' })
  await lastly({ save_ms: null, disk_only: 'too-slow' })
  rig.policy = { undoMemorySeconds: 30 }
  expect(await told()).toMatchObject({ undoBrings: 'disk', undoDiskOnly: 'too-slow' })
})
