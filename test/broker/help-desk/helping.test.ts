import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { noteOpen } from '../../../broker/console/open-elsewhere.ts'
import { countConsoles, endLate } from '../../../broker/help-desk/help-life.ts'
import type { Principal } from '../../../broker/identity/sessions.ts'
import { DESKTOP, HelpDeskRig, PERSON } from './rig.ts'

let desk: HelpDeskRig
let hal: Principal
let maria: Principal
beforeEach(async () => {
  desk = await HelpDeskRig.make()
  hal = await desk.person('hal', 'helpdesk-junior')
  maria = await desk.session(PERSON, 'maria', 'user')
})
afterEach(() => desk.close())

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })
const sit = () => desk.rig.store.transaction((trx) => noteOpen(trx, maria.sessionId, DESKTOP))
const ask = (wants: 'view' | 'control' = 'view') =>
  desk.helpDesk.helping.ask(hal, DESKTOP, { key: randomUUID(), reason: 'case 2217', wants })

test('nobody is asked who is not there, and one at a time asks', async () => {
  await expect(ask()).rejects.toMatchObject(named('nobody-there'))
  await sit()
  const asked = await ask()
  expect(asked).toMatchObject({ state: 'asked', by: { name: 'hal' }, allowed: null })
  expect((await desk.rig.desktops.one(PERSON, DESKTOP)).help).toEqual(asked)
  await expect(ask()).rejects.toMatchObject(named('help-asked'))
  await expect(desk.helpDesk.helping.ticket(hal, asked.id)).rejects.toMatchObject(named('help-over'))
})

test('the picture is opened once for each ticket, by whom it was allowed, as far as that, until it is ended', async () => {
  await sit()
  const { helping } = desk.helpDesk
  const { id } = await ask('control')
  expect(await helping.answer(maria, DESKTOP, id, { allow: 'view' })).toMatchObject({
    state: 'allowed',
    allowed: 'view',
  })
  const eve = await desk.person('eve', 'helpdesk-senior')
  await expect(helping.ticket(eve, id)).rejects.toMatchObject(named('unknown-help'))
  const again = await desk.session(hal.personId, 'hal', 'helpdesk-junior')
  await expect(helping.ticket(again, id)).rejects.toMatchObject(named('help-over'))

  const { ticket } = await helping.ticket(hal, id)
  expect(await desk.tickets.spend(ticket, '127.0.0.1')).toMatchObject({
    desktopId: DESKTOP,
    ownerId: PERSON,
    help: { id, control: false },
  })
  expect(await desk.tickets.spend(ticket, '127.0.0.1')).toBeNull()
  // Its person goes on seeing it.
  expect((await desk.rig.desktops.one(PERSON, DESKTOP)).help).toMatchObject({ state: 'allowed', watching: true })
  expect((await desk.helpDesk.desktop(hal, DESKTOP)).row.open).not.toBeNull()

  const late = await helping.ticket(hal, id)
  expect(await helping.endOwn(maria, DESKTOP, id)).toMatchObject({ state: 'ended', watching: false })
  expect(await desk.tickets.spend(late.ticket, '127.0.0.1')).toBeNull()
  expect((await desk.audit('help.')).map(({ action }) => action)).toEqual(['help.asked', 'help.allowed', 'help.ended'])
})

test('who asked to look is not allowed more, and a no ends it', async () => {
  await sit()
  const { helping } = desk.helpDesk
  const first = await ask('view')
  expect(await helping.answer(maria, DESKTOP, first.id, { allow: 'control' })).toMatchObject({ allowed: 'view' })
  await helping.end(hal, first.id)
  const second = await ask('control')
  expect(await helping.answer(maria, DESKTOP, second.id, { allow: 'no' })).toMatchObject({ state: 'refused' })
  await expect(helping.answer(maria, DESKTOP, second.id, { allow: 'view' })).rejects.toMatchObject(named('help-over'))
})

test('it is over without an answer, with the session that asked, and when the picture was closed', async () => {
  await sit()
  const { store } = desk.rig
  const { helping } = desk.helpDesk
  const stateOf = async (id: string) => (await helping.view(hal, id)).state
  const silent = await ask()
  await store.db.updateTable('help').set({ answer_by: 0 }).execute()
  await store.transaction((trx) => endLate(trx))
  expect(await stateOf(silent.id)).toBe('timed-out')

  const closed = await ask()
  await helping.answer(maria, DESKTOP, closed.id, { allow: 'view' })
  await store.transaction((trx) => countConsoles(trx, closed.id, 1))
  expect(await stateOf(closed.id)).toBe('allowed')
  await store.transaction((trx) => countConsoles(trx, closed.id, -1))
  expect(await stateOf(closed.id)).toBe('ended')

  const left = await ask()
  await store.db.deleteFrom('session').where('id', '=', hal.sessionId).execute()
  await store.transaction((trx) => endLate(trx))
  expect(await stateOf(left.id)).toBe('ended')
})
