import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Principal } from '../../../broker/identity/sessions.ts'
import type { Acted } from '../../../shared/api/help-desk/acts.ts'
import { DESKTOP, HelpDeskRig, PERSON } from './rig.ts'

let desk: HelpDeskRig
let hal: Principal
beforeEach(async () => {
  desk = await HelpDeskRig.make()
  hal = await desk.person('hal', 'helpdesk-senior')
})
afterEach(() => desk.close())

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })
const runOf = (acted: Acted) => {
  if (acted.is !== 'recovery') throw new Error('it waits for a second person')
  return acted
}

test('recovers and undoes for somebody, and what is written down says who, why and for whom', async () => {
  const { rig, helpDesk } = desk
  await rig.brokerUp()
  await rig.write('what Maria had')
  const { recovery, seen } = runOf(
    await helpDesk.acts.recover(hal, DESKTOP, { ...(await desk.act('INC 4711')), evenUnproven: false }),
  )
  expect(seen).toBe(false)
  expect(recovery).toMatchObject({ byHelpDesk: true, reason: 'INC 4711', pressedBy: { name: 'hal' } })
  expect(await rig.ended(recovery.id)).toMatchObject({ outcome: 'recovered' })
  expect(await rig.contents()).toEqual([])
  const undo = runOf(await helpDesk.acts.undo(hal, recovery.id, await desk.act('she wants it back')))
  expect(await rig.ended(undo.recovery.id)).toMatchObject({ outcome: 'undone' })
  expect(await rig.contents()).toEqual(['what Maria had'])
  const file = await helpDesk.recovery(hal, recovery.id)
  expect(file.row).toMatchObject({ undone: true, outcome: 'recovered', desktop: { owner: { name: 'maria' } } })
  expect(file.steps.map(({ mark }) => mark)).toEqual(
    expect.arrayContaining(['accepted', 'prepared', 'sealed', 'switched', 'live']),
  )
  expect(file.lines[0]).toMatchObject({
    actor: 'person:hal',
    action: 'press.accepted',
    detail: { helpDesk: true, reason: 'INC 4711' },
  })
  expect(await rig.wrongs()).toEqual([])
})

test('two who act at once make one run, and the second sees the first', async () => {
  const eve = await desk.person('eve', 'helpdesk-senior')
  const [one, two] = await Promise.all([
    desk.helpDesk.acts.recover(hal, DESKTOP, { ...(await desk.act()), evenUnproven: false }),
    desk.helpDesk.acts.recover(eve, DESKTOP, { ...(await desk.act()), evenUnproven: false }),
  ])
  expect(runOf(two).recovery.id).toBe(runOf(one).recovery.id)
  expect([runOf(one).seen, runOf(two).seen].sort()).toEqual([false, true])
})

test('a key is answered with the same run, and an old view of the desktop with none', async () => {
  const asked = { ...(await desk.act()), evenUnproven: false }
  const first = runOf(await desk.helpDesk.acts.recover(hal, DESKTOP, asked))
  expect(runOf(await desk.helpDesk.acts.recover(hal, DESKTOP, asked))).toEqual(first)
  const cancelled = runOf(await desk.helpDesk.acts.cancel(hal, first.recovery.id, 'not needed any more'))
  expect(cancelled.recovery.outcome).toBe('cancelled')
  await expect(
    desk.helpDesk.acts.restart(hal, DESKTOP, { key: randomUUID(), generation: 99, reason: 'too late' }),
  ).rejects.toMatchObject(named('out-of-date'))
})

test('a point that is not known to be good takes the right to it, and that it is said', async () => {
  const { rig, helpDesk } = desk
  await rig.write('before the point')
  const { point_id: pointId } = await rig.take()
  await rig.brokerUp()
  await rig.until(async () => (await rig.open()) === undefined)
  await rig.store.db
    .updateTable('restore_point')
    .set({ proof: 'failed', proof_due: null, proof_n: null })
    .where('id', '=', pointId)
    .execute()
  await rig.write('after it')
  const asked = async (evenUnproven: boolean) => ({ ...(await desk.act()), pointId: pointId ?? '', evenUnproven })
  await expect(helpDesk.acts.recover(hal, DESKTOP, await asked(false))).rejects.toMatchObject(named('not-proven'))
  const jo = await desk.person('jo', 'helpdesk-junior')
  await expect(helpDesk.acts.recover(jo, DESKTOP, await asked(true))).rejects.toMatchObject(named('not-allowed'))
  const { recovery } = runOf(await helpDesk.acts.recover(hal, DESKTOP, await asked(true)))
  expect(await rig.ended(recovery.id)).toMatchObject({ outcome: 'recovered', point: { id: pointId } })
  expect(await rig.contents()).toEqual(['before the point'])
  expect(await rig.wrongs()).toEqual([])
})

