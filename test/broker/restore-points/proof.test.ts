import { afterEach, expect, test } from 'vitest'
import { lookOver } from '../../../broker/restore-points/look-over.ts'
import { checkPoint } from '../../../broker/restore-points/proving.ts'
import { DESKTOP, Mortal, PERSON, Rig } from '../recovery/rig.ts'

let rig: Rig
afterEach(() => rig.close())

const fake = () => rig.host.desktop(DESKTOP)

/** A point of the desktop as it is, and nothing else under way. */
async function taken(): Promise<string> {
  const run = await rig.take()
  expect((await rig.ended(run.id)).outcome).toBe('captured')
  return run.point_id ?? ''
}

async function proof(id: string, is: 'known-good' | 'failed' | 'unproven'): Promise<void> {
  await rig.until(async () => {
    const point = await rig.point(id)
    return point.proof === is && point.proof_n === null && (is !== 'unproven' || point.problem !== null)
  })
}

test('a point is checked in a clone cut off from the network, gets warm, and is gone back to', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.write('mine')
  const id = await taken()
  await rig.write('after it')
  await proof(id, 'known-good')
  const point = await rig.point(id)
  expect(point).toMatchObject({ state: 'there', problem: null, proof_due: null })
  expect(point.overlay_n).toBe(point.image_n)
  expect(fake().machines.get(point.overlay_n)).toMatchObject({ network: 'nowhere', alive: false })
  expect(await rig.desktops.one(PERSON, DESKTOP)).toMatchObject({ forecast: { point: { id, warm: true } } })

  const recovered = await rig.ended((await rig.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', attempt: 1, point: { id } })
  expect(await rig.contents()).toEqual(['mine'])
  await rig.ended((await rig.undo(recovered.id)).id)
  expect(await rig.contents()).toEqual(['mine', 'after it'])
  expect(await rig.wrongs()).toEqual([])
})

test('what fails a probe is never offered, and says why; the one before is', async () => {
  rig = await Rig.ready()
  const [first] = await rig.desktops.points(PERSON, DESKTOP)
  rig.policy = {
    probes: [{ name: 'the editor starts', program: '/bin/editor', arguments: [], withinSeconds: 1, exitCode: 0 }],
    proofTries: 1,
  }
  rig.host.onExec = (_m, program) => ({ code: program === '/bin/editor' ? 3 : 0, out: '', err: 'no display' })
  await rig.brokerUp()
  await rig.write('broken')
  const id = await taken()
  await proof(id, 'failed')
  expect((await rig.point(id)).problem).toBe('the editor starts: exit code 3: no display')
  expect(await rig.desktops.one(PERSON, DESKTOP)).toMatchObject({ forecast: { point: { id: first?.id } } })
  expect(await rig.wrongs()).toEqual([])
})

test('a probe that prints without end, and one that hangs, fail the check and nothing else', async () => {
  rig = await Rig.ready()
  rig.policy = {
    probes: [{ name: 'talks', program: '/bin/talk', arguments: [], withinSeconds: 1, exitCode: 0, says: 'well' }],
    proofTries: 1,
  }
  rig.host.onExec = (_m, program) => ({
    code: 0,
    out: program === '/bin/talk' ? `${'x'.repeat(5_000_000)}\u0007` : '',
    err: '',
  })
  await rig.brokerUp()
  const talked = await taken()
  await proof(talked, 'failed')
  const { problem } = await rig.point(talked)
  expect(problem?.length).toBeLessThan(400)
  expect(problem).not.toMatch(/\p{Cc}/u)
  rig.host.faults.decide = ({ method, n }) => (method === 'guest.exec' && n !== null && n > 4 ? 'hangs' : null)
  rig.policy = { ...rig.policy, bootSeconds: 0.2 }
  expect((await rig.desktops.one(PERSON, DESKTOP)).forecast.possible).toBe(true)
  rig.host.faults.decide = () => null
})

test('a check that fails once is tried again', async () => {
  rig = await Rig.ready()
  rig.policy = { proofTries: 3 }
  await rig.brokerUp()
  let failures = 1
  rig.host.onExec = (_m, program) => ({
    code: program === '/usr/lib/daruma/check' && failures-- > 0 ? 1 : 0,
    out: '',
    err: '',
  })
  const id = await taken()
  await proof(id, 'unproven')
  const waiting = await rig.point(id)
  expect(waiting).toMatchObject({ proof_tries: 1 })
  expect(waiting.proof_due ?? 0).toBeGreaterThan(await rig.store.now())
  await rig.store.db.updateTable('restore_point').set({ proof_due: 1 }).where('id', '=', id).execute()
  await rig.store.transaction(async () => undefined)
  await proof(id, 'known-good')
})

test('on a host that became busy a failed check counts for nothing, and it is tried again', async () => {
  rig = await Rig.ready()
  let busy = false
  const parts = { ...rig.partsOf(new Mortal()), proofs: { atOnce: 1, hasRoom: async () => !busy } }
  rig.host.onExec = (_m, program) => {
    if (program !== '/usr/lib/daruma/check') return { code: 0, out: '', err: '' }
    busy = true
    return { code: 1, out: '', err: 'too slow' }
  }
  await rig.brokerUp()
  const run = await rig.take()
  await rig.endBrokers()
  await rig.brokerUp()
  await rig.ended(run.id)
  await rig.endBrokers()
  const point = await rig.point(run.point_id)
  await rig.store.db
    .updateTable('restore_point')
    .set({ proof: 'unproven', proof_due: 1, proof_tries: 0, proof_n: null })
    .where('id', '=', point.id)
    .execute()
  busy = false
  await checkPoint(parts, await rig.point(point.id), { way: new AbortController().signal })
  expect(await rig.point(point.id)).toMatchObject({ proof: 'unproven', proof_tries: 0, proof_n: null })
  expect((await rig.point(point.id)).proof_due).not.toBeNull()
})

test('while a person waits, nothing is checked, and what was being checked gives way', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const entered = Promise.withResolvers<undefined>()
  const leave = Promise.withResolvers<undefined>()
  let held = false
  rig.host.faults.before = async ({ method, n }) => {
    rig.look()
    const { proof_n } = (await rig.store.db
      .selectFrom('restore_point')
      .select('proof_n')
      .where('proof_n', 'is not', null)
      .executeTakeFirst()) ?? { proof_n: null }
    if (held || method !== 'guest.ping' || n !== proof_n) return
    held = true
    entered.resolve(undefined)
    await leave.promise
  }
  const id = await taken()
  await entered.promise
  const clone = (await rig.point(id)).proof_n ?? 0
  const pressed = await rig.recover()
  leave.resolve(undefined)
  expect((await rig.ended(pressed.id)).outcome).toBe('recovered')
  await rig.until(async () => (await rig.point(id)).proof_n === null)
  expect(fake().machines.get(clone)?.alive).toBe(false)
  expect(await rig.point(id)).toMatchObject({ proof: 'unproven', proof_tries: 0 })
  expect(await rig.wrongs()).toEqual([])
})

