import { randomUUID } from 'node:crypto'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { firstBreak } from '../../../broker/audit/audit.ts'
import { CODE_LETTERS } from '../../../shared/api/kiosk.ts'
import { EVENTS_PATH } from '../../../shared/api/routes.ts'
import { consoleClose } from '../../../shared/console-close.ts'
import { KIOSK_HEADER } from '../../../shared/kiosk-signature.ts'
import { type EdgeRig, openEdge, passwords } from '../edge-rig.ts'
import { SigningKiosk } from './signing-kiosk.ts'

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })

let rig: EdgeRig
let kiosk: SigningKiosk
beforeEach(async () => {
  rig = await openEdge({ kioskPolicy: { enrolment: 'required', browsers: true } })
  kiosk = new SigningKiosk(rig.address)
})
afterEach(async () => {
  expect(await firstBreak(rig.store.db)).toBeNull()
  await rig.close()
})
const admin = async () => rig.client(await rig.signIn('hal'))
/** The same header, but for the first letter of one part. */
const twist = (header: string, part: string) =>
  header.replace(new RegExp(`(?<= |^)${part}=(.)`), (_, first: string) => `${part}=${first === 'A' ? 'B' : 'A'}`)
const press = () => ({ key: randomUUID(), kind: 'recover', generation: 0 }) as const

