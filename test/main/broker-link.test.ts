import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { endSessions } from '../../broker/identity/sessions.ts'
import { BrokerLink } from '../../main/broker-link.ts'
import { contentPolicy } from '../../main/content-policy.ts'
import { ticketIn } from '../../shared/api/console-ticket.ts'
import { problem } from '../../shared/api/problem.ts'
import type { BridgeEvent } from '../../shared/bridge.ts'
import { type EdgeRig, openEdge, passwords } from '../broker/edge-rig.ts'

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 })
const ada = { name: 'ada', password: passwords.ada }

let events: BridgeEvent[]
let link: BrokerLink
function linkTo(broker: string): BrokerLink {
  events = []
  link = new BrokerLink({ broker, authority: null }, (event) => events.push(event))
  return link
}
const told = (type: BridgeEvent['type']) => events.filter((e) => e.type === type)
const ended = { type: 'session', session: null }
afterEach(() => link.stop())

describe('with a broker', () => {
  let edge: EdgeRig
  beforeEach(async () => {
    edge = await openEdge()
    linkTo(edge.address).start()
    await until(() => expect(events).toContainEqual({ type: 'link', link: { is: 'up' } }))
  })
  afterEach(() => edge.close())

  test('signing in opens the desktops, and their events; the token goes nowhere', async () => {
    const session = await link.signIn(ada)
    expect(session.person).toEqual({ name: 'ada', displayName: 'Ada', role: 'user', rights: {} })
    const [desktop] = await link.ask((client) => client.call('desktops'))
    expect(desktop?.id).toBe('ada-desk')
    await until(() => expect(told('desktop')).toHaveLength(1))
    const press = { key: randomUUID(), kind: 'recover', generation: desktop?.generation ?? -1 } as const
    const body = { params: { desktopId: 'ada-desk' }, body: press }
    const { id } = await link.ask((client) => client.call('press', body))
    await until(() => expect(told('recovery')).toMatchObject([{ recovery: { id } }]))
    expect(Object.keys(session)).toEqual(['person', 'expiresAt'])
    expect(JSON.stringify([session, link.session, events])).not.toMatch(/token|bearer/i)
  })

  test('a wrong password signs nobody in', async () => {
    await expect(link.signIn({ name: 'ada', password: 'no' })).rejects.toMatchObject({ problem: { status: 401 } })
    expect(link.session).toBeNull()
    expect(told('session')).toEqual([])
  })

  test('a session that the broker ends is ended here, told once, and the link stays', async () => {
    await link.signIn(ada)
    await until(() => expect(told('desktop')).toHaveLength(1))
    const { id: personId } = await edge.store.db
      .selectFrom('person')
      .select('id')
      .where('name', '=', 'ada')
      .executeTakeFirstOrThrow()
    await edge.store.transaction((trx) => endSessions(trx, { personId }, 'test', 'ended'))
    await until(() => expect(link.session).toBeNull())
    await expect(link.ask((client) => client.call('desktops'))).rejects.toMatchObject({ problem: { status: 401 } })
    expect(told('session')).toEqual([ended])
    expect(link.link).toEqual({ is: 'up' })
  })

  test('signing out ends the session at the broker, too', async () => {
    await link.signIn(ada)
    await link.signOut()
    expect(link.session).toBeNull()
    expect(await edge.audit('session.ended')).toMatchObject([{ subject: 'person:ada', detail: { why: 'signed out' } }])
    await expect(link.ask((client) => client.call('desktops'))).rejects.toMatchObject({ problem: { status: 401 } })
    await link.signOut()
    expect(told('session')).toEqual([])
  })

  test('a console is where the policy of the page allows one, its ticket beside the address', async () => {
    await link.signIn(ada)
    const { url, protocols } = await link.openConsole('ada-desk')
    expect(contentPolicy(edge.address)).toContain(`connect-src ${url};`)
    expect(protocols[0]).toBe('binary')
    const ticket = ticketIn(protocols)
    expect(ticket).toMatch(/^.{32,}$/)
    expect(url).not.toContain(ticket)
    await expect(link.openConsole('bob-desk')).rejects.toMatchObject({ problem: { status: 404 } })
  })
})

