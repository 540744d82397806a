import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HelpDeskEvent } from '../../../shared/api/help-desk/event.ts'
import { HELP_DESK_EVENTS_PATH, HELP_DESK_PICTURE_PATH } from '../../../shared/api/help-desk/paths.ts'
import { pathOf } from '../../../shared/api/path-of.ts'
import { consoleClose } from '../../../shared/console-close.ts'
import { GREETING, Machine } from '../console/machine.ts'
import { Page } from '../console/page.ts'
import { type EdgeRig, openEdge } from '../edge-rig.ts'

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 20_000, interval: 20 })
const params = { desktopId: 'ada-desk' }

let rig: EdgeRig
let machine: Machine
let ada: string
let hal: string
beforeEach(async () => {
  rig = await openEdge()
  machine = await Machine.at(join(rig.folder, 'ada-desk.sock'))
  ada = await rig.signIn('ada')
  hal = await rig.signIn('hal')
})
afterEach(async () => {
  await machine.close()
  await rig.close()
})

async function listen(token: string, lastId?: string) {
  const leaving = new AbortController()
  const answer = await fetch(rig.address + HELP_DESK_EVENTS_PATH, {
    headers: { authorization: `Bearer ${token}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    signal: leaving.signal,
  })
  const messages: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (message) => messages.push(message) })
  const text = new TextDecoder()
  void (async () => {
    for await (const chunk of answer.body as unknown as AsyncIterable<Uint8Array>)
      parser.feed(text.decode(chunk, { stream: true }))
  })().catch(() => undefined)
  const events = () => messages.map(({ data }) => HelpDeskEvent.parse(JSON.parse(data)))
  return { status: answer.status, messages, events, leave: () => leaving.abort() }
}

test('the help desk hears what changes at all desktops, and misses nothing when it comes back; nobody else hears it', async () => {
  expect((await listen(ada)).status).toBe(403)
  const first = await listen(hal)
  await until(() => expect(first.events()).toEqual([{ type: 'look-again' }]))
  const { is } = await rig
    .client(hal)
    .call('recoverFor', { params, body: { key: randomUUID(), generation: 0, reason: 'by phone' } })
  expect(is).toBe('recovery')
  await until(() =>
    expect(first.events().map(({ type }) => type)).toEqual(expect.arrayContaining(['recovery', 'desktop'])),
  )
  const last = first.messages.at(-1)?.id ?? ''
  first.leave()
  await rig.client(hal).call('hold', { params: { scope: 'desktop:bob-desk' }, body: { reason: 'look at it' } })
  const second = await listen(hal, last)
  await until(() => expect(second.events().map(({ type }) => type)).toContain('holds'))
  expect(second.events().map(({ type }) => type)).not.toContain('look-again')
  await rig.client(hal).call('signOut')
  await until(() => expect(second.events().at(-1)).toEqual({ type: 'session-ended' }))
  second.leave()
})

test('a picture is for the help desk alone, and small', async () => {
  const ask = (token: string) =>
    fetch(rig.address + pathOf(HELP_DESK_PICTURE_PATH, params), { headers: { authorization: `Bearer ${token}` } })
  expect((await ask(ada)).status).toBe(403)
  const answer = await ask(hal)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'image/png'])
  expect(Buffer.from(await answer.arrayBuffer()).readUInt32BE(16)).toBeLessThanOrEqual(160)
})

test('whoever was let in sees the picture beside its person, is heard with nothing, and is cut off at once', async () => {
  const [person, desk] = [rig.client(ada), rig.client(hal)]
  const { ticket } = await person.call('consoleTicket', { params })
  const own = Page.with(rig.address, ticket)
  expect(await own.answered).toBe('open')
  const asked = await desk.call('askToHelp', {
    params,
    body: { key: randomUUID(), reason: 'case 2217', wants: 'view' },
  })
  expect((await person.call('desktop', { params })).help).toMatchObject({ id: asked.id, state: 'asked' })
  const ownParams = { ...params, helpId: asked.id }
  await person.call('answerHelp', { params: ownParams, body: { allow: 'control' } })
  const right = await desk.call('helpTicket', { params: { helpId: asked.id } })
  const guest = Page.with(rig.address, right.ticket)
  expect(await guest.answered).toBe('open')
  await until(() => expect(guest.text).toContain(GREETING.slice(0, 3)))
  await until(async () => expect((await person.call('desktop', { params })).help?.watching).toBe(true))
  await person.call('endOwnHelp', { params: ownParams })
  expect(await guest.closed).toBe(consoleClose.helpEnded)
  expect(own.socket.readyState).toBe(own.socket.OPEN)
  own.socket.terminate()
  expect((await rig.audit('help.')).map(({ action }) => action)).toEqual(['help.asked', 'help.allowed', 'help.ended'])
})