describe('enrolling', () => {
  test('shows a code that can be read aloud, the same until a fresh one is wanted', async () => {
    const code = await kiosk.code()
    expect(code).toMatch(new RegExp(`^[${CODE_LETTERS}]{8}$`))
    expect(await kiosk.code()).toBe(code)
    const fresh = await kiosk.client().call('kioskStanding', { body: { name: 'new', fresh: true } })
    expect(fresh).toMatchObject({ is: 'waiting' })
    expect(await kiosk.code()).not.toBe(code)
    await expect((await admin()).call('approveKiosk', { body: { code, name: 'K-1' } })).rejects.toMatchObject(
      named('unknown-code'),
    )
  })

  test('is done by an administrator who types the code, however it is written', async () => {
    const code = await kiosk.code()
    const typed = ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)} `
    const hal = await admin()
    expect((await hal.call('kiosks')).waiting).toMatchObject([{ name: 'new', from: '127.0.0.1' }])
    const enrolled = await hal.call('approveKiosk', { body: { code: typed, name: 'K-1', place: 'Reading room' } })
    expect(enrolled).toMatchObject({ name: 'K-1', place: 'Reading room', desktopId: null, approvedBy: 'hal' })
    expect(await kiosk.client().call('kioskStanding', { body: { name: 'new', fresh: false } })).toMatchObject({
      is: 'enrolled',
      kiosk: { id: enrolled.id, name: 'K-1', connects: null, settingsPin: null },
    })
    expect(await hal.call('kiosks')).toMatchObject({ enrolled: [{ id: enrolled.id }], waiting: [] })
    expect((await rig.audit('kiosk.')).map(({ actor, action, subject }) => [actor, action, subject])).toEqual([
      ['nobody', 'kiosk.asked', 'kiosk:new'],
      ['person:hal', 'kiosk.enrolled', 'kiosk:K-1'],
    ])
  })

  test('is nothing that anybody else can do', async () => {
    const code = await kiosk.code()
    const ada = rig.client(await rig.signIn('ada'))
    const id = 'x'.repeat(43)
    const calls = [
      () => ada.call('kiosks'),
      () => ada.call('approveKiosk', { body: { code, name: 'mine' } }),
      () => ada.call('changeKiosk', { params: { kioskId: id }, body: { name: 'mine' } }),
      () => ada.call('revokeKiosk', { params: { kioskId: id } }),
    ]
    for (const call of calls) await expect(call()).rejects.toMatchObject(named('not-allowed'))
    await expect(rig.client(null).call('kiosks')).rejects.toMatchObject(named('not-signed-in'))
    expect(await kiosk.code()).toBe(code)
  })

  test('ends with the time of its code', async () => {
    const code = await kiosk.code()
    await rig.store.db.updateTable('kiosk_enrolment').set({ expires_at: 1 }).execute()
    await expect((await admin()).call('approveKiosk', { body: { code, name: 'K-1' } })).rejects.toMatchObject(
      named('unknown-code'),
    )
    expect(await kiosk.code()).not.toBe(code)
  })

  test('is not guessed: after some wrong codes none is looked at for a while', async () => {
    const code = await kiosk.code()
    const hal = await admin()
    const wrong = code.replace(/^./, (c) => (c === 'A' ? 'C' : 'A'))
    for (let i = 0; i < 5; i++)
      await expect(hal.call('approveKiosk', { body: { code: wrong, name: 'K-1' } })).rejects.toMatchObject(
        named('unknown-code'),
      )
    await expect(hal.call('approveKiosk', { body: { code, name: 'K-1' } })).rejects.toMatchObject(
      named('too-many-tries'),
    )
  })

  test('keeps no more strangers than a few from one address', async () => {
    const strangers = Array.from({ length: 8 }, () => new SigningKiosk(rig.address).code())
    const asked = await Promise.allSettled(strangers)
    expect(asked.filter((a) => a.status === 'fulfilled')).toHaveLength(5)
    expect(asked.find((a) => a.status === 'rejected')?.reason).toMatchObject(named('too-many-enrolments'))
  })

  test('gives no two kiosks one name, and one that is gone gives its name back', async () => {
    const id = await kiosk.enrol(rig, { name: 'K-1' })
    const other = new SigningKiosk(rig.address)
    await expect(other.enrol(rig, { name: 'K-1' })).rejects.toMatchObject(named('kiosk-name-taken'))
    const hal = await admin()
    await hal.call('revokeKiosk', { params: { kioskId: id } })
    await other.enrol(rig, { name: 'K-1' })
    await expect(hal.call('revokeKiosk', { params: { kioskId: id } })).rejects.toMatchObject(named('unknown-kiosk'))
  })
})

describe('a signed request', () => {
  let id: string
  let token: string
  beforeEach(async () => {
    id = await kiosk.enrol(rig, { name: 'K-1' })
    token = await kiosk.signIn('ada', passwords.ada)
  })

  /** As somebody sends it who has a proof, but not the key. */
  const send = (method: string, path: string, headers: Record<string, string>, body?: string) =>
    fetch(rig.address + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body }),
    }).then(async (answer) => [answer.status, ((await answer.json()) as { type?: string }).type ?? ''] as const)

  test('is what a session at a kiosk needs: its token alone is worth nothing', async () => {
    expect(await kiosk.client(token).call('session')).toMatchObject({ person: { name: 'ada', role: 'user' } })
    await expect(rig.client(token).call('session')).rejects.toMatchObject(named('not-signed-in'))
    const other = new SigningKiosk(rig.address)
    await other.enrol(rig, { name: 'K-2' })
    await expect(other.client(token).call('session')).rejects.toMatchObject(named('not-signed-in'))
    const browser = await rig.signIn('ada')
    await expect(kiosk.client(browser).call('session')).rejects.toMatchObject(named('not-signed-in'))
    expect((await (await admin()).call('kiosks')).enrolled).toMatchObject([{ name: 'K-1', signedIn: ['ada'] }, {}])
    expect(await rig.audit('session.opened')).toContainEqual({
      actor: 'person:ada',
      action: 'session.opened',
      subject: 'person:ada',
      detail: { from: '127.0.0.1', kiosk: 'K-1' },
    })
  })

  test('counts once, on any broker and of any number at once', async () => {
    const path = '/api/v1/desktops'
    const headers = kiosk.header('GET', path, token)
    const answers = await Promise.all(Array.from({ length: 8 }, () => send('GET', path, headers)))
    expect(answers.filter(([status]) => status === 200)).toHaveLength(1)
    expect(answers.filter(([, type]) => type.endsWith('replayed'))).toHaveLength(7)
  })

  test('counts for what was signed alone', async () => {
    const path = '/api/v1/desktops/ada-desk/recoveries'
    const body = JSON.stringify(press())
    const another = JSON.stringify(press())
    const signed = () => kiosk.header('POST', path, token, body)
    const refused = [401, 'urn:daruma:problem:bad-signature']
    expect(await send('POST', path, signed(), another)).toEqual(refused)
    expect(await send('POST', path, signed())).toEqual(refused)
    expect(await send('POST', `${path}?x=1`, signed(), body)).toEqual(refused)
    expect(await send('GET', '/api/v1/desktops', signed())).toEqual(refused)
    const mine = await rig.signIn('ada')
    expect(await send('POST', path, { ...signed(), authorization: `Bearer ${mine}` }, body)).toEqual(refused)
    for (const part of ['key', 'nonce', 'body', 'signature'] as const) {
      const headers = signed()
      const twisted = twist(headers[KIOSK_HEADER] ?? '', part)
      expect(await send('POST', path, { ...headers, [KIOSK_HEADER]: twisted }, body)).toEqual(refused)
    }
    expect(await rig.store.db.selectFrom('run').selectAll().execute()).toEqual([])
    expect((await send('POST', path, signed(), body))[0]).toBe(202)
  })

  test.each([-3_600_000, 3_600_000, 90_000_000_000])(
    'corrects a clock that is %d ms off by the time it is told',
    async (off) => {
      kiosk.misset(off)
      const headers = kiosk.header('GET', '/api/v1/desktops', token)
      expect(await send('GET', '/api/v1/desktops', headers)).toEqual([401, 'urn:daruma:problem:clock-differs'])
      expect(await kiosk.client(token).call('desktops')).toMatchObject([{ id: 'ada-desk' }])
      kiosk.misset(45_000)
      expect(await kiosk.client(token).call('desktops')).toMatchObject([{ id: 'ada-desk' }])
    },
  )

  test('of a kiosk that nobody enrolled signs nobody in', async () => {
    const stranger = new SigningKiosk(rig.address)
    await expect(stranger.signIn('ada', passwords.ada)).rejects.toMatchObject(named('kiosk-not-enrolled'))
    await expect(stranger.client().call('kioskSignIn', { body: { pin: null } })).rejects.toMatchObject(
      named('kiosk-not-enrolled'),
    )
    const body = { name: 'ada', password: passwords.ada, keep: 'token' } as const
    await expect(rig.client(null).call('signIn', { body })).rejects.toMatchObject(named('kiosk-not-enrolled'))
    expect(await rig.client(null).call('signIn', { body: { ...body, keep: 'cookie' } })).toMatchObject({})
  })

  test('is asked of browsers too, where the policy says so', async () => {
    const strict = await openEdge({ kioskPolicy: { enrolment: 'required', browsers: false } })
    try {
      const body = { name: 'ada', password: passwords.ada, keep: 'cookie' } as const
      await expect(strict.client(null).call('signIn', { body })).rejects.toMatchObject(named('kiosks-only'))
      await expect(strict.client(await strict.signIn('ada')).call('session')).rejects.toMatchObject(
        named('not-signed-in'),
      )
    } finally {
      await strict.close()
    }
  })

  test('that is hostile gets an answer, and nothing else', async () => {
    const real = kiosk.header('GET', '/api/v1/desktops', token)[KIOSK_HEADER] ?? ''
    const printable = fc.string({ unit: fc.integer({ min: 0x20, max: 0x7e }).map((c) => String.fromCharCode(c)) })
    const twisted = fc
      .tuple(fc.nat(real.length), fc.nat(8), printable)
      .map(([from, much, text]) => real.slice(0, from) + text + real.slice(from + much))
    await fc.assert(
      fc.asyncProperty(fc.oneof(printable, twisted), async (header) => {
        fc.pre(header.trim() !== '' && header.trim() !== real)
        const [status, type] = await send('GET', '/api/v1/desktops', {
          authorization: `Bearer ${token}`,
          [KIOSK_HEADER]: header,
        })
        expect([status, type]).toEqual([401, 'urn:daruma:problem:bad-signature'])
      }),
      { numRuns: 60 },
    )
    expect(await kiosk.client(token).call('desktops')).toHaveLength(1)
  })

  describe('after its kiosk was revoked', () => {
    let machine: Server
    beforeEach(async () => {
      machine = createServer((socket) => void socket.on('error', () => undefined).write('RFB 003.008\n'))
      await new Promise<void>((resolve) => machine.listen(join(rig.folder, 'ada-desk.sock'), resolve))
    })
    afterEach(() => machine.close())

    test('is refused, and what was open is cut: streams and consoles', async () => {
      const ada = kiosk.client(token)
      const heard: string[] = []
      const gone = new AbortController()
      const stream = (async () => {
        for await (const chunk of await ada.openEvents(null, gone.signal)) heard.push(Buffer.from(chunk).toString())
      })()
      const { ticket } = await ada.call('consoleTicket', { params: { desktopId: 'ada-desk' } })
      const socket = new WebSocket(`${rig.address.replace('http', 'ws')}/api/v1/console`, [
        'binary',
        `daruma.ticket.${ticket}`,
      ])
      await new Promise((resolve) => socket.once('message', resolve))
      const closed = new Promise<number>((resolve) => socket.once('close', resolve))
      await vi.waitFor(() => expect(heard.join('')).toContain('ada-desk'))

      await (await admin()).call('revokeKiosk', { params: { kioskId: id } })
      expect(await closed).toBe(consoleClose.sessionEnded)
      await stream
      expect(heard.join('')).toContain('session-ended')
      await expect(ada.call('session')).rejects.toMatchObject(named('kiosk-revoked'))
      await expect(kiosk.signIn('ada', passwords.ada)).rejects.toMatchObject(named('kiosk-revoked'))
      await expect(kiosk.code()).rejects.toMatchObject(named('kiosk-revoked'))
      await expect(rig.client(token).call('session')).rejects.toMatchObject(named('not-signed-in'))
      expect((await rig.audit('kiosk.revoked')).map((l) => l.actor)).toEqual(['person:hal'])
      expect((await rig.audit('session.ended')).at(-1)).toMatchObject({
        actor: 'person:hal',
        detail: { why: 'the kiosk was revoked' },
      })
    })
  })

  test('opens the stream of events, by a clock that was wrong', async () => {
    kiosk.misset(-7_200_000)
    const gone = new AbortController()
    const chunks = await kiosk.client(token).openEvents(null, gone.signal)
    for await (const chunk of chunks) {
      expect(Buffer.from(chunk).toString()).toContain('event stream')
      break
    }
    gone.abort()
    expect(await send('GET', EVENTS_PATH, { authorization: `Bearer ${token}` })).toEqual([
      401,
      'urn:daruma:problem:not-signed-in',
    ])
  })
})

describe('a kiosk assigned to a desktop', () => {
  const connect = async (pin: string | null = null) => {
    const { token } = await kiosk.client().call('kioskSignIn', { body: { pin } })
    return kiosk.client(token ?? null)
  }

  test('connects by its key alone, as the owner, to that desktop and nothing else', async () => {
    await kiosk.enrol(rig, { name: 'K-1', desktopId: 'ada-desk' })
    await rig.store.db
      .updateTable('desktop')
      .set({
        owner_id: (
          await rig.store.db.selectFrom('person').select('id').where('name', '=', 'hal').executeTakeFirstOrThrow()
        ).id,
      })
      .execute()
    const here = await connect()
    expect((await here.call('session')).person).toEqual({
      name: 'hal',
      displayName: 'Hal',
      role: 'administrator',
      rights: {},
    })
    expect((await here.call('desktops')).map((d) => d.id)).toEqual(['ada-desk'])
    const run = await here.call('press', { params: { desktopId: 'ada-desk' }, body: press() })
    expect(await here.call('recovery', { params: { recoveryId: run.id } })).toMatchObject({ desktopId: 'ada-desk' })

    const unknown = named('unknown-desktop')
    await expect(here.call('desktop', { params: { desktopId: 'bob-desk' } })).rejects.toMatchObject(unknown)
    await expect(here.call('consoleTicket', { params: { desktopId: 'bob-desk' } })).rejects.toMatchObject(unknown)
    await expect(here.call('press', { params: { desktopId: 'bob-desk' }, body: press() })).rejects.toMatchObject(
      unknown,
    )
    await expect(here.picture('bob-desk', rig.point)).rejects.toMatchObject(unknown)
    await expect(here.call('recovery', { params: { recoveryId: randomUUID() } })).rejects.toMatchObject(
      named('unknown-recovery'),
    )
    // Whose desktop it is may be an administrator: the kiosk is none.
    await expect(here.call('kiosks')).rejects.toMatchObject(named('not-allowed'))
    expect((await rig.audit('session.opened')).at(-1)).toMatchObject({
      actor: 'kiosk:K-1',
      subject: 'person:hal',
      detail: { kiosk: 'K-1', desktop: 'ada-desk' },
    })
  })

  test('hears of its desktop alone', async () => {
    await kiosk.enrol(rig, { name: 'K-1', desktopId: 'ada-desk' })
    const ada = await rig.store.db
      .selectFrom('desktop')
      .select('owner_id')
      .where('id', '=', 'ada-desk')
      .executeTakeFirstOrThrow()
    await rig.store.db.updateTable('desktop').set(ada).execute()
    const here = await connect()
    const gone = new AbortController()
    let heard = ''
    for await (const chunk of await here.openEvents(null, gone.signal)) {
      if (heard === '') {
        await rig.touch('bob-desk')
        await rig.touch('ada-desk')
      }
      heard += Buffer.from(chunk).toString()
      if (heard.split('event: desktop').length > 2) break
    }
    gone.abort()
    expect(heard).toContain('"id":"ada-desk"')
    expect(heard).not.toContain('bob-desk')
  })

  test('asks for its PIN where it has one, and not for ever', async () => {
    const id = await kiosk.enrol(rig, { name: 'K-1', desktopId: 'ada-desk', pin: '482913', settingsPin: '1234' })
    expect(JSON.stringify(await rig.store.db.selectFrom('kiosk').selectAll().execute())).not.toMatch(/482913|"1234"/)
    const standing = await kiosk.client().call('kioskStanding', { body: { name: 'x', fresh: false } })
    expect(standing).toMatchObject({
      kiosk: {
        connects: { desktop: 'The desk of ada', pin: true },
        settingsPin: expect.stringMatching(/^scrypt:/) as string,
      },
    })
    await expect(connect()).rejects.toMatchObject(named('wrong-pin'))
    expect(await (await connect('482913')).call('desktops')).toHaveLength(1)
    for (let i = 0; i < 5; i++) await expect(connect('000000')).rejects.toMatchObject(named('wrong-pin'))
    await expect(connect('482913')).rejects.toMatchObject(named('too-many-tries'))
    expect((await rig.audit('session.refused')).map((l) => l.actor)).toEqual(Array(5).fill('kiosk:K-1'))

    const hal = await admin()
    expect((await hal.call('kiosks')).enrolled).toMatchObject([{ hasPin: true, hasSettingsPin: true }])
    await hal.call('changeKiosk', { params: { kioskId: id }, body: { pin: null } })
    expect(await (await connect()).call('desktops')).toHaveLength(1)
  })

  test('is cut off when it is assigned to another, and connects to that one', async () => {
    const id = await kiosk.enrol(rig, { name: 'K-1', desktopId: 'ada-desk' })
    const here = await connect()
    const hal = await admin()
    await hal.call('changeKiosk', { params: { kioskId: id }, body: { place: 'Desk 4' } })
    expect(await here.call('desktops')).toHaveLength(1)
    await hal.call('changeKiosk', { params: { kioskId: id }, body: { desktopId: 'bob-desk' } })
    await expect(here.call('desktops')).rejects.toMatchObject(named('not-signed-in'))
    expect((await (await connect()).call('desktops')).map((d) => d.id)).toEqual(['bob-desk'])
    await hal.call('changeKiosk', { params: { kioskId: id }, body: { desktopId: null } })
    await expect(connect()).rejects.toMatchObject(named('not-assigned'))
    await expect(
      hal.call('changeKiosk', { params: { kioskId: id }, body: { desktopId: 'nobodys' } }),
    ).rejects.toMatchObject(named('unknown-desktop'))
  })
})
