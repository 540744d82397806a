import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { HypervisorError, UncertainError } from '../../../../broker/hypervisors/hypervisor.ts'
import { Monitor, type MonitorEvent } from '../../../../broker/hypervisors/qemu/monitor.ts'
import { type UnixServer, unixServer } from './unix-server.ts'

const { signal } = new AbortController()
const GREETING = '{"QMP": {"version": {"qemu": {"major": 7}}, "capabilities": [], "new": true}}\n'

let server: UnixServer
afterEach(() => server.close())

/** A monitor that greets, takes the handshake, and then does with each command what the test says. */
async function monitorThat(answers: (socket: Socket, command: { execute: string; id: number }) => void) {
  server = await unixServer((socket, line) => {
    socket.write(GREETING)
    line((text) => {
      const command = JSON.parse(text) as { execute: string; id: number }
      if (command.execute === 'qmp_capabilities') socket.write(`{"return": {}, "id": ${command.id}}\r\n`)
      else answers(socket, command)
    })
  })
  return Monitor.connect(server.path, signal)
}

describe('a monitor', () => {
  it('gives each its own answer, in whatever order and pieces they come', async () => {
    const held: number[] = []
    const monitor = await monitorThat((socket, { id }) => {
      held.unshift(id)
      if (held.length < 2) return
      const text = held.map((each) => `{"return": ${each}, "id": ${each}, "more": [1]}\n`).join('')
      socket.write(text.slice(0, 17))
      setImmediate(() => socket.write(text.slice(17)))
    })
    const answers = await Promise.all([
      monitor.ask('query-a', {}, z.number(), signal),
      monitor.ask('query-b', {}, z.number(), signal),
    ])
    expect(answers).toEqual([2, 3])
  })

  it('passes on events', async () => {
    const monitor = await monitorThat((socket, { id }) => {
      socket.write('{"event": "STOP", "timestamp": {"seconds": 1, "microseconds": 2}}\n')
      socket.write('{"event": "SHUTDOWN", "data": {"guest": true, "reason": "x"}}\n')
      socket.write(`{"return": {}, "id": ${id}}\n`)
    })
    const events: MonitorEvent[] = []
    monitor.hear = (event) => events.push(event)
    await monitor.order('stop', {}, signal)
    expect(events).toMatchObject([{ event: 'STOP' }, { event: 'SHUTDOWN', data: { guest: true } }])
  })

  it('tells a refusal, which is certain', async () => {
    const monitor = await monitorThat((socket, { id }) =>
      socket.write(`{"error": {"class": "GenericError", "desc": "no such device"}, "id": ${id}}\n`),
    )
    const refused = monitor.order('set_link', {}, signal)
    await expect(refused).rejects.toThrow('QEMU refused to set_link: no such device')
    await expect(refused).rejects.not.toThrow(UncertainError)
  })

  it.each([
    ['closes the connection', (socket: Socket) => socket.end()],
    ['says what is no message', (socket: Socket) => socket.write('{"neither": 1}\n')],
    ['says what is no JSON', (socket: Socket) => socket.write('Segmentation fault\n')],
    ['never ends its line', (socket: Socket) => socket.write(Buffer.alloc(5 * 1024 * 1024, 'x'))],
    ['does not answer in time', () => undefined],
  ])('that was told something and %s: nobody knows whether it was done', async (_what, answer) => {
    const monitor = await monitorThat((socket) => void answer(socket))
    await expect(monitor.order('cont', {}, signal, 200)).rejects.toThrow(UncertainError)
  })

  it('that was asked something and does not answer: nothing was done', async () => {
    const monitor = await monitorThat((socket) => socket.end())
    const asked = monitor.ask('query-status', {}, z.unknown(), signal)
    await expect(asked).rejects.toThrow(HypervisorError)
    await expect(asked).rejects.not.toThrow(UncertainError)
  })

  it('is not taken at its word: an answer of another shape is none', async () => {
    const monitor = await monitorThat((socket, { id }) => socket.write(`{"return": {"status": 7}, "id": ${id}}\n`))
    await expect(monitor.ask('query-status', {}, z.object({ status: z.string() }), signal)).rejects.toThrow(
      /did not answer query-status/,
    )
  })

  it('that is given up on while it is told something: nobody knows; before that: nothing was sent', async () => {
    let told = 0
    const monitor = await monitorThat(() => told++)
    const patience = new AbortController()
    const order = monitor.order('cont', {}, patience.signal)
    const given = expect(order).rejects.toThrow(UncertainError)
    await expect.poll(() => told).toBe(1)
    patience.abort()
    await given
    await expect(monitor.order('stop', {}, patience.signal)).rejects.not.toThrow(UncertainError)
    await monitor.ask('query-status', {}, z.unknown(), AbortSignal.timeout(100)).catch(() => undefined)
    expect(told).toBe(2)
  })
})
