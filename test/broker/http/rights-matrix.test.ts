import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  HELP_DESK_EVENTS_PATH,
  HELP_DESK_PICTURE_PATH,
  HELP_DESK_POINT_PICTURE_PATH,
} from '../../../shared/api/help-desk/paths.ts'
import { Problem, problemName } from '../../../shared/api/problem.ts'
import { type Right, ROLES, type Role, rightsOf } from '../../../shared/api/rights.ts'
import type { Access, Route } from '../../../shared/api/route.ts'
import { AUDIT_EXPORT_PATH, METRICS_PATH } from '../../../shared/api/routes/audit.ts'
import { CONSOLE_PATH, EVENTS_PATH, PICTURE_PATH, routes } from '../../../shared/api/routes.ts'
import { type Description, describedAt } from '../../fuzz/description.ts'
import { valid } from '../../fuzz/schema-arbitrary.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'
import { SigningKiosk } from '../kiosks/signing-kiosk.ts'

/** Everything that may be asked for, by its name: the table of calls, and what does not stand in it. */
const asked: readonly { name: string; method: Route['method']; path: string; right: Access }[] = [
  ...Object.entries(routes).map(([name, { method, path, right }]) => ({ name, method, path, right })),
  { name: 'events', method: 'GET', path: EVENTS_PATH, right: 'own' },
  { name: 'metrics', method: 'GET', path: METRICS_PATH, right: 'metrics.read' },
  { name: 'auditExport', method: 'GET', path: AUDIT_EXPORT_PATH, right: 'audit.read' },
  { name: 'helpDeskEvents', method: 'GET', path: HELP_DESK_EVENTS_PATH, right: 'desktops.see' },
  { name: 'helpDeskPicture', method: 'GET', path: HELP_DESK_PICTURE_PATH, right: 'desktops.see' },
  { name: 'helpDeskPointPicture', method: 'GET', path: HELP_DESK_POINT_PICTURE_PATH, right: 'desktops.see' },
  { name: 'picture', method: 'GET', path: PICTURE_PATH, right: 'own' },
]

/** What an assigned kiosk may ask for of its own desktop. Whoever adds to this lets more be done at a kiosk without a name. */
const atAKiosk = new Set(
  `session signOut events desktops desktop restorePoints picture consoleTicket takeOver press recovery cancel undo
  leftovers leftoverEntries startRescue rescue answerHelp endOwnHelp readMessage declineOffer`.split(/\s+/),
)

/** What the program's token is for. */
const ofTheProgram = ['changes.announce', 'metrics.read'] as const satisfies Right[]

type Who = Role | 'nobody' | 'a made-up token' | 'an assigned kiosk' | 'a program'
const everybody: readonly Who[] = ['nobody', 'a made-up token', ...ROLES, 'an assigned kiosk', 'a program']

function mayAsk(who: Who, { name, right }: (typeof asked)[number]): boolean {
  if (right === 'plain' || right === 'open') return true
  if (who === 'nobody' || who === 'a made-up token') return false
  if (who === 'an assigned kiosk') return right === 'own' && atAKiosk.has(name)
  if (who === 'a program') return ofTheProgram.some((of) => of === right)
  return right === 'own' || rightsOf[who].includes(right)
}

