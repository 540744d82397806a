import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { DESKTOP, PERSON, Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

test('a new desktop earns its first known good point in a clone, and starts from it', async () => {
  rig = await Rig.ready()
  const [point] = await rig.desktops.points(PERSON, DESKTOP)
  expect(point).toMatchObject({ proof: 'known-good', warm: true, hasPicture: true })
  expect(point?.checks.map((c) => [c.name, c.passed])).toEqual([
    ['starts', true],
    ['agent answers', true],
    ['comes to rest', true],
    ['file systems are clean', true],
    ['programs work', true],
    ['screen is not blank', true],
    ['screen is not frozen', true],
    ['is saved', true],
  ])
  const desktop = await rig.desktops.one(PERSON, DESKTOP)
  expect(desktop).toMatchObject({
    state: 'running',
    forecast: { possible: true, point: { id: point?.id, warm: true } },
  })
  expect(await rig.wrongs()).toEqual([])
})

test('a recovery goes back to the point and keeps what was there; undo brings it back', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('a broken update')
  const recovered = await rig.ended((await rig.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 1, undo: { brings: 'disk-and-memory' } })
  expect(recovered.reached.map((r) => r.mark)).toEqual([
    'accepted',
    'preparing',
    'prepared',
    'protected',
    'sealed',
    'switched',
    'live',
  ])
  expect(await rig.contents()).toEqual([])

  await rig.write('work after it')
  const undone = await rig.ended((await rig.undo(recovered.id)).id)
  expect(undone).toMatchObject({ outcome: 'undone' })
  expect(await rig.contents()).toEqual(['a broken update'])

  const again = await rig.ended((await rig.undo(undone.id)).id)
  expect(again.outcome).toBe('undone')
  expect(await rig.contents()).toEqual(['work after it'])
  expect(await rig.wrongs()).toEqual([])
})

test.each(['panicked', 'silent', 'powered off', 'gone', 'paused', 'damaged'])(
  'it works with a guest that is %s',
  async (state) => {
    rig = await Rig.ready()
    await rig.brokerUp()
    await rig.write('the last words')
    const { instance_n, overlay_n } = await rig.row()
    const n = instance_n ?? 0
    const machine = rig.host.desktop(DESKTOP).living(n)
    if (state === 'panicked') rig.host.panics(DESKTOP, n)
    if (state === 'silent') machine.agent = 'silent'
    if (state === 'powered off') rig.host.powersOff(DESKTOP, n)
    if (state === 'gone') rig.host.dies(DESKTOP, n)
    if (state === 'paused') machine.status = 'paused'
    if (state === 'damaged') rig.host.damages(DESKTOP, overlay_n ?? 0)
    const recovered = await rig.ended((await rig.recover()).id)
    expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 1 })
    expect(await rig.wrongs()).toEqual([])
  },
)

test('memory that no longer fits is followed by a cold start of the same point', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('broken')
  rig.host.desktop(DESKTOP).images.clear()
  const recovered = await rig.ended((await rig.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 2 })
  expect(await rig.contents()).toEqual([])
  expect(await rig.wrongs()).toEqual([])
})

test('when no try passes the checks, the desktop is brought back as it was', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('broken, but mine')
  rig.host.onExec = (_machine, _program, args) => ({ code: args.includes('share-opens') ? 1 : 0, out: '', err: '' })
  const failed = await rig.ended((await rig.recover()).id)
  expect(failed).toMatchObject({
    outcome: 'failed',
    wayBack: true,
    problem: { type: 'urn:daruma:problem:not-repaired' },
  })
  expect(await rig.contents()).toEqual(['broken, but mine'])
  expect(await rig.wrongs()).toEqual([])
})

test('when even the way back fails, the help desk has it, with everything kept', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('kept')
  const { overlay_n } = await rig.row()
  rig.host.faults.decide = ({ method }) => (method === 'startInert' ? 'fails' : null)
  const ended = await rig.ended((await rig.recover()).id)
  expect(ended).toMatchObject({ outcome: 'handed-over', problem: { type: 'urn:daruma:problem:needs-help' } })
  expect(rig.host.desktop(DESKTOP).contents(overlay_n ?? 0)).toEqual(['kept'])
  expect((await rig.desktops.one(PERSON, DESKTOP)).state).toBe('needs-help')
  await expect(rig.recover()).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:needs-help' } })
  expect(await rig.wrongs()).toEqual([])
})

test('without room for the undo point it is refused before anything stops', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const before = await rig.row()
  rig.host.roomBytes = 10_000
  const refused = await rig.ended((await rig.recover()).id)
  expect(refused).toMatchObject({ outcome: 'refused', problem: { type: 'urn:daruma:problem:no-room' } })
  expect(
    rig.host.faults.calls.filter((c) => ['stop', 'kill', 'seal'].includes(c.method) && c.n === before.instance_n),
  ).toEqual([])
  expect(await rig.row()).toMatchObject({ instance_n: before.instance_n, overlay_n: before.overlay_n })
  expect(rig.host.desktop(DESKTOP).living(before.instance_n ?? 0).status).toBe('running')
  expect(await rig.wrongs()).toEqual([])
})

