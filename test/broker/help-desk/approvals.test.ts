import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { timeOut } from '../../../broker/help-desk/approvals.ts'
import type { Principal } from '../../../broker/identity/sessions.ts'
import { clock } from '../../../broker/store/store.ts'
import type { Acted } from '../../../shared/api/help-desk/acts.ts'
import { DESKTOP, HelpDeskRig, PERSON } from './rig.ts'

let desk: HelpDeskRig
let jo: Principal
let hal: Principal
beforeEach(async () => {
  desk = await HelpDeskRig.make()
  desk.rig.policy = { approveJunior: true, approveRebuild: true, approveMinutes: 15 }
  jo = await desk.person('jo', 'helpdesk-junior')
  hal = await desk.person('hal', 'helpdesk-senior')
})
afterEach(() => desk.close())

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })
const approvalOf = (acted: Acted) => {
  if (acted.is !== 'approval') throw new Error('nobody was asked')
  return acted.approval
}
const ask = async (key: string = randomUUID()) =>
  approvalOf(
    await desk.helpDesk.acts.recover(jo, DESKTOP, { ...(await desk.act('Excel fails')), key, evenUnproven: false }),
  )

test('what a junior asks for waits, its person is told, and one decision of somebody else carries it out', async () => {
  const { helpDesk, rig } = desk
  const key = randomUUID()
  const asked = await ask(key)
  expect(asked).toMatchObject({ state: 'waiting', why: ['junior'], act: 'recover', mayDecide: false })
  expect((await ask(key)).id).toBe(asked.id)
  expect(await rig.open()).toBeUndefined()
  expect((await rig.desktops.one(PERSON, DESKTOP)).waitsFor).toMatchObject({ act: 'recover', askedBy: 'jo' })
  expect((await helpDesk.desktop(hal, DESKTOP)).row.waits).toBe(true)

  await expect(helpDesk.approvals.decide(jo, asked.id, { agree: true, word: '' })).rejects.toMatchObject(
    named('own-request'),
  )
  const eve = await desk.person('eve', 'helpdesk-senior')
  const both = await Promise.allSettled([
    helpDesk.approvals.decide(hal, asked.id, { agree: true, word: '' }),
    helpDesk.approvals.decide(eve, asked.id, { agree: false, word: 'not today' }),
  ])
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  const decided = await helpDesk.approvals.view(hal, asked.id)
  expect((await rig.open()) !== undefined).toBe(decided.state === 'agreed')
  expect((await rig.desktops.one(PERSON, DESKTOP)).waitsFor).toBeNull()
  expect((await desk.audit('approval.')).map(({ action }) => action)).toHaveLength(2)
})

test('agreed, it is done as it was asked for, and leads back to who asked and who agreed', async () => {
  const { helpDesk, rig } = desk
  await rig.brokerUp()
  const asked = await ask()
  const agreed = await helpDesk.approvals.decide(hal, asked.id, { agree: true, word: 'seen' })
  expect(agreed).toMatchObject({ state: 'agreed', decidedBy: { name: 'hal' }, word: 'seen' })
  expect(await rig.ended(agreed.recoveryId ?? '')).toMatchObject({ outcome: 'recovered', pressedBy: 'jo' })
  expect((await helpDesk.recovery(hal, agreed.recoveryId ?? '')).approval?.id).toBe(asked.id)
  await expect(helpDesk.approvals.withdraw(jo, asked.id, 'too late')).rejects.toMatchObject(named('approval-over'))
})

test('a rebuild needs a second person of anybody; another act waits until it is settled', async () => {
  const { helpDesk } = desk
  const rebuild = approvalOf(await helpDesk.acts.rebuild(hal, DESKTOP, await desk.act('nothing helps')))
  expect(rebuild).toMatchObject({ why: ['rebuild'], mayDecide: false })
  await expect(ask()).rejects.toMatchObject(named('approval-waits'))
  await expect(helpDesk.approvals.withdraw(jo, rebuild.id, 'not mine')).rejects.toMatchObject(named('not-allowed'))
  expect((await helpDesk.approvals.withdraw(hal, rebuild.id, 'found it')).state).toBe('withdrawn')
  expect((await ask()).state).toBe('waiting')
})

test('what is older than the policy allows needs a second person, and what is not does not', async () => {
  const { helpDesk, rig } = desk
  rig.policy = { approveOlderHours: 24 }
  const old = (await rig.store.now()) - 25 * 60 * 60_000
  await rig.store.db.updateTable('restore_point').set({ taken_at: old }).execute()
  const asked = { ...(await desk.act()), evenUnproven: false }
  expect(approvalOf(await helpDesk.acts.recover(hal, DESKTOP, asked)).why).toEqual(['older'])
  expect((await helpDesk.acts.restart(hal, DESKTOP, await desk.act())).is).toBe('recovery')
})

test('what nobody decides is over, and says so', async () => {
  const { helpDesk, rig } = desk
  const { id, until } = await ask()
  await rig.store.db
    .updateTable('approval')
    .set({ until: Date.parse(until) - 60 * 60_000 })
    .execute()
  expect((await helpDesk.approvals.view(jo, id)).state).toBe('timed-out')
  await expect(helpDesk.approvals.decide(hal, id, { agree: true, word: '' })).rejects.toMatchObject(
    named('approval-over'),
  )
  await rig.store.transaction(async (trx) => timeOut(trx, await clock(trx)))
  const page = await helpDesk.approvals.list(hal, helpDesk.reach(hal), { is: 'settled', offset: 0, limit: 10 })
  expect(page).toMatchObject({ total: 1, waiting: 0, rows: [{ id, state: 'timed-out' }] })
  expect((await desk.audit('approval.timed-out')).length).toBe(1)
})

test('agreed to something that is gone by then, nothing is done, and that is said', async () => {
  const { helpDesk, rig } = desk
  const { id } = await ask()
  await rig.store.db.updateTable('desktop').set({ generation: 99 }).execute()
  const decided = await helpDesk.approvals.decide(hal, id, { agree: true, word: '' })
  expect(decided).toMatchObject({ state: 'could-not', recoveryId: null })
  expect(decided.problem).toContain('recovered since')
})
