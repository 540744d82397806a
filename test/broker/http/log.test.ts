import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { openLog } from '../../../broker/log.ts'
import { ticketProtocol } from '../../../shared/api/console-ticket.ts'
import { openEdge, passwords } from '../edge-rig.ts'

test('no secret is logged or written down, whatever goes well or wrong', async () => {
  const rig = await openEdge()
  const secrets: string[] = [...Object.values(passwords), 'a wrong password', 'typed-as-a-name']
  const send = (path: string, init: RequestInit = {}) => fetch(rig.address + path, init)
  const post = (body: unknown) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: rig.address },
    body: JSON.stringify(body),
  })

  const { token } = await rig
    .client(null)
    .call('signIn', { body: { name: 'ada', password: passwords.ada, keep: 'token' } })
  const signedIn = await send('/api/v1/session', post({ name: 'bob', password: passwords.bob, keep: 'cookie' }))
  const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
  secrets.push(token ?? 'no token', cookie.split('=')[1] ?? 'no cookie')
  await send('/api/v1/session', post({ name: 'ada', password: 'a wrong password', keep: 'token' }))
  await send('/api/v1/session', post({ name: 'typed-as-a-name', password: 'x', keep: 'token' }))
  await send('/api/v1/session', post({ name: 'ada', password: { nested: 'a wrong password' } }))
  await send('/api/v1/session', { ...post({}), body: `{"password":"a wrong password",` })
  await send('/api/v1/session', { headers: { cookie } })
  await send('/api/v1/nothing', { headers: { cookie, authorization: `Bearer ${token ?? ''}` } })

  const machine = createServer().listen(join(rig.folder, 'ada-desk.sock'))
  const { ticket } = await rig.client(token ?? null).call('consoleTicket', { params: { desktopId: 'ada-desk' } })
  secrets.push(ticket)
  for (let tries = 0; tries < 2; tries++) {
    const page = new WebSocket(`${rig.address.replace('http', 'ws')}/api/v1/console`, [
      'binary',
      ticketProtocol(ticket),
    ])
    await new Promise((resolve) => {
      page.on('open', () => page.close())
      page.on('close', resolve)
      page.on('error', resolve)
    })
  }
  await vi.waitFor(async () => expect(await rig.audit('console.closed')).toHaveLength(1))
  machine.close()

  const audit = JSON.stringify(await rig.store.db.selectFrom('audit').selectAll().execute())
  const store = JSON.stringify([
    await rig.store.db.selectFrom('session').selectAll().execute(),
    await rig.store.db.selectFrom('console_ticket').selectAll().execute(),
    await rig.store.db.selectFrom('sign_in_failure').selectAll().execute(),
    await rig.store.db.selectFrom('person').selectAll().execute(),
  ])
  await rig.close()
  const log = rig.lines.join('')
  expect(log).toContain('/api/v1/session')
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(8)
    for (const [where, text] of Object.entries({ log, audit, store })) {
      expect(text.includes(secret), `${where} holds ${secret}`).toBe(false)
    }
  }
})

test('what somebody logs by mistake is hidden', () => {
  const lines: string[] = []
  const log = openLog('info', { write: (line) => void lines.push(line) })
  const headers = {
    authorization: 'Bearer s3cret',
    cookie: 'daruma=s3cret',
    'set-cookie': ['daruma=s3cret'],
    'sec-websocket-protocol': 'binary, daruma.ticket.s3cret',
    host: 'kept',
  }
  log.info(headers, 'headers')
  log.info({ req: { headers }, body: { password: 's3cret' }, deep: { down: { ticket: 's3cret' } } }, 'request')
  log.info({ token: 's3cret' })
  expect(lines.join('')).not.toContain('s3cret')
  expect(lines.join('')).toContain('kept')
})