test('a point whose disk is damaged refuses the press, and nothing is touched', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const point = await rig.store.db.selectFrom('restore_point').select('overlay_n').executeTakeFirstOrThrow()
  rig.host.damages(DESKTOP, point.overlay_n)
  const refused = await rig.ended((await rig.recover()).id)
  expect(refused).toMatchObject({ outcome: 'refused', problem: { type: 'urn:daruma:problem:disk-damaged' } })
  expect(await rig.wrongs()).toEqual([])
})

test('pressing again shows the recovery that runs, and the same key always the same one', async () => {
  rig = await Rig.ready()
  const key = randomUUID()
  const first = await rig.recover(key)
  expect((await rig.recover()).id).toBe(first.id)
  expect((await rig.recover(key)).id).toBe(first.id)
  await rig.brokerUp()
  await rig.ended(first.id)
  expect(await rig.recover(key)).toMatchObject({ id: first.id, outcome: 'recovered' })
  const other = { key, kind: 'restart', generation: (await rig.row()).generation } as const
  await expect(rig.presses.press(PERSON, DESKTOP, other)).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:key-used' },
  })
})

test('a press at what was there before a recovery starts nothing', async () => {
  rig = await Rig.ready()
  const { generation } = await rig.row()
  await rig.brokerUp()
  await rig.ended((await rig.recover()).id)
  const late = rig.presses.press(PERSON, DESKTOP, { key: randomUUID(), kind: 'recover', generation })
  await expect(late).rejects.toMatchObject({ problem: { type: 'urn:daruma:problem:out-of-date' } })
  expect(await rig.open()).toBeUndefined()
})

test('refused presses change nothing and are written down', async () => {
  rig = await Rig.make()
  const press = { key: randomUUID(), kind: 'recover', generation: 0 } as const
  await expect(rig.presses.press(PERSON, DESKTOP, press)).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:no-known-good' },
  })
  await expect(rig.presses.press('p-2', DESKTOP, press)).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:unknown-desktop' },
  })
  await expect(rig.presses.press(PERSON, 'nowhere', press)).rejects.toMatchObject({
    problem: { type: 'urn:daruma:problem:unknown-desktop' },
  })
  const lines = await rig.store.db
    .selectFrom('audit')
    .select(['action', 'actor'])
    .where('action', '=', 'press.refused')
    .execute()
  expect(lines.map((l) => l.actor)).toEqual(['person:maria', 'person:omar', 'person:maria'])
  expect(await rig.store.db.selectFrom('run').selectAll().execute()).toEqual([])
})

test('a restart keeps the disk, and puts nothing aside', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('work')
  const { generation } = await rig.row()
  const run = await rig.presses.press(PERSON, DESKTOP, { key: randomUUID(), kind: 'restart', generation })
  expect(await rig.ended(run.id)).toMatchObject({ outcome: 'restarted', undo: null })
  expect(await rig.contents()).toEqual(['work'])
  expect(await rig.store.db.selectFrom('undo_point').selectAll().execute()).toEqual([])
  expect(await rig.wrongs()).toEqual([])
})

test('recover goes before a start that does not come up', async () => {
  rig = await Rig.ready()
  await rig.write('broken boot')
  const { instance_n } = await rig.row()
  rig.host.dies(DESKTOP, instance_n ?? 0)
  const dead = new Set<number>()
  rig.host.faults.before = ({ method, n }) => {
    rig.look()
    // Whatever boots from the broken disk never answers.
    if (method === 'resume' && n !== null && dead.size === 0) {
      dead.add(n)
      rig.host.desktop(DESKTOP).living(n).agent = 'silent'
    }
  }
  await rig.brokerUp()
  await rig.until(async () => (await rig.open())?.mark === 'switched')
  const recovered = await rig.ended((await rig.recover()).id)
  expect(recovered).toMatchObject({ kind: 'recover', outcome: 'recovered' })
  expect(await rig.wrongs()).toEqual([])
})

test('who takes back a Recover that went before a start has that start again', async () => {
  rig = await Rig.ready()
  await rig.write('work')
  await rig.brokerUp()
  const { generation } = await rig.row()
  // The new machine is there, and stands still, when its broker ends.
  rig.host.faults.plan('resume', 'hangs')
  await rig.presses.press(PERSON, DESKTOP, { key: randomUUID(), kind: 'restart', generation })
  await rig.until(async () => (await rig.open())?.mark === 'switched')
  await rig.endBrokers()
  const recover = await rig.recover()
  await rig.presses.cancel(PERSON, recover.id)
  await rig.brokerUp()
  await rig.until(async () => (await rig.open()) === undefined)
  expect(await rig.desktops.one(PERSON, DESKTOP)).toMatchObject({ state: 'running', note: null })
  expect(await rig.contents()).toEqual(['work'])
  expect(await rig.wrongs()).toEqual([])
})

test('a machine that belongs to nothing is ended before another starts', async () => {
  rig = await Rig.ready()
  rig.host.createOverlay(DESKTOP, 900, 'golden')
  rig.host.startInert(DESKTOP, 900, { disk: 900, memory: null, network: 'desktop' })
  await rig.brokerUp()
  await rig.ended((await rig.recover()).id)
  expect(rig.host.desktop(DESKTOP).machines.get(900)?.alive).toBe(false)
  expect(await rig.wrongs()).toEqual([])
})
