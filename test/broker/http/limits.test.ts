import { randomUUID } from 'node:crypto'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import type { HttpParts } from '../../../broker/http/server.ts'
import { EVENTS_PATH } from '../../../shared/api/routes.ts'
import { type EdgeRig, openEdge, passwords } from '../edge-rig.ts'

const many = 1_000_000
let rig: EdgeRig | null = null
afterEach(async () => {
  await rig?.close()
  rig = null
})
async function open(change: Partial<HttpParts>): Promise<EdgeRig> {
  rig = await openEdge(change)
  return rig
}
const limits = (change: object) => ({ limits: { perSession: many, perAddress: many, signIns: many, ...change } })
const refused = { problem: { type: 'urn:daruma:problem:too-many-requests', status: 429 } }

test('a session that asks too much is refused for a while, and no other is', async () => {
  const rig = await open(limits({ perSession: 3 }))
  const token = await rig.signIn('ada')
  const [ada, bob] = [rig.client(token), rig.client(await rig.signIn('bob'))]
  for (let i = 0; i < 3; i++) await ada.call('session')
  await expect(ada.call('session')).rejects.toMatchObject(refused)
  const answer = await fetch(`${rig.address}/api/v1/session`, { headers: { authorization: `Bearer ${token}` } })
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await bob.call('session')).toMatchObject({ person: { name: 'bob' } })
})

test('a press, its undo and the stream are never refused for it', async () => {
  const rig = await open(limits({ perSession: 1, perAddress: 2 }))
  const token = await rig.signIn('ada')
  const ada = rig.client(token)
  await ada.call('session')
  for (let i = 0; i < 3; i++) await expect(ada.call('session')).rejects.toMatchObject(refused)
  const params = { desktopId: 'ada-desk' }
  const pressed = await ada.call('press', { params, body: { key: randomUUID(), kind: 'recover', generation: 0 } })
  expect(pressed).toMatchObject({ kind: 'recover', outcome: null })
  const recovery = { recoveryId: pressed.id }
  const again = { params: recovery, body: { key: randomUUID(), generation: 0 } }
  expect(await ada.call('undo', again)).toMatchObject({ id: pressed.id })
  expect(await ada.call('cancel', { params: recovery })).toMatchObject({ outcome: 'cancelled' })
  const ends = new AbortController()
  const headers = { authorization: `Bearer ${token}` }
  expect((await fetch(rig.address + EVENTS_PATH, { headers, signal: ends.signal })).status).toBe(200)
  ends.abort()
})

test('an address is refused before anybody looks who asks', async () => {
  const rig = await open(limits({ perAddress: 2 }))
  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => fetch(`${rig.address}/api/v1/session`, { headers: { authorization: 'Bearer x' } })),
  )
  expect(answers.map(({ status }) => status).sort()).toEqual([401, 401, 429, 429])
})

test('tries to sign in are fewer', async () => {
  const rig = await open(limits({ signIns: 2 }))
  const client = rig.client(null)
  const body = { name: 'ada', password: passwords.ada, keep: 'token' } as const
  await client.call('signIn', { body })
  await client.call('signIn', { body })
  await expect(client.call('signIn', { body })).rejects.toMatchObject(refused)
  expect(await client.call('about')).toMatchObject({ version: '1.2.3' })
})

test('headers that are too large, and what is no HTTP, are told so and cut off', async () => {
  const rig = await open({})
  for (const sent of [
    `GET /api/v1/about HTTP/1.1\r\nhost: x\r\nbig: ${'x'.repeat(40_000)}\r\n\r\n`,
    'GET /api/v1/about HTTP/9\r\n\r\n',
    'POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n',
    '\u0000\u0001\u0002\r\n\r\n',
  ])
    expect((await answerTo(rig, sent)).split('\r\n')[0]).toMatch(/^HTTP\/1.1 4\d\d /)
  expect(await rig.client(null).call('about')).toMatchObject({ version: '1.2.3' })
})

test('a body that does not arrive in time is not waited for', async () => {
  const rig = await open({ patienceMs: 200 })
  const answer = await answerTo(
    rig,
    'POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{"na',
  )
  expect(answer).toMatch(/^HTTP\/1.1 4\d\d /)
})

test('a body that is larger than it may be is refused, whether it says so or not', async () => {
  const rig = await open({})
  for (const chunked of [true, false]) {
    const status = await new Promise<number>((resolve, reject) => {
      const length = chunked ? {} : { 'content-length': '70000' }
      const request = httpRequest(
        `${rig.address}/api/v1/session`,
        { method: 'POST', headers: { 'content-type': 'application/json', ...length } },
        (answer) => resolve(answer.resume().statusCode ?? 0),
      )
      request.on('error', reject)
      request.end('x'.repeat(70_000))
    })
    expect(status).toBe(413)
  }
})

/** Sends bytes as they are, and answers with all that comes until the broker ends it. */
function answerTo({ address }: EdgeRig, sent: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let heard = ''
    const socket = connect(Number(new URL(address).port), '127.0.0.1', () => void socket.write(sent))
    socket.on('data', (chunk) => (heard += chunk.toString()))
    socket.on('close', () => resolve(heard))
    socket.on('error', (error) => (heard === '' ? reject(error) : resolve(heard)))
  })
}