test('a broker killed at any call of a check: the next one checks it anew, and no clone lives on', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await taken().then((id) => proof(id, 'known-good'))
  await rig.endBrokers()
  const { length } = rig.host.faults.calls
  await rig.close()
  for (let at = 3; at < Math.min(length, 40); at += 4) {
    rig = await Rig.ready()
    await rig.write('mine')
    const run = await rig.take()
    const mortal = rig.startBroker(new Mortal(20 + at))
    await Promise.race([mortal.died, proof(run.point_id ?? '', 'known-good')])
    if (!mortal.isDead) await rig.endBrokers()
    await rig.brokerUp()
    const { outcome } = await rig.ended(run.id)
    if (outcome === 'captured') await proof(run.point_id ?? '', 'known-good')
    const now = await rig.row()
    expect(
      fake()
        .alive()
        .map((m) => m.n),
    ).toEqual([now.instance_n])
    expect(await rig.contents()).toEqual(['mine'])
    expect(await rig.wrongs()).toEqual([])
    await rig.close()
  }
  rig = await Rig.make()
}, 120_000)

test('another machine, or other probes: the last known good one is checked anew, and offered meanwhile', async () => {
  rig = await Rig.ready()
  const [first] = await rig.desktops.points(PERSON, DESKTOP)
  await rig.brokerUp()
  rig.host.machineKind = 'fake 2'
  const before = await rig.point(first?.id ?? '')
  await lookOver(rig.partsOf(new Mortal()), DESKTOP)
  expect((await rig.desktops.one(PERSON, DESKTOP)).forecast.possible).toBe(true)
  await rig.until(async () => (await rig.point(before.id)).overlay_n !== before.overlay_n)
  expect(await rig.point(before.id)).toMatchObject({ proof: 'known-good', proof_due: null })
  expect((await rig.ended((await rig.recover()).id)).outcome).toBe('recovered')
})

test('a disk that was broken or deleted behind our back is no point any more, and memory that is gone makes it cold', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const ids: string[] = []
  for (let i = 0; i < 3; i++) {
    ids.push(await taken())
    await proof(ids[i] ?? '', 'known-good')
  }
  const [broken = '', gone = '', cold = ''] = ids
  rig.host.damages(DESKTOP, (await rig.point(broken)).overlay_n)
  fake().images.delete((await rig.point(gone)).image_n ?? 0)
  fake().disks.delete((await rig.point(gone)).overlay_n)
  fake().images.delete((await rig.point(cold)).image_n ?? 0)
  await lookOver(rig.partsOf(new Mortal()), DESKTOP)
  expect(await rig.point(broken)).toMatchObject({ proof: 'failed' })
  expect((await rig.point(broken)).problem).toContain("can't be read")
  expect(await rig.point(gone)).toMatchObject({
    proof: 'failed',
    problem: expect.stringContaining('is gone') as string,
  })
  expect(await rig.point(cold)).toMatchObject({ proof: 'known-good', image_n: null })
  const recovered = await rig.ended((await rig.recover()).id)
  expect(recovered).toMatchObject({ outcome: 'recovered', point: { id: cold, warm: false } })
})
