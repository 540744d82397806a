import { afterEach, expect, test } from 'vitest'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { DESKTOP, PERSON, Rig } from './rig.ts'

let rig: Rig
afterEach(() => rig.close())

const DONE = { code: 0, out: '', err: '' }
const recover = async (): Promise<Recovery> => rig.ended((await rig.recover()).id)
const missing = async () => (await rig.desktops.one(PERSON, DESKTOP)).share?.missing
const isBack = () => rig.until(async () => (await missing()) === false)

/** What the engine asked of guests, by the names of its scripts, while the file server is away or not. */
function fileServer() {
  const server = { away: false, asked: [] as string[] }
  rig.host.onExec = (_machine, program, args) => {
    const [, , name = program] = args
    server.asked.push(program.endsWith('systemctl') ? 'session' : `${name}${args[5] === 'again' ? ' again' : ''}`)
    if (server.away && name === 'mount-share') return { ...DONE, code: 32, err: 'mount error(112): Host is down' }
    return server.away && name === 'share-opens' ? { ...DONE, code: 1 } : DONE
  }
  return server
}

test('a share that was away when a state was brought back is mounted by itself, and nobody writes in its place until then', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const server = fileServer()
  const recovered = await recover()
  expect(await missing()).toBe(false)
  server.away = true
  server.asked.length = 0
  expect(await rig.ended((await rig.undo(recovered.id)).id)).toMatchObject({ outcome: 'undone' })
  expect(await missing()).toBe(true)
  // The place is closed before anybody is let in.
  const let_in = server.asked.slice(server.asked.indexOf('mount-share'))
  expect(let_in.slice(0, 3)).toEqual(['mount-share', 'no-share', 'session'])

  server.asked.length = 0
  await rig.until(async () => server.asked.includes('mount-share again'))
  expect(await missing()).toBe(true)
  server.away = false
  await isBack()
  const lines = await rig.store.db.selectFrom('audit').select('subject').where('action', '=', 'share.back').execute()
  expect(lines).toEqual([{ subject: `desktop:${DESKTOP}` }])
  expect(await rig.wrongs()).toEqual([])
}, 60_000)

test('a broker that comes later knows of it', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const server = fileServer()
  const recovered = await recover()
  server.away = true
  await rig.ended((await rig.undo(recovered.id)).id)
  await rig.endBrokers()
  server.away = false
  expect(await missing()).toBe(true)
  await rig.brokerUp()
  await isBack()
}, 60_000)

test('a restart without its share leaves its person at their session, and the share follows', async () => {
  rig = await Rig.ready()
  await rig.brokerUp()
  const server = fileServer()
  server.away = true
  const { generation } = await rig.row()
  const { id } = await rig.presses.press(PERSON, DESKTOP, { key: crypto.randomUUID(), kind: 'restart', generation })
  expect(await rig.ended(id)).toMatchObject({ outcome: 'failed', problem: { detail: 'H: does not open' } })
  expect(server.asked).toContain('session')
  expect(await missing()).toBe(true)
  server.away = false
  await isBack()
}, 60_000)
