import type { ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { BrokerEvent } from '../../../shared/api/event.ts'
import { problem } from '../../../shared/api/problem.ts'
import type { Link } from '../../../shared/bridge.ts'
import { BrokerClient } from '../../../shared/client/broker-client.ts'
import { EventStream } from '../../../shared/client/event-stream.ts'
import { json, ScriptedServer } from './scripted-server.ts'

const desktop = {
  id: 'd1',
  name: 'Desk ü',
  generation: 1,
  state: 'running',
  note: null,
  share: null,
  forecast: { possible: false, problem: problem('no-known-good') },
  recovery: null,
} as const
const frame = (id: number, data: { type: string }) =>
  Buffer.from(`id: ${id}\nevent: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`)

describe('the event stream', () => {
  let server: ScriptedServer
  let stream: EventStream
  let events: BrokerEvent[]
  let links: Link[]
  const connections: ServerResponse[] = []
  const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 })

  beforeEach(async () => {
    server = new ScriptedServer()
    connections.length = 0
    server.answer = (request, response) => {
      if (request.url === '/api/v1/health') {
        json(response, 200, { status: 'ok', version: '1', checks: {} })
        return
      }
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).flushHeaders()
      connections.push(response)
    }
    events = []
    links = []
    const client = new BrokerClient({ address: await server.listen(), token: () => 't' })
    stream = new EventStream(client, { hear: (e) => events.push(e), link: (l) => links.push(l) })
  })
  afterEach(async () => {
    stream.stop()
    await server.close()
  })

  test('hears events, wherever the bytes are cut', async () => {
    stream.follow()
    await until(() => expect(connections).toHaveLength(1))
    const bytes = Buffer.concat([frame(1, { type: 'desktop', desktop } as never), Buffer.from(': beat\n\n')])
    for (const byte of bytes) connections[0]?.write(Buffer.of(byte))
    await until(() => expect(events).toEqual([{ type: 'desktop', desktop }]))
    expect(links).toEqual([{ is: 'up' }])
  })

  test('takes up after the last event it heard', async () => {
    stream.follow()
    await until(() => expect(connections).toHaveLength(1))
    connections[0]?.end(frame(41, { type: 'desktop', desktop } as never))
    await until(() => expect(connections).toHaveLength(2))
    expect(server.requests[0]?.headers['last-event-id']).toBeUndefined()
    expect(server.requests[1]?.headers['last-event-id']).toBe('41')
    await until(() => expect(links.map((l) => l.is)).toEqual(['up', 'down', 'up']))
  })

  test('keeps trying, counts the tries, and says since when', async () => {
    stream.follow()
    await until(() => expect(connections).toHaveLength(1))
    const { port } = server
    await server.close()
    const downs = () => links.flatMap((l) => (l.is === 'down' ? [l] : []))
    await until(() => expect(downs().length).toBeGreaterThan(3))
    expect(downs().map((d) => d.tries)).toEqual(downs().map((_, i) => i))
    expect(new Set(downs().map((d) => d.since)).size).toBe(1)
    expect(downs().map((d) => d.why)).toContain('refused')
    server = Object.assign(new ScriptedServer(), { answer: server.answer })
    await server.listen(port)
    await until(() => expect(links.at(-1)).toEqual({ is: 'up' }))
  })

  test('takes silence for a lost link', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      stream.follow()
      await vi.waitUntil(() => connections.length === 1, { interval: 5 })
      await vi.waitUntil(() => links.length === 1, { interval: 5 })
      await vi.advanceTimersByTimeAsync(24_000)
      expect(links).toHaveLength(1)
      await vi.advanceTimersByTimeAsync(1_001)
      await vi.waitUntil(() => links.length > 1, { interval: 5 })
      expect(links[1]).toMatchObject({ is: 'down', why: 'timeout', tries: 0 })
    } finally {
      vi.useRealTimers()
    }
  })

  test.each(['event', 'refusal'])('tells the end of the session once, by %s, and goes on probing', async (by) => {
    const healthy = server.answer
    server.answer = (request, response) => {
      if (request.url === '/api/v1/health') healthy(request, response)
      else if (by === 'refusal') json(response, 401, problem('not-signed-in'))
      else response.writeHead(200, { 'content-type': 'text/event-stream' }).end(frame(7, { type: 'session-ended' }))
    }
    stream.follow()
    await until(() => expect(server.requests.at(-1)?.url).toBe('/api/v1/health'))
    expect(events).toEqual([{ type: 'session-ended' }])
    expect(links).toEqual([{ is: 'up' }])
  })

  test('passes over an event it does not know, and takes a known one of another shape for a broken answer', async () => {
    stream.follow()
    await until(() => expect(connections).toHaveLength(1))
    connections[0]?.write(frame(1, { type: 'weather' }))
    connections[0]?.write(frame(2, { type: 'desktop' }))
    await until(() => expect(links.at(1)).toMatchObject({ is: 'down', why: 'broken-answer' }))
    expect(events).toEqual([])
  })

  test('hears nothing any more once stopped', async () => {
    stream.follow()
    await until(() => expect(connections).toHaveLength(1))
    await until(() => expect(links).toHaveLength(1))
    stream.stop()
    await until(() => expect(connections[0]?.destroyed).toBe(true))
    expect([events, links]).toEqual([[], [{ is: 'up' }]])
  })
})
