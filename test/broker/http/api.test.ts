import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { BrokerClient } from '../../../shared/client/broker-client.ts'
import { type EdgeRig, openEdge, PICTURE, passwords } from '../edge-rig.ts'

describe('the API', () => {
  let rig: EdgeRig
  let ada: BrokerClient
  let bob: BrokerClient
  let token: string
  beforeAll(async () => {
    rig = await openEdge()
    token = await rig.signIn('ada')
    ada = rig.client(token)
    bob = rig.client(await rig.signIn('bob'))
  })
  afterAll(() => rig.close())

  const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })

  test('tells anybody about itself', async () => {
    expect(await rig.client(null).call('about')).toEqual({ version: '1.2.3', helpDesk: 'Extension 4711' })
  })

  test('gives a kiosk a token, in upper case as in lower, and the letters however composed', async () => {
    const body = { name: ' ADA ', password: passwords.ada.normalize('NFD'), keep: 'token' } as const
    const answer = await rig.client(null).call('signIn', { body })
    expect(answer.token).toMatch(/^[\w-]{43}$/)
    expect(await rig.client(answer.token ?? null).call('session')).toMatchObject({ person: { name: 'ada' } })
  })

  test.each([
    ['a wrong password', { name: 'ada', password: 'wrong', keep: 'token' }],
    ['a wrong name', { name: 'eve', password: passwords.ada, keep: 'token' }],
    ["somebody else's password", { name: 'bob', password: passwords.ada, keep: 'token' }],
  ] as const)('refuses %s with the same words', async (_, body) => {
    await expect(rig.client(null).call('signIn', { body })).rejects.toMatchObject(named('wrong-password'))
  })

  test.each([
    ['nobody', null],
    ['a made-up token', 'x'.repeat(43)],
    ['what is no token at all', '../../etc/passwd'],
  ])('does nothing for %s', async (_, secret) => {
    const client = rig.client(secret)
    await expect(client.call('desktops')).rejects.toMatchObject(named('not-signed-in'))
    await expect(client.call('signOut')).rejects.toMatchObject(named('not-signed-in'))
  })

  test('ends a session for good', async () => {
    const once = rig.client(await rig.signIn('ada'))
    expect(await once.call('signOut')).toBeNull()
    await expect(once.call('session')).rejects.toMatchObject(named('not-signed-in'))
    expect(await ada.call('session')).toMatchObject({ person: { name: 'ada', displayName: 'Ada' } })
  })

  test('shows everybody their own desktops alone', async () => {
    expect((await ada.call('desktops')).map((d) => d.id)).toEqual(['ada-desk'])
    expect((await bob.call('desktops')).map((d) => d.id)).toEqual(['bob-desk'])
    expect(await ada.call('desktop', { params: { desktopId: 'ada-desk' } })).toMatchObject({ state: 'running' })
  })

  test("knows no more of somebody else's desktop than of one that is not there", async () => {
    const params = [{ desktopId: 'ada-desk' }, { desktopId: 'nobodys-desk' }]
    for (const p of params) {
      const press = { key: randomUUID(), kind: 'recover', generation: 0 } as const
      const calls = [
        () => bob.call('desktop', { params: p }),
        () => bob.call('restorePoints', { params: p }),
        () => bob.call('consoleTicket', { params: p }),
        () => bob.call('press', { params: p, body: press }),
        () => bob.picture(p.desktopId, rig.point),
      ]
      for (const call of calls) await expect(call()).rejects.toMatchObject(named('unknown-desktop'))
    }
    await expect(bob.call('recovery', { params: { recoveryId: randomUUID() } })).rejects.toMatchObject(
      named('unknown-recovery'),
    )
  })

  test('shows restore points, and the picture of one', async () => {
    const params = { desktopId: 'ada-desk' }
    expect(await ada.call('restorePoints', { params })).toMatchObject([{ id: rig.point, hasPicture: true }])
    expect(await ada.picture('ada-desk', rig.point)).toEqual(new Uint8Array(PICTURE))
    await expect(ada.picture('ada-desk', randomUUID())).rejects.toMatchObject(named('unknown-point'))
  })

  test('takes a press once, and answers its key with the same recovery', async () => {
    const params = { desktopId: 'ada-desk' }
    const body = { key: randomUUID(), kind: 'recover', generation: 0 } as const
    const first = await ada.call('press', { params, body })
    expect(first).toMatchObject({ mark: 'accepted', outcome: null, point: { id: rig.point } })
    expect(await ada.call('press', { params, body })).toEqual(first)
    const recoveryParams = { recoveryId: first.id }
    expect(await ada.call('recovery', { params: recoveryParams })).toEqual(first)
    await expect(bob.call('recovery', { params: recoveryParams })).rejects.toMatchObject(named('unknown-recovery'))
    await expect(
      bob.call('undo', { params: recoveryParams, body: { key: randomUUID(), generation: 0 } }),
    ).rejects.toMatchObject(named('unknown-recovery'))
    await expect(
      ada.call('press', { params, body: { key: body.key, kind: 'restart', generation: 0 } }),
    ).rejects.toMatchObject(named('key-used'))
  })

  test("tells what a recovery left, and copies it, for the desktop's owner alone", async () => {
    const { recovery } = await ada.call('desktop', { params: { desktopId: 'ada-desk' } })
    const recoveryParams = { recoveryId: recovery?.id ?? '' }
    await expect(bob.call('leftovers', { params: recoveryParams })).rejects.toMatchObject(named('unknown-recovery'))
    await expect(bob.call('leftoverEntries', { params: recoveryParams, query: { after: 1 } })).rejects.toMatchObject(
      named('unknown-recovery'),
    )
    const rescue = { key: randomUUID(), whole: true as const }
    await expect(bob.call('startRescue', { params: recoveryParams, body: rescue })).rejects.toMatchObject(
      named('unknown-recovery'),
    )
    await expect(ada.call('startRescue', { params: recoveryParams, body: rescue })).rejects.toMatchObject(
      named('no-rescue'),
    )
    await expect(ada.call('rescue', { params: { rescueId: randomUUID() } })).rejects.toMatchObject(
      named('unknown-rescue'),
    )
    expect(await ada.call('leftovers', { params: recoveryParams })).toMatchObject({ state: 'waiting', folders: [] })
    const page = await ada.call('leftoverEntries', { params: recoveryParams, query: { folder: 0, after: 3 } })
    expect(page).toEqual({ entries: [], more: false })
  })

  test('says no to a press that cannot be', async () => {
    const params = { desktopId: 'bob-desk' }
    const press = { key: randomUUID(), kind: 'recover', generation: 0 } as const
    await expect(bob.call('press', { params, body: press })).rejects.toMatchObject(named('no-known-good'))
    await expect(bob.call('press', { params, body: { ...press, generation: 9 } })).rejects.toMatchObject(
      named('out-of-date'),
    )
  })

  describe('answers with a problem document', () => {
    const send = async (path: string, init: RequestInit = {}) => {
      const answer = await fetch(rig.address + path, {
        ...init,
        headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
      })
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(answer.headers.get('cache-control')).toBe('no-store')
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const recoveries = '/api/v1/desktops/ada-desk/recoveries'
    const json = { 'content-type': 'application/json' }

    test.each([
      ['an unknown path', '/api/v1/nothing', {}, 404, 'unknown-path'],
      ['a method that a path does not take', '/api/v1/desktops', { method: 'DELETE' }, 404, 'unknown-path'],
      ['a path that is no path', '/api/v1/%zz', {}, 400, 'bad-request'],
      ['broken JSON', recoveries, { method: 'POST', headers: json, body: '{"key":' }, 400, 'bad-request'],
      ['no body', recoveries, { method: 'POST' }, 400, 'bad-request'],
      ['an empty body', recoveries, { method: 'POST', headers: json, body: '' }, 400, 'bad-request'],
      ['poisoned JSON', recoveries, { method: 'POST', headers: json, body: '{"__proto__":{}}' }, 400, 'bad-request'],
      [
        'text',
        recoveries,
        { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' },
        415,
        'wrong-type',
      ],
      [
        'a form',
        recoveries,
        { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'a=b' },
        415,
        'wrong-type',
      ],
      [
        'too much',
        recoveries,
        { method: 'POST', headers: json, body: JSON.stringify({ key: 'x'.repeat(65 * 1024) }) },
        413,
        'too-large',
      ],
    ] as const)('%s', async (_, path, init, status, name) => {
      expect(await send(path, init)).toMatchObject({ status, body: { type: `urn:daruma:problem:${name}` } })
    })

    test('a body that says too little or too much, naming what', async () => {
      const post = (body: unknown) => send(recoveries, { method: 'POST', headers: json, body: JSON.stringify(body) })
      const press = { key: randomUUID(), kind: 'recover', generation: 0 }
      expect((await post({ ...press, key: 'k' })).body).toMatchObject({ status: 400, at: 'key' })
      expect((await post({ ...press, generation: -1 })).body).toMatchObject({ status: 400, at: 'generation' })
      expect((await post({ ...press, force: true })).body).toMatchObject({
        status: 400,
        detail: expect.stringContaining('force') as string,
      })
      expect((await send('/api/v1/desktops/NOT%20ONE')).body).toMatchObject({ status: 400, at: 'desktopId' })
    })

    test('bytes that are no HTTP', async () => {
      const { createConnection } = await import('node:net')
      const socket = createConnection(Number(new URL(rig.address).port), '127.0.0.1')
      socket.write('HELO broker\r\n\r\n')
      const heard: Buffer[] = []
      for await (const chunk of socket) heard.push(chunk as Buffer)
      expect(Buffer.concat(heard).toString()).toMatch(
        /^HTTP\/1.1 400 Bad Request\r\ncontent-type: application\/problem/,
      )
    })
  })
})

