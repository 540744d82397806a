import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ticketProtocol } from '../../../shared/api/console-ticket.ts'
import { consoleClose } from '../../../shared/console-close.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'
import { GREETING, Machine } from './machine.ts'
import { Page } from './page.ts'

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 5000, interval: 10 })

describe('the console gateway', () => {
  let rig: EdgeRig
  let machine: Machine
  let token: string
  const pages: Page[] = []
  beforeEach(async () => {
    rig = await openEdge()
    machine = await Machine.at(join(rig.folder, 'ada-desk.sock'))
    token = await rig.signIn('ada')
  })
  afterEach(async () => {
    for (const page of pages.splice(0)) page.socket.terminate()
    await machine.close()
    await rig.close()
  })

  const newTicket = async () =>
    (await rig.client(token).call('consoleTicket', { params: { desktopId: 'ada-desk' } })).ticket
  const open = async () => {
    const page = Page.with(rig.address, await newTicket(), { origin: rig.address })
    pages.push(page)
    expect(await page.answered).toBe('open')
    return page
  }

  test('carries bytes both ways, the machine speaking first', async () => {
    const page = await open()
    expect(page.socket.protocol).toBe('binary')
    expect(page.socket.extensions).toBe('')
    await until(() => expect(page.text).toBe(GREETING))
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
    page.socket.send(bytes)
    await until(() => expect(Buffer.concat(page.heard).subarray(GREETING.length)).toEqual(bytes))
  })

  test('loses nothing that a page says at once', async () => {
    const page = Page.with(rig.address, await newTicket())
    pages.push(page)
    page.socket.once('open', () => page.socket.send('first words'.repeat(1000), { binary: true }))
    await until(() => expect(page.text).toBe(GREETING + 'first words'.repeat(1000)))
  })

  test('opens one console for one ticket, however many try at once', async () => {
    const ticket = await newTicket()
    const tries = Array.from({ length: 50 }, () => Page.with(rig.address, ticket))
    pages.push(...tries)
    const answers = await Promise.all(tries.map((page) => page.answered))
    expect(answers.filter((a) => a === 'open')).toHaveLength(1)
    expect(answers.filter((a) => a === 401)).toHaveLength(49)
    expect(machine.calls).toHaveLength(1)
    expect(rig.gateway.count).toBe(1)
    expect(await rig.audit('console.opened')).toHaveLength(1)
  })

  test('refuses a ticket that is too old, and one whose session has ended', async () => {
    const old = await newTicket()
    await rig.store.db
      .updateTable('console_ticket')
      .set({ expires_at: Date.now() - 1 })
      .execute()
    expect(await Page.with(rig.address, old).answered).toBe(401)
    const ended = await newTicket()
    await rig.client(token).call('signOut')
    expect(await Page.with(rig.address, ended).answered).toBe(401)
    expect(machine.calls).toHaveLength(0)
  })

  test('refuses what is not meant for it, before the upgrade', async () => {
    const ticket = await newTicket()
    const offered = ['binary', ticketProtocol(ticket)]
    const answers = {
      'no ticket': await new Page(rig.address, ['binary']).answered,
      'a made-up ticket': await new Page(rig.address, ['binary', ticketProtocol('x'.repeat(43))]).answered,
      'no binary': await new Page(rig.address, [ticketProtocol(ticket)]).answered,
      'no protocol': await new Page(rig.address, []).answered,
      'a page of another site': await new Page(rig.address, offered, { origin: 'http://evil.example' }).answered,
      'another path': await new Page(rig.address, offered, {}, '/api/v1/desktops').answered,
      'a ticket in the address': await new Page(rig.address, ['binary'], {}, `/api/v1/console?ticket=${ticket}`)
        .answered,
    }
    expect(answers).toEqual({
      'no ticket': 401,
      'a made-up ticket': 401,
      'no binary': 400,
      'no protocol': 400,
      'a page of another site': 403,
      'another path': 404,
      'a ticket in the address': 404,
    })
    // None of them has spent it.
    expect(await Page.with(rig.address, ticket).answered).toBe('open')
  })

  test('survives a handshake that is none', async () => {
    const answer = await new Page(rig.address, ['binary', ticketProtocol(await newTicket())], { protocolVersion: 8 })
      .answered
    expect(answer).toBe('open')
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const asked = request(rig.address + '/api/v1/console', {
        headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-protocol': 'binary, daruma.ticket.x' },
      })
      asked.on('response', (response) => resolve(response.statusCode))
      asked.on('error', reject)
      asked.end()
    })
    expect(status).toBe(401)
    const bare = await newTicket()
    const refused = await new Promise((resolve, reject) => {
      const asked = request(rig.address + '/api/v1/console', {
        headers: {
          connection: 'Upgrade',
          upgrade: 'websocket',
          'sec-websocket-protocol': `binary, daruma.ticket.${bare}`,
        },
      })
      asked.on('response', (response) => resolve(response.statusCode))
      asked.on('error', reject)
      asked.end()
    })
    expect(refused).toBe(400)
    await until(() => expect(machine.last.destroyed).toBe(true))
    await until(async () => expect(await rig.audit('console.closed')).toHaveLength(1))
  })

  test('says that the desktop is off when nothing takes the call, and writes that down', async () => {
    await machine.close()
    expect(await Page.with(rig.address, await newTicket()).answered).toBe(409)
    rig.host.desktop('ada-desk').living(2).alive = false
    expect(await Page.with(rig.address, await newTicket()).answered).toBe(409)
    expect(await rig.audit('console.closed')).toMatchObject(
      Array(2).fill({ detail: { why: 'urn:daruma:problem:desktop-off', toPage: 0, toMachine: 0 } }),
    )
  })

  test('lets no key through to a machine that is a try, until it has passed its checks', async () => {
    const params = { desktopId: 'ada-desk' }
    const { generation } = await rig.client(token).call('desktop', { params })
    const press = { key: randomUUID(), kind: 'recover', generation } as const
    const { id } = await rig.client(token).call('press', { params, body: press })
    await rig.store.db.updateTable('run').set({ mark: 'live' }).where('id', '=', id).execute()
    const page = await open()
    await until(() => expect(page.text).toBe(GREETING))
    const key = Buffer.from([4, 1, 0, 0, 0, 0, 0, 0x61])
    const update = Buffer.from([3, 1, 0, 0, 0, 0, 4, 0, 3, 0])
    const greeting = Buffer.concat([Buffer.from('RFB 003.008\n'), Buffer.from([1, 1])])
    const heard = () => Buffer.concat(page.heard).subarray(GREETING.length)
    for (const said of [greeting, key, update]) page.socket.send(said)
    await until(() => expect(heard()).toEqual(Buffer.concat([greeting, update])))
    // Other changes of the desktop are no reason.
    await rig.touch('ada-desk')
    for (const said of [key, update]) page.socket.send(said)
    await until(() => expect(heard()).toEqual(Buffer.concat([greeting, update, update])))

    await rig.store.db.updateTable('run').set({ outcome: 'recovered', ended_at: 1 }).where('id', '=', id).execute()
    await rig.touch('ada-desk')
    await until(() => {
      page.socket.send(key)
      expect(heard().subarray(-key.length)).toEqual(key)
    })
  })

  test('is cut with the session it belongs to, and not with another', async () => {
    const mine = await open()
    await rig.client(await rig.signIn('ada')).call('signOut')
    mine.socket.send(Buffer.from('still here'))
    await until(() => expect(mine.text).toContain('still here'))
    await rig.client(token).call('signOut')
    expect(await mine.closed).toBe(consoleClose.sessionEnded)
    expect(machine.calls[0]?.destroyed).toBe(true)
  })

  test('is open in one place at a time, and moves only when that is asked for', async () => {
    const mine = await open()
    const first = token
    token = await rig.signIn('ada')
    const params = { desktopId: 'ada-desk' }
    await expect(rig.client(token).call('consoleTicket', { params })).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:open-elsewhere', elsewhere: { kiosk: null, place: null } },
    })
    mine.socket.send(Buffer.from('still here'))
    await until(() => expect(mine.text).toContain('still here'))

    await rig.client(token).call('takeOver', { params })
    expect(await mine.closed).toBe(consoleClose.takenOver)
    const other = await open()
    other.socket.send(Buffer.from('now here'))
    await until(() => expect(other.text).toContain('now here'))
    await expect(rig.client(first).call('consoleTicket', { params })).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:open-elsewhere' },
    })
    expect((await rig.audit('console.taken-over')).map((l) => l.subject)).toEqual(['desktop:ada-desk'])

    // Closed there, it is nobody's: no question is asked.
    other.socket.close()
    await other.closed
    await until(async () => {
      expect(await rig.client(first).call('consoleTicket', { params })).toMatchObject({ path: '/api/v1/console' })
    })
  })

  test('is cut when the session’s time is over', async () => {
    const page = await open()
    await rig.store.db.updateTable('session').set({ expires_at: 1 }).execute()
    await rig.sessions.endExpired()
    expect(await page.closed).toBe(consoleClose.sessionEnded)
  })

  test('is cut when the desktop becomes somebody else’s, and not when it merely changes', async () => {
    const page = await open()
    await rig.touch('ada-desk')
    await rig.touch('bob-desk')
    page.socket.send(Buffer.from('still mine'))
    await until(() => expect(page.text).toContain('still mine'))
    const bob = await rig.store.db.selectFrom('person').select('id').where('name', '=', 'bob').executeTakeFirstOrThrow()
    await rig.store.db.updateTable('desktop').set({ owner_id: bob.id }).where('id', '=', 'ada-desk').execute()
    await rig.touch('ada-desk')
    expect(await page.closed).toBe(consoleClose.notYoursAnyMore)
  })

  test('says when the machine is gone, after all that it said', async () => {
    const page = await open()
    await until(() => expect(page.text).toBe(GREETING))
    machine.last.end('last words')
    expect(await page.closed).toBe(consoleClose.machineGone)
    expect(page.text).toBe(`${GREETING}last words`)
  })

  test('says that the broker stops, and opens none any more', async () => {
    const page = await open()
    const late = await newTicket()
    await rig.gateway.stop()
    expect(await page.closed).toBe(consoleClose.brokerStopping)
    expect(await rig.audit('console.closed')).toHaveLength(1)
    expect(await Page.with(rig.address, late).answered).toBe(503)
  })

  test('takes bytes alone, and not too many at once', async () => {
    const text = await open()
    text.socket.send('text')
    expect(await text.closed).toBe(consoleClose.notBytes)
    const large = await open()
    large.socket.send(Buffer.alloc(1024 * 1024 + 1))
    expect(await large.closed).toBe(1009)
    expect(machine.calls.every((call) => call.destroyed)).toBe(true)
  })

  test('lets go of the machine when the page goes, however it goes', async () => {
    const polite = await open()
    polite.socket.close()
    await until(() => expect(machine.calls[0]?.destroyed).toBe(true))
    const rude = await open()
    rude.socket.terminate()
    await until(() => expect(machine.calls[1]?.destroyed).toBe(true))
    expect(rig.gateway.count).toBe(0)
  })

  test('is written down: who, which, how much', async () => {
    const page = await open()
    page.socket.send(Buffer.from('12345'))
    await until(() => expect(page.text).toBe(`${GREETING}12345`))
    page.socket.close()
    await until(async () => expect(await rig.audit('console.closed')).toHaveLength(1))
    expect(await rig.audit('console')).toMatchObject([
      { actor: 'person:ada', action: 'console.opened', subject: 'desktop:ada-desk', detail: { from: '127.0.0.1' } },
      {
        actor: 'person:ada',
        action: 'console.closed',
        subject: 'desktop:ada-desk',
        detail: { why: 1005, toPage: GREETING.length + 5, toMachine: 5 },
      },
    ])
  })
})
