import { randomUUID } from 'node:crypto'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { endSessions } from '../../../broker/identity/sessions.ts'
import type { BrokerEvent } from '../../../shared/api/event.ts'
import { EVENTS_PATH } from '../../../shared/api/routes.ts'
import { EventStream } from '../../../shared/client/event-stream.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

const until = (check: () => void) => vi.waitFor(check, { timeout: 5000, interval: 10 })

describe('the event stream', () => {
  let rig: EdgeRig
  let token: string
  beforeEach(async () => {
    rig = await openEdge()
    token = await rig.signIn('ada')
  })
  afterEach(() => rig.close())

  /** One connection, with what it said so far. */
  async function connect(lastId?: string) {
    const abort = new AbortController()
    const answer = await fetch(rig.address + EVENTS_PATH, {
      headers: { authorization: `Bearer ${token}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
      signal: abort.signal,
    })
    const events: EventSourceMessage[] = []
    const comments: string[] = []
    const parser = createParser({ onEvent: (e) => events.push(e), onComment: (c) => comments.push(c) })
    const text = new TextDecoder()
    const ended = (async () => {
      for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>) {
        parser.feed(text.decode(chunk, { stream: true }))
      }
    })().catch(() => undefined)
    return { answer, events, comments, ended, leave: () => abort.abort() }
  }
  const told = (events: EventSourceMessage[]) =>
    events.map((e) => {
      const data = JSON.parse(e.data) as BrokerEvent
      expect(data.type).toBe(e.event)
      return data.type === 'desktop' ? data.desktop.id : data.type === 'recovery' ? data.recovery.id : data.type
    })
  const press = () =>
    rig.client(token).call('press', {
      params: { desktopId: 'ada-desk' },
      body: { key: randomUUID(), kind: 'recover', generation: 0 },
    })

  test('first tells how things are, then each change, to its person alone', async () => {
    const { answer, events, leave } = await connect()
    expect(answer.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    await until(() => expect(told(events)).toEqual(['ada-desk']))
    await rig.touch('bob-desk')
    const { id } = await press()
    await until(() => expect(told(events)).toEqual(['ada-desk', id, 'ada-desk']))
    const ids = events.map((e) => Number(e.id))
    expect(ids).toEqual([...ids].sort((a, b) => a - b))
    leave()
  })

  test('takes up after the last event that was heard', async () => {
    const first = await connect()
    const { id } = await press()
    await until(() => expect(told(first.events)).toContain(id))
    const heard = first.events.find((e) => e.event === 'recovery')?.id ?? 'none'
    const before = String(Number(heard) - 1)
    first.leave()

    const again = await connect(before)
    await until(() => expect(told(again.events)).toEqual(['ada-desk', id, 'ada-desk']))
    const later = await connect(heard)
    await until(() => expect(told(later.events)).toEqual(['ada-desk', 'ada-desk']))
    for (const { leave } of [again, later]) leave()
  })

  test.each(['999999999', 'a', '-1', '1e3', ''])('begins anew with a place that is none: %j', async (lastId) => {
    await rig.touch('ada-desk')
    const { events, leave } = await connect(lastId)
    await until(() => expect(told(events)).toEqual(['ada-desk']))
    await rig.touch('ada-desk')
    await until(() => expect(told(events)).toEqual(['ada-desk', 'ada-desk']))
    leave()
  })

  test('tells a slow reader once how things are by then', async () => {
    for (let i = 0; i < 700; i++) await rig.touch('ada-desk')
    const { events, leave } = await connect('0')
    // 700 changes come in two batches: one event each, after the first state.
    await until(() => expect(events).toHaveLength(3))
    expect(events.at(-1)?.id).toBe('700')
    leave()
  })

  test('says that it is there when nothing happens', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const { comments, events, leave } = await connect()
      await vi.waitUntil(() => events.length === 1, { interval: 5 })
      for (const beats of [1, 2, 3]) {
        await vi.advanceTimersByTimeAsync(10_000)
        await vi.waitUntil(() => comments.filter((c) => c === 'here').length === beats, { interval: 5 })
      }
      leave()
    } finally {
      vi.useRealTimers()
    }
  })

  test('ends with the session, and not with another one', async () => {
    const other = await rig.sessions.find(await rig.signIn('ada'))
    if (other === null) throw new Error('not signed in')
    const stream = await connect()
    await until(() => expect(stream.events).toHaveLength(1))
    await rig.sessions.signOut(other)
    await rig.touch('ada-desk')
    await until(() => expect(told(stream.events)).toEqual(['ada-desk', 'ada-desk']))
    await rig.client(token).call('signOut')
    await stream.ended
    expect(told(stream.events)).toEqual(['ada-desk', 'ada-desk', 'session-ended'])
  })

  test('ends when all of a person are ended, and when its time is over', async () => {
    const mine = await rig.sessions.find(token)
    const stream = await connect()
    await until(() => expect(stream.events).toHaveLength(1))
    await rig.store.transaction((trx) => endSessions(trx, { personId: mine?.personId ?? '' }, 'broker', 'a test'))
    await stream.ended
    expect(told(stream.events)).toContain('session-ended')

    token = await rig.signIn('ada')
    const expiring = await connect()
    await until(() => expect(expiring.events).toHaveLength(1))
    await rig.store.db.updateTable('session').set({ expires_at: 1 }).execute()
    await rig.sessions.endExpired()
    await expiring.ended
    expect(told(expiring.events)).toContain('session-ended')
    expect((await rig.audit('session.ended')).map((a) => a.detail)).toEqual([
      { why: 'a test' },
      { why: 'its time was over' },
    ])
  })

  test('lets go of whoever leaves', async () => {
    const streams = await Promise.all(Array.from({ length: 20 }, () => connect()))
    await until(() => expect(rig.streams()).toBe(20))
    for (const { leave } of streams) leave()
    await until(() => expect(rig.streams()).toBe(0))
  })

  test('is what the client reads', async () => {
    const heard: BrokerEvent[] = []
    const links: string[] = []
    const stream = new EventStream(rig.client(token), {
      hear: (event) => heard.push(event),
      link: (link) => links.push(link.is),
    })
    stream.follow()
    await until(() => expect(heard.map((e) => e.type)).toEqual(['desktop']))
    const recovery = await press()
    await until(() => expect(heard).toContainEqual({ type: 'recovery', recovery }))
    await rig.client(token).call('signOut')
    await until(() => expect(heard.at(-1)).toEqual({ type: 'session-ended' }))
    expect(links).toEqual(['up'])
    stream.stop()
  })
})