test('tells nothing of an unexpected error, but where it is in the log', async () => {
  const rig = await openEdge({
    presses: {
      press: () => Promise.reject(new Error('SQLITE_CORRUPT at /var/lib/secret-place')),
      undo: () => Promise.reject(new Error('no')),
      cancel: () => Promise.reject(new Error('no')),
      view: async () => ({ id: 'not a recovery', secret: 'hidden' }) as never,
    },
  })
  try {
    const client = rig.client(await rig.signIn('ada'))
    const press = { key: randomUUID(), kind: 'recover', generation: 0 } as const
    const calls = [
      client.call('press', { params: { desktopId: 'ada-desk' }, body: press }),
      // An answer that is not what the table says is a fault of the broker, and is not sent.
      client.call('recovery', { params: { recoveryId: randomUUID() } }),
    ]
    for (const call of calls) {
      const error = await call.catch((e: unknown) => e as { problem: { type: string; detail: string } })
      const { type, detail } = (error as { problem: { type: string; detail: string } }).problem
      expect(type).toBe('urn:daruma:problem:internal')
      expect(JSON.stringify(error)).not.toMatch(/secret-place|SQLITE|hidden|invalid/i)
      const reference = /[0-9a-f-]{36}/.exec(detail)?.[0] ?? 'none'
      expect(rig.lines.filter((l) => l.includes(reference) && l.includes('unexpectedly'))).toHaveLength(1)
    }
    expect(rig.lines.join('')).toContain('SQLITE_CORRUPT')
  } finally {
    await rig.close()
  }
})
