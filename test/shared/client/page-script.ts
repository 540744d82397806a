import { ticketProtocol } from '../../../shared/api/console-ticket.ts'
import { ProblemError } from '../../../shared/api/problem.ts'
import { BrokerClient } from '../../../shared/client/broker-client.ts'
import { EventStream } from '../../../shared/client/event-stream.ts'
import { BrokerUnreachable } from '../../../shared/client/unreachable.ts'

/** What a page does with the client, for `in-browser.test.ts` to ask for from outside. */
const client = new BrokerClient({ address: location.origin })
const seen: string[] = []
const stream = new EventStream(client, {
  hear: (event) => seen.push(event.type),
  link: (link) => seen.push(link.is === 'down' ? `down: ${link.why}` : link.is),
})

const page = {
  seen,
  follow: () => stream.follow(),
  stop: () => stream.stop(),
  signIn: async (password: string) => told(client.call('signIn', { body: { name: 'ada', password, keep: 'cookie' } })),
  signOut: async () => told(client.call('signOut')),
  desktops: async () => told(client.call('desktops')),
  cookie: () => document.cookie,
  console: async () => {
    const { ticket, path } = await client.call('consoleTicket', { params: { desktopId: 'ada-desk' } })
    const socket = new WebSocket(new URL(path, location.origin.replace('http', 'ws')), [
      'binary',
      ticketProtocol(ticket),
    ])
    socket.binaryType = 'arraybuffer'
    return new Promise<string>((resolve) => {
      socket.onmessage = (message) => resolve(new TextDecoder().decode(message.data as ArrayBuffer))
      socket.onclose = (close) => resolve(`closed ${close.code}`)
    })
  },
  /** What the policy says to speaking to somebody else. */
  elsewhere: (address: string) =>
    fetch(address).then(
      () => 'answered',
      () => 'refused',
    ),
}
declare global {
  interface Window {
    page: typeof page
  }
}
window.page = page

async function told(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call
  } catch (e) {
    if (e instanceof BrokerUnreachable) return `unreachable: ${e.why}`
    return e instanceof ProblemError ? e.problem.type : String(e)
  }
}
