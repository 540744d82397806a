import { afterEach, expect, test } from 'vitest'
import { DESKTOP, PERSON, Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

const note = async () => (await rig.desktops.one(PERSON, DESKTOP)).note
const living = async () => rig.host.desktop(DESKTOP).living((await rig.row()).instance_n ?? 0)

test('a machine that its full storage stopped goes on by itself when there is room, and not before', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const room = rig.host.roomBytes
  rig.host.roomBytes = 0
  const machine = await living()
  rig.host.meetsNoRoom(DESKTOP, machine.n, 'a letter')
  expect(await note()).toMatch(/storage is full/)
  const asked = () => rig.host.faults.calls.filter((call) => call.method === 'room').length
  const before = asked()
  await rig.until(async () => asked() > before)
  expect(machine.status).toBe('no-room')
  rig.host.roomBytes = room
  await rig.until(async () => machine.status === 'running')
  expect(await note()).toBeNull()
  expect(await rig.contents()).toEqual(['a letter'])
  const lines = () =>
    rig.store.db.selectFrom('audit').select('subject').where('action', '=', 'machine.went-on').execute()
  await rig.until(async () => (await lines()).length === 1)
  expect(await lines()).toEqual([{ subject: `desktop:${DESKTOP}` }])
  expect(await rig.wrongs()).toEqual([])
}, 60_000)

test('a broker that comes later sees to it', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  await rig.endBrokers()
  const machine = await living()
  rig.host.meetsNoRoom(DESKTOP, machine.n, 'a letter')
  await rig.brokerUp()
  await rig.until(async () => machine.status === 'running')
}, 60_000)
