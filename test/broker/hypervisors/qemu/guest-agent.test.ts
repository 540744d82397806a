import type { Socket } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { GuestError } from '../../../../broker/hypervisors/hypervisor.ts'
import { QemuGuestAgent } from '../../../../broker/hypervisors/qemu/guest-agent.ts'
import { type UnixServer, unixServer } from './unix-server.ts'

const { signal } = new AbortController()
const RESET = Buffer.of(0xff)

interface Command {
  readonly execute: string
  readonly arguments: Record<string, unknown>
}

let server: UnixServer
let agent: QemuGuestAgent
afterEach(async () => {
  agent.close()
  await server.close()
})

/** An agent that synchronises as QEMU's does, and then does with each command what the test says. */
async function agentThat(answers: (say: (answer: object) => void, command: Command, socket: Socket) => void) {
  server = await unixServer((socket, line) => {
    const say = (answer: object) => void socket.write(`${JSON.stringify(answer)}\n`)
    line((text) => {
      if (text.startsWith('\xff')) say({ error: { class: 'GenericError', desc: "JSON parse error, stray '\ufffd'" } })
      const command = JSON.parse(text.replace('\xff', '')) as Command
      if (command.execute === 'guest-sync-delimited') {
        socket.write(RESET)
        say({ return: command.arguments.id })
      } else answers(say, command, socket)
    })
  })
  agent = new QemuGuestAgent(server.path, 'i-2')
  return agent
}

function run(program: string, timeoutMs = 5000, input?: string) {
  return agent.exec(program, [], { timeoutMs, signal, ...(input === undefined ? {} : { input }) })
}

describe('the agent in a guest', () => {
  it('is asked until the program has ended, and gives its output and its code', async () => {
    const asked: Command[] = []
    await agentThat((say, command) => {
      asked.push(command)
      if (command.execute === 'guest-exec') say({ return: { pid: 7 } })
      else if (asked.length < 4) say({ return: { exited: false } })
      else
        say({ return: { exited: true, exitcode: 3, 'out-data': 'w7w=', 'err-data': 'bm8=', 'out-truncated': false } })
    })
    expect(await run('/bin/x', 5000, 'a secret')).toEqual({ code: 3, out: 'ü', err: 'no' })
    expect(asked[0]?.arguments).toMatchObject({ path: '/bin/x', arg: [], 'input-data': 'YSBzZWNyZXQ=' })
    expect(asked).toHaveLength(4)
    expect(server.connections()).toBe(1)
  })

  it('is understood after answers to what nobody here asked, and after half of one', async () => {
    server = await unixServer((socket, line) => {
      socket.write('{"return": 12345}\n{"return": {"pid"')
      line((text) => {
        const { arguments: args } = JSON.parse(text.replace('\xff', '')) as Command
        socket.write(Buffer.concat([RESET, Buffer.from(`{"return": ${String(args.id)}}\n`)]))
      })
    })
    agent = new QemuGuestAgent(server.path, 'i-2')
    await agent.ping(5000, signal)
  })

  it('that answers late: its answer is not taken for that to the next', async () => {
    let late: () => void = () => undefined
    await agentThat((say, { execute, arguments: args }) => {
      if (args.path === '/bin/slow') late = () => say({ return: { pid: 1 } })
      else if (execute === 'guest-exec') {
        late()
        say({ return: { pid: 2 } })
      } else say({ return: { exited: true, exitcode: Number(args.pid) } })
    })
    await expect(run('/bin/slow', 200)).rejects.toThrow(GuestError)
    expect(await run('/bin/next')).toMatchObject({ code: 2 })
    expect(server.connections()).toBe(2)
  })

  it('that hangs costs each who waits its own time, and nobody else once it is well again', async () => {
    let well = false
    await agentThat((say, { execute }) => {
      if (well) say(execute === 'guest-exec' ? { return: { pid: 1 } } : { return: { exited: true, exitcode: 0 } })
    })
    const waiting = await Promise.allSettled([run('/bin/a', 200), run('/bin/b', 100), run('/bin/c', 300)])
    expect(waiting.map((w) => w.status)).toEqual(['rejected', 'rejected', 'rejected'])
    well = true
    expect(await run('/bin/d')).toMatchObject({ code: 0 })
  })

  it.each([
    ['what is no answer', 'oh no\n'],
    ['an answer of another shape', '{"return": {"pid": "seven"}}\n'],
    ['more than anybody reads', 'x'.repeat(5 * 1024 * 1024)],
    ['nothing, and hangs up', null],
  ])('that says %s does no harm', async (_what, said) => {
    await agentThat((_say, _command, socket) => {
      if (said === null) socket.end()
      else socket.write(said)
    })
    await expect(run('/bin/x', 2000)).rejects.toThrow(GuestError)
    await agent.ping(5000, signal)
  })

  it('that never stops talking is not listened to for ever', async () => {
    await agentThat((_say, _command, socket) => {
      const pour = () => {
        while (!socket.destroyed && socket.write('{"return": {}}\n'.repeat(1000)));
        if (!socket.destroyed) socket.once('drain', pour)
      }
      pour()
    })
    await run('/bin/x', 1000).catch(() => undefined)
    await expect.poll(() => server.connected(), { timeout: 10_000 }).toBe(0)
  })

  it('that refuses says why', async () => {
    await agentThat((say) => say({ error: { class: 'CommandNotFound', desc: 'guest-exec is disabled' } }))
    await expect(run('/bin/x')).rejects.toThrow('the agent of i-2 refused guest-exec: guest-exec is disabled')
  })

  it('is told to power down, and says nothing if it does', async () => {
    await agentThat(() => undefined)
    await agent.powerDown(5000, signal)
  })

  it('is told to power down, and that it goes down before it says any more is as good', async () => {
    await agentThat((_say, _command, socket) => socket.end())
    await agent.powerDown(5000, signal)
  })

  it('is told to power down, and refuses', async () => {
    await agentThat((say) => say({ error: { class: 'GenericError', desc: 'no such file' } }))
    await expect(agent.powerDown(5000, signal)).rejects.toThrow('the agent of i-2 refused guest-shutdown: no such file')
  })

  it('that nobody can wait for any more is left at once, with the reason', async () => {
    await agentThat(() => undefined)
    const patience = new AbortController()
    const waiting = agent.exec('/bin/x', [], { timeoutMs: 60_000, signal: patience.signal })
    patience.abort(new Error('the lease is lost'))
    await expect(waiting).rejects.toThrow('the lease is lost')
  })
})
