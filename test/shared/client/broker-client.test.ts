import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { problem } from '../../../shared/api/problem.ts'
import { BrokerClient } from '../../../shared/client/broker-client.ts'
import { BrokerUnreachable } from '../../../shared/client/unreachable.ts'
import { json, ScriptedServer } from './scripted-server.ts'

const session = { person: { name: 'ada', displayName: 'Ada' }, expiresAt: '2030-01-01T00:00:00.000Z' }

describe('a client of the broker', () => {
  let server: ScriptedServer
  let client: BrokerClient
  beforeEach(async () => {
    server = new ScriptedServer()
    client = new BrokerClient({ address: await server.listen(), token: () => 'secret', timeoutMs: 300 })
  })
  afterEach(() => server.close())

  test('sends what the table says and checks the answer', async () => {
    let sent = ''
    server.answer = (request, response) => {
      request.on('data', (chunk: Buffer) => (sent += chunk.toString()))
      request.on('end', () => json(response, 201, { ...session, token: 't' }))
    }
    const body = { name: 'ada', password: 'p', keep: 'token' } as const
    expect(await client.call('signIn', { body })).toEqual({ ...session, token: 't' })
    expect(JSON.parse(sent)).toEqual(body)
    expect(server.requests[0]).toMatchObject({ method: 'POST', url: '/api/v1/session' })
    expect(server.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/json',
    })
  })

  test('encodes parameters and takes an empty answer for nothing', async () => {
    server.answer = (_, response) => response.writeHead(204).end()
    expect(await client.call('signOut')).toBeNull()
    await client.call('consoleTicket', { params: { desktopId: 'd' } }).catch(() => null)
    for (const request of server.requests) expect(request.headers['content-type']).toBeUndefined()
    server.answer = (_, response) => json(response, 404, problem('unknown-desktop'))
    await expect(client.call('desktop', { params: { desktopId: 'a/../b' } })).rejects.toMatchObject({
      problem: { status: 404 },
    })
    expect(server.requests[2]?.url).toBe('/api/v1/desktops/a%2F..%2Fb')
  })

  test('throws the problem that it was told', async () => {
    const told = problem('busy', 'A restore point is being checked.', 'kind')
    server.answer = (_, response) => json(response, 409, told)
    await expect(client.call('session')).rejects.toMatchObject({ problem: told })
  })

  test.each([
    ['no JSON', (r: ScriptedServer) => (r.answer = (_, response) => response.end('<html>'))],
    ['another shape', (r: ScriptedServer) => (r.answer = (_, response) => json(response, 200, { person: 'ada' }))],
    ['no problem document', (r: ScriptedServer) => (r.answer = (_, response) => response.writeHead(418).end('teapot'))],
    [
      'a redirect',
      (r: ScriptedServer) => (r.answer = (_, response) => response.writeHead(302, { location: '/' }).end()),
    ],
  ])('says that it does not understand %s', async (_, script) => {
    script(server)
    await expect(client.call('session')).rejects.toMatchObject({
      problem: { type: 'urn:daruma:problem:broker-answer-not-understood' },
    })
    expect(server.requests).toHaveLength(1)
  })

  test('tells an answer that never comes, and one that never ends, from one that is refused', async () => {
    server.answer = () => undefined
    await expect(client.call('session')).rejects.toMatchObject({ why: 'timeout' })
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{')
      const drip = setInterval(() => response.write(' '), 20)
      response.on('close', () => clearInterval(drip))
    }
    await expect(client.call('session')).rejects.toMatchObject({ why: 'timeout' })
    await server.close()
    await expect(client.call('session')).rejects.toMatchObject({
      why: 'refused',
      problem: { type: 'urn:daruma:problem:broker-unreachable', status: 503 },
    })
    await server.listen()
  })

  test('tells a cut connection, a proxy without a broker and a wrong name', async () => {
    server.answer = (request) => request.socket.destroy()
    await expect(client.call('session')).rejects.toMatchObject({ why: 'refused' })
    server.answer = (_, response) => response.writeHead(502).end('bad gateway')
    await expect(client.call('session')).rejects.toMatchObject({ why: 'broken-answer' })
    const nowhere = new BrokerClient({ address: 'http://no-such-host.invalid' })
    await expect(nowhere.call('session')).rejects.toMatchObject({ why: 'name-not-found' })
  })

  test('tells a server that does not speak HTTP', async () => {
    const tcp = createTcpServer((socket) => socket.end('RFB 003.008\n'))
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve))
    const rfb = new BrokerClient({ address: `http://127.0.0.1:${(tcp.address() as AddressInfo).port}` })
    await expect(rfb.call('session')).rejects.toMatchObject({ why: 'broken-answer' })
    tcp.close()
  })

  test('tells a certificate that is not trusted', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'daruma-tls-'))
    const file = (name: string) => join(folder, name)
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', '-days', '1'].concat([
        '-keyout',
        file('key'),
        '-out',
        file('cert'),
      ]),
      { stdio: 'ignore' },
    )
    const tls = createTlsServer({ key: readFileSync(file('key')), cert: readFileSync(file('cert')) })
    rmSync(folder, { recursive: true })
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve))
    const secure = new BrokerClient({ address: `https://127.0.0.1:${(tls.address() as AddressInfo).port}` })
    await expect(secure.call('session')).rejects.toMatchObject({ why: 'certificate' })
    tls.close()
  })

  test('throws the reason of whoever aborts it', async () => {
    const reason = new Error('gone home')
    const abort = new AbortController()
    server.answer = () => abort.abort(reason)
    await expect(client.call('session', { signal: abort.signal })).rejects.toBe(reason)
    await expect(client.call('session', { signal: abort.signal })).rejects.toBe(reason)
    expect(server.requests).toHaveLength(1)
  })

  test('fetches a picture as it is', async () => {
    const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 255])
    server.answer = (_, response) => response.writeHead(200, { 'content-type': 'image/png' }).end(png)
    expect(await client.picture('d', 'p')).toEqual(new Uint8Array(png))
    server.answer = (_, response) => json(response, 404, problem('unknown-point'))
    await expect(client.picture('d', 'p')).rejects.toMatchObject({ problem: problem('unknown-point') })
  })

  test('is an error that says what can be done', () => {
    expect(new BrokerUnreachable('certificate', undefined).message).toContain('certificate')
  })
})
