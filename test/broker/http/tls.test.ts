import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { Agent } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import axios from 'axios'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SessionCookie } from '../../../broker/http/authentication.ts'
import { BrokerClient } from '../../../shared/client/broker-client.ts'
import { EventStream } from '../../../shared/client/event-stream.ts'
import { GREETING, Machine } from '../console/machine.ts'
import { Page } from '../console/page.ts'
import { type EdgeRig, openEdge, passwords } from '../edge-rig.ts'

describe('with TLS of its own', () => {
  let folder: string
  let rig: EdgeRig
  let machine: Machine
  let address: string
  let httpsAgent: Agent
  let cert: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daruma-tls-'))
    const [keyFile, certFile] = [join(folder, 'key'), join(folder, 'cert')]
    const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=broker']
    const files = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', keyFile, '-out', certFile]
    await promisify(execFile)('openssl', [...args, ...files])
    cert = await readFile(certFile, 'utf8')
    rig = await openEdge({
      tls: { cert, key: await readFile(keyFile, 'utf8') },
      secure: true,
      cookie: new SessionCookie(true),
    })
    machine = await Machine.at(join(rig.folder, 'ada-desk.sock'))
    address = rig.address.replace('http:', 'https:')
    httpsAgent = new Agent({ ca: cert })
  })
  afterAll(async () => {
    await machine.close()
    await rig.close()
    await rm(folder, { recursive: true })
  })

  test('is trusted by whoever knows its authority, and by nobody else', async () => {
    expect(await new BrokerClient({ address, httpsAgent }).call('about')).toMatchObject({ version: '1.2.3' })
    await expect(new BrokerClient({ address }).call('about')).rejects.toMatchObject({ why: 'certificate' })
    // Plain HTTP is no answer to anybody.
    await expect(new BrokerClient({ address: rig.address }).call('about')).rejects.toMatchObject({
      problem: { status: 503 },
    })
  })

  test('gives a cookie that never leaves TLS, and asks browsers to stay with it', async () => {
    const answer = await axios.post(
      `${address}/api/v1/session`,
      { name: 'ada', password: passwords.ada, keep: 'cookie' },
      { httpsAgent },
    )
    const cookie = answer.headers['set-cookie']?.[0] ?? ''
    expect(cookie).toMatch(/^__Host-daruma=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/)
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=\d+$/)
    const session = await axios.get(`${address}/api/v1/session`, {
      httpsAgent,
      headers: { cookie: cookie.split(';')[0] ?? '' },
    })
    expect(session.data).toMatchObject({ person: { name: 'ada' } })
  })

  test('carries the event stream and consoles', async () => {
    const token = await rig.signIn('ada')
    const client = new BrokerClient({ address, httpsAgent, token: () => token })
    const heard: string[] = []
    const stream = new EventStream(client, { hear: (event) => heard.push(event.type), link: () => undefined })
    stream.follow()
    await vi.waitFor(() => expect(heard).toEqual(['desktop']))
    stream.stop()

    const { ticket } = await client.call('consoleTicket', { params: { desktopId: 'ada-desk' } })
    const page = Page.with(address, ticket, { ca: cert })
    expect(await page.answered).toBe('open')
    await vi.waitFor(() => expect(page.text).toBe(GREETING))
    page.socket.terminate()
  })
})