describe('with a broker that behaves oddly', () => {
  let server: ReturnType<typeof createServer>
  let behave: Record<string, (response: ServerResponse, request: IncomingMessage) => void>
  const json = (status: number, body: unknown) => (response: ServerResponse) => {
    const type = status < 300 ? 'application/json' : 'application/problem+json'
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body))
  }
  const signedIn = (token?: string) =>
    json(201, { person: { name: 'ada', displayName: 'Ada', role: 'user' }, expiresAt: '2099-01-01T00:00:00Z', token })
  const refused = json(401, problem('not-signed-in'))

  beforeEach(async () => {
    behave = { 'POST /api/v1/session': signedIn('t-1'), 'GET /api/v1/events': () => undefined }
    server = createServer((request, response) => {
      const act = behave[`${request.method ?? ''} ${request.url ?? ''}`]
      if (act === undefined) response.writeHead(404).end()
      else act(response, request)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    linkTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  test('a refused call ends the session, told once', async () => {
    behave['GET /api/v1/desktops'] = refused
    await link.signIn(ada)
    for (let i = 0; i < 2; i++)
      await expect(link.ask((client) => client.call('desktops'))).rejects.toMatchObject({ problem: { status: 401 } })
    expect(link.session).toBeNull()
    expect(told('session')).toEqual([ended])
  })

  test('a late refusal of an earlier session says nothing of the present one', async () => {
    let answer: () => void = () => undefined
    behave['GET /api/v1/desktops'] = (response) => (answer = () => refused(response))
    behave['DELETE /api/v1/session'] = (response) => response.writeHead(204).end()
    await link.signIn(ada)
    const late = link.ask((client) => client.call('desktops')).catch((e: unknown) => e)
    await vi.waitFor(() => expect(answer).not.toHaveLength(1))
    await link.signOut()
    behave['POST /api/v1/session'] = signedIn('t-2')
    await link.signIn(ada)
    answer()
    await late
    expect(link.session).not.toBeNull()
    expect(told('session')).toEqual([])
  })

  test('signing out does not depend on an answer', async () => {
    behave['DELETE /api/v1/session'] = () => undefined
    await link.signIn(ada)
    await link.signOut()
    expect(link.session).toBeNull()
    await expect(link.ask((client) => client.call('desktops'))).rejects.toBeDefined()
  })

  test('a session without a token is none', async () => {
    behave['POST /api/v1/session'] = signedIn()
    await expect(link.signIn(ada)).rejects.toMatchObject({ problem: { status: 502 } })
    expect(link.session).toBeNull()
  })

  test.each(['/elsewhere', 'ws://evil.example/api/v1/console', '//evil.example/api/v1/console', '/api/v1/console?x=1'])(
    'a console that is said to be at %s is not opened',
    async (path) => {
      const ticket = { ticket: 't', path, expiresAt: '2099-01-01T00:00:00Z' }
      behave['POST /api/v1/desktops/ada-desk/console-tickets'] = json(201, ticket)
      await link.signIn(ada)
      await expect(link.openConsole('ada-desk')).rejects.toMatchObject({ problem: { status: 502 } })
    },
  )

  test('the token is shown to the broker, and to no address that it names', async () => {
    const seen: (string | undefined)[] = []
    behave['GET /api/v1/desktops'] = (response, request) => {
      seen.push(request.headers.authorization)
      response.writeHead(307, { location: '/elsewhere' }).end()
    }
    behave['GET /elsewhere'] = (response, request) => {
      seen.push(request.headers.authorization)
      json(200, [])(response)
    }
    await link.signIn(ada)
    await expect(link.ask((client) => client.call('desktops'))).rejects.toBeDefined()
    expect(seen).toEqual(['Bearer t-1'])
  })
})