describe('who may ask for what', () => {
  let rig: EdgeRig
  let description: Description
  let kiosk: SigningKiosk
  const tokens = new Map<Who, string>()
  beforeAll(async () => {
    rig = await openEdge()
    description = await describedAt(rig.address)
    kiosk = new SigningKiosk(rig.address)
    await kiosk.enrol(rig, { name: 'K-1', desktopId: 'ada-desk' })
    // Whatever the owner of its desktop may do, it may not.
    await rig.store.db.updateTable('person').set({ role: 'administrator' }).where('name', '=', 'ada').execute()
  })
  afterAll(() => rig.close())

  async function tokenOf(who: Who): Promise<string | null> {
    if (who === 'nobody') return null
    if (who === 'a made-up token') return 'x'.repeat(43)
    const known = tokens.get(who)
    if (known !== undefined) return known
    const token = await (who === 'an assigned kiosk'
      ? signInAtKiosk()
      : who === 'a program'
        ? makeToken()
        : signInAs(who))
    tokens.set(who, token)
    return token
  }
  async function signInAtKiosk(): Promise<string> {
    const { token } = await kiosk.client().call('kioskSignIn', { body: { pin: null } })
    return token ?? 'none'
  }
  async function makeToken(): Promise<string> {
    const hal = rig.client(await rig.signIn('hal'))
    const { id } = await hal.call('createServiceAccount', { body: { name: 'updates', displayName: 'Updates' } })
    const body = { name: 'one', rights: [...ofTheProgram], pools: null, days: 1 }
    return (await hal.call('createServiceToken', { params: { accountId: id }, body })).token
  }
  async function signInAs(role: Role): Promise<string> {
    const { db } = rig.store
    const values = { id: randomUUID(), name: role, display_name: role, password_hash: '-', role }
    const before = await db.selectFrom('person').select('id').where('name', '=', role).executeTakeFirst()
    if (before === undefined) await db.insertInto('person').values(values).execute()
    const opening = { from: '127.0.0.1', kioskId: null, kioskName: null, desktopId: null }
    return (await rig.sessions.open({ ...values, ...before }, opening)).secret
  }

  /** A path to something that is not there, of the kind that it asks for. */
  function targetOf(name: string, path: string): string {
    const operation = description.operations.find((o) => o.operationId === name)
    const none = ['00000000-0000-4000-8000-000000000000']
    return path.replace(/:(\w+)/g, (_, param: string) => {
      const schema = operation?.parameters.find((p) => p.in === 'path' && p.name === param)?.schema
      const [value] = fc.sample(valid(schema ?? {}, description.schemas, none), { numRuns: 1, seed: 7 })
      return encodeURIComponent(String(value))
    })
  }

  /** Asks, and sends no byte of the body that it announces if there is one: whoever waits for that never answers. */
  function ask(method: string, path: string, headers: Record<string, string>, body: string | null) {
    return new Promise<{ status: number; name: string | null }>((resolve, reject) => {
      const sent = {
        ...headers,
        ...(body === null ? {} : { 'content-type': 'application/json', 'content-length': '99' }),
      }
      const request = httpRequest(rig.address + path, { method, headers: sent }, (response) => {
        const status = response.statusCode ?? 0
        if (status < 400) {
          request.destroy()
          resolve({ status, name: null })
          return
        }
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => {
          request.destroy()
          resolve({ status, name: problemName(Problem.parse(JSON.parse(text))) })
        })
      })
      request.on('error', reject)
      if (body === null) request.end()
      else request.flushHeaders()
    })
  }
  async function headersOf(who: Who, method: string, target: string): Promise<Record<string, string>> {
    const token = await tokenOf(who)
    if (who === 'an assigned kiosk') return kiosk.header(method, target, token)
    return token === null ? {} : { authorization: `Bearer ${token}` }
  }

  test.each(everybody)('%s', async (who) => {
    // Signing out ends what the others are asked with.
    const order = [...asked].sort((a, b) => Number(a.name === 'signOut') - Number(b.name === 'signOut'))
    for (const call of order) {
      const target = targetOf(call.name, call.path)
      const headers = await headersOf(who, call.method, target)
      const what = `${who} asks for ${call.name}`
      if (mayAsk(who, call)) {
        // What it sends is of a kind that nothing reads, so that nothing is done; asked for it is all the same.
        const typed = call.method === 'GET' ? {} : { 'content-type': 'text/plain' }
        const { name } = await ask(call.method, target, { ...headers, ...typed }, null)
        expect(['not-signed-in', 'not-allowed', 'internal'], what).not.toContain(name)
      } else {
        const { status, name } = await ask(call.method, target, headers, call.method === 'GET' ? null : 'announced')
        const known = who !== 'nobody' && who !== 'a made-up token'
        expect({ what, status, name }).toEqual({
          what,
          ...(known ? { status: 403, name: 'not-allowed' } : { status: 401, name: 'not-signed-in' }),
        })
      }
    }
  })

  test('nobody opens a console by their session alone', async () => {
    for (const who of everybody) {
      const headers = await headersOf(who, 'GET', CONSOLE_PATH)
      const upgrade = { connection: 'upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' }
      const { status } = await ask('GET', CONSOLE_PATH, { ...headers, ...upgrade, 'sec-websocket-key': 'AA==' }, null)
      expect({ who, refused: status >= 400 && status < 500 }).toEqual({ who, refused: true })
    }
  })

  test('no page of another site acts with the cookie of anybody, whatever it asks for', async () => {
    tokens.delete('administrator')
    const cookie = `daruma=${await tokenOf('administrator')}`
    for (const { name, method, path } of asked.filter(({ method }) => method !== 'GET'))
      for (const origin of [{}, { origin: 'http://evil.example' }, { origin: 'null' }]) {
        const answer = await ask(method, targetOf(name, path), { cookie, ...origin }, 'announced')
        expect({ call: name, ...answer }).toEqual({ call: name, status: 403, name: 'forbidden-origin' })
      }
  })

  test('every right is somebody’s, and every call has one', () => {
    expect(
      asked.filter(({ right }) => right !== 'plain' && right !== 'open' && right !== 'own').length,
    ).toBeGreaterThan(5)
    for (const { name, right } of asked)
      expect({
        name,
        who: everybody.filter((who) => mayAsk(who, { name, right, method: 'GET', path: '' })),
      }).not.toEqual({
        name,
        who: [],
      })
  })
})