test('what is of another pool is as unknown as what is not there, and what may be seen is not yet touched', async () => {
  await desk.inPool('finance')
  const far = await desk.person('far', 'helpdesk-senior', ['sales'])
  const near = await desk.person('near', 'auditor', ['finance'])
  const act = await desk.act()
  await expect(desk.helpDesk.acts.restart(far, DESKTOP, act)).rejects.toMatchObject(named('unknown-desktop'))
  await expect(desk.helpDesk.desktop(far, DESKTOP)).rejects.toMatchObject(named('unknown-desktop'))
  await expect(desk.helpDesk.acts.restart(near, DESKTOP, act)).rejects.toMatchObject(named('not-allowed'))
  expect((await desk.helpDesk.desktop(near, DESKTOP)).may.restart).toMatchObject({ allowed: false })
  const { id } = await desk.rig.recover()
  await expect(desk.helpDesk.recovery(far, id)).rejects.toMatchObject(named('unknown-recovery'))
  expect((await desk.helpDesk.recovery(near, id)).row.byHelpDesk).toBe(false)
})

test('whom the brake sends to the help desk is helped there', async () => {
  desk.rig.policy = { pressesPerHour: 1 }
  await desk.rig.brokerUp()
  await desk.rig.ended((await desk.rig.recover()).id)
  const { may } = await desk.helpDesk.desktop(hal, DESKTOP)
  expect(may.recover).toEqual({ allowed: true, problem: null, second: false })
  const again = runOf(await desk.helpDesk.acts.recover(hal, DESKTOP, { ...(await desk.act()), evenUnproven: false }))
  expect(await desk.rig.ended(again.recovery.id)).toMatchObject({ outcome: 'recovered' })
})

test('a desktop that was handed over is cleared, or rebuilt', async () => {
  const { rig, helpDesk } = desk
  await rig.store.db.updateTable('desktop').set({ needs_help: 1 }).execute()
  await expect(helpDesk.acts.restart(hal, DESKTOP, await desk.act())).rejects.toMatchObject(named('needs-help'))
  expect((await helpDesk.desktop(hal, DESKTOP)).row.state).toBe('needs-help')
  rig.host.dies(DESKTOP, (await rig.row()).instance_n ?? 0)
  await helpDesk.acts.clearHelp(hal, DESKTOP, await desk.act('looked at it'))
  expect(await rig.open()).toMatchObject({ kind: 'start' })
  await expect(helpDesk.acts.clearHelp(hal, DESKTOP, await desk.act())).rejects.toMatchObject(named('no-help-needed'))
  await rig.brokerUp()
  await rig.until(async () => (await rig.open()) === undefined)
  await rig.store.db.updateTable('desktop').set({ needs_help: 1 }).execute()
  const { recovery } = runOf(await helpDesk.acts.rebuild(hal, DESKTOP, await desk.act('nothing else helps')))
  expect(await rig.ended(recovery.id)).toMatchObject({ kind: 'rebuild', outcome: 'rebuilt' })
})

test('while it is held, nothing is done by itself; what its person presses works', async () => {
  const { rig, helpDesk } = desk
  await desk.inPool('finance')
  const hold = await helpDesk.holds.hold(hal, 'pool:finance', 'the update is bad')
  expect(await helpDesk.holds.hold(hal, 'pool:finance', 'said twice')).toEqual(hold)
  expect((await helpDesk.desktop(hal, DESKTOP)).holds).toEqual([hold])
  rig.policy = { pointMinutes: 5 }
  const long = (await rig.store.now()) - 60 * 60_000
  await rig.store.db.updateTable('restore_point').set({ taken_at: long, proof_due: long }).execute()
  await rig.store.db.updateTable('desktop').set({ next_due: long }).execute()
  await rig.brokerUp()
  expect(await rig.ended((await rig.recover()).id)).toMatchObject({ outcome: 'recovered' })
  await rig.until(async () => ((await rig.row()).next_due ?? 0) > long)
  const points = () => rig.store.db.selectFrom('restore_point').select(['id', 'proof_due']).execute()
  expect(await points()).toMatchObject([{ proof_due: long }])
  await helpDesk.holds.letGo(hal, 'pool:finance', 'the update is gone')
  await expect(helpDesk.holds.letGo(hal, 'pool:finance', 'once more')).rejects.toMatchObject(named('not-held'))
  await rig.until(async () => (await points()).every(({ proof_due }) => proof_due !== long))
})

test('a message is on the screen until it is read, and is sent once', async () => {
  const { helpDesk, rig } = desk
  const key = randomUUID()
  const sent = await helpDesk.messages.send(hal, DESKTOP, { key, text: 'Please save your work.' })
  expect(await helpDesk.messages.send(hal, DESKTOP, { key, text: 'Please save your work.' })).toEqual(sent)
  await expect(helpDesk.messages.send(hal, DESKTOP, { key, text: 'Another' })).rejects.toMatchObject(named('key-used'))
  expect((await rig.desktops.one(PERSON, DESKTOP)).messages).toEqual([sent])
  await helpDesk.messages.read(DESKTOP, sent.id)
  expect((await rig.desktops.one(PERSON, DESKTOP)).messages).toEqual([])
})
