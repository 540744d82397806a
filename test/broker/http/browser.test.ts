import { request as httpRequest } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type EdgeRig, openEdge, passwords } from '../edge-rig.ts'

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

describe('for a browser', () => {
  let rig: EdgeRig
  let own: string
  beforeAll(async () => {
    rig = await openEdge()
    own = rig.address
  })
  afterAll(() => rig.close())

  /** As a browser sends it, with an Origin that fetch would not let us choose. */
  function send(method: string, path: string, headers: Record<string, string> = {}, body?: unknown): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const json = body === undefined ? {} : { 'content-type': 'application/json' }
      const request = httpRequest(rig.address + path, { method, headers: { ...json, ...headers } }, (response) => {
        let text = ''
        response.on('data', (chunk: Buffer) => (text += chunk.toString()))
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      })
      request.on('error', reject)
      request.end(body === undefined ? undefined : JSON.stringify(body))
    })
  }
  const signIn = { name: 'ada', password: passwords.ada, keep: 'cookie' }
  const cookieOf = async () => {
    const { headers } = await send('POST', '/api/v1/session', { origin: own }, signIn)
    return headers['set-cookie']?.[0]?.split(';')[0] ?? 'none'
  }

  test('keeps the session where scripts cannot read it', async () => {
    const { status, headers, text } = await send('POST', '/api/v1/session', { origin: own }, signIn)
    expect(status).toBe(201)
    expect(JSON.parse(text)).not.toHaveProperty('token')
    const attributes = (headers['set-cookie']?.[0] ?? '').split('; ').slice(1)
    expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Strict', 'Path=/']))
    expect(attributes.some((a) => a.startsWith('Expires='))).toBe(true)
    expect(text).not.toContain(headers['set-cookie']?.[0]?.split(/[=;]/)[1] ?? 'daruma')
  })

  test('knows the person by the cookie until they sign out, and takes it away then', async () => {
    const cookie = await cookieOf()
    expect((await send('GET', '/api/v1/session', { cookie })).status).toBe(200)
    const out = await send('DELETE', '/api/v1/session', { cookie, origin: own })
    expect(out).toMatchObject({ status: 204, text: '' })
    expect(out.headers['set-cookie']?.[0]).toMatch(/^daruma=; .*Expires=Thu, 01 Jan 1970/)
    expect((await send('GET', '/api/v1/session', { cookie })).status).toBe(401)
  })

  test.each([
    'http://evil.example',
    'null',
    'https://desktops.example.org.evil.example',
    'http://desktops.example.org',
  ])('lets no page of %s act', async (origin) => {
    const cookie = await cookieOf()
    const answers = [
      await send('POST', '/api/v1/session', { origin }, signIn),
      await send('DELETE', '/api/v1/session', { cookie, origin }),
      await send('POST', '/api/v1/desktops/ada-desk/console-tickets', { cookie, origin }),
    ]
    for (const { status, text } of answers) {
      expect(status).toBe(403)
      expect(JSON.parse(text)).toMatchObject({ type: 'urn:daruma:problem:forbidden-origin' })
    }
    expect((await send('GET', '/api/v1/session', { cookie })).status).toBe(200)
  })

  test('takes a cookie without an origin for a forgery, and lets the public address act', async () => {
    const cookie = await cookieOf()
    const ticket = '/api/v1/desktops/ada-desk/console-tickets'
    expect((await send('POST', ticket, { cookie })).status).toBe(403)
    expect((await send('POST', ticket, { cookie, origin: 'https://desktops.example.org' })).status).toBe(201)
    expect((await send('POST', ticket, { cookie, origin: own.replace('127.0.0.1', 'localhost') })).status).toBe(201)
  })

  test('lets no other site read anything', async () => {
    const { headers } = await send('GET', '/api/v1/about', { origin: 'http://evil.example' })
    expect(Object.keys(headers).filter((h) => h.startsWith('access-control'))).toEqual([])
    const preflight = await send('OPTIONS', '/api/v1/session', { origin: 'http://evil.example' })
    expect(preflight.status).toBe(403)
  })

  test('serves the page, which may do little, and asks for it anew each time', async () => {
    for (const path of ['/', '/index.html', '/?some=thing']) {
      const { status, headers, text } = await send('GET', path)
      expect(status).toBe(200)
      expect(text).toContain('<title>Daruma</title>')
      expect(headers['cache-control']).toBe('no-cache')
      const policy = String(headers['content-security-policy'])
      expect(policy.split(';')).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "connect-src 'self'",
          "frame-ancestors 'none'",
        ]),
      )
      expect(policy).not.toMatch(/unsafe|\*|upgrade-insecure/)
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
      expect(headers).not.toHaveProperty('strict-transport-security')
    }
  })

  test('lets it keep what has a hash in its name', async () => {
    const { headers } = await send('GET', '/assets/kiosk-4f2a.js')
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
  })

  test.each(['/../secret.txt', '/..%2fsecret.txt', '/assets/..%2f..%2fsecret.txt', '/%2e%2e/secret.txt', '/assets/'])(
    'serves nothing else: %s',
    async (path) => {
      const { status, text } = await send('GET', path)
      expect(status).toBeGreaterThanOrEqual(400)
      expect(status).toBeLessThan(500)
      expect(text).not.toContain('not for anybody')
    },
  )
})
