import { type ClientOptions, WebSocket } from 'ws'
import { ticketProtocol } from '../../../shared/api/console-ticket.ts'
import { CONSOLE_PATH } from '../../../shared/api/routes.ts'

/** A page's end of a console. */
export class Page {
  readonly socket: WebSocket
  /** What came, as it came. */
  readonly heard: Buffer[] = []
  /** `open`, or the HTTP status that it was refused with. */
  readonly answered: Promise<'open' | number>
  readonly closed: Promise<number>

  constructor(address: string, protocols: string[], options: ClientOptions = {}, path = CONSOLE_PATH) {
    this.socket = new WebSocket(address.replace(/^http/, 'ws') + path, protocols, {
      perMessageDeflate: true,
      ...options,
    })
    this.socket.on('message', (data) => this.heard.push(data as Buffer))
    this.socket.on('error', () => undefined)
    this.answered = new Promise((resolve, reject) => {
      this.socket.once('open', () => resolve('open'))
      this.socket.once('unexpected-response', (request, response) => {
        resolve(response.statusCode ?? 0)
        request.destroy()
      })
      this.socket.once('error', reject)
    })
    // Who does not ask how it went does not mind.
    this.answered.catch(() => undefined)
    this.closed = new Promise((resolve) => this.socket.once('close', resolve))
  }

  static with(address: string, ticket: string, options?: ClientOptions): Page {
    return new Page(address, ['binary', ticketProtocol(ticket)], options)
  }

  get text(): string {
    return Buffer.concat(this.heard).toString()
  }
}
