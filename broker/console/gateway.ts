import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import { type WebSocket, WebSocketServer } from 'ws'
import { ticketIn } from '../../shared/api/console-ticket.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { CONSOLE_PATH } from '../../shared/api/routes.ts'
import { type ConsoleCloseCode, consoleClose } from '../../shared/console-close.ts'
import { record } from '../audit/audit.ts'
import type { ToldEvent } from '../events/tail.ts'
import { countConsoles } from '../help-desk/help-life.ts'
import { plainProblem } from '../http/plain-problem.ts'
import { isBeingTried } from '../recovery/being-tried.ts'
import type { Store } from '../store/store.ts'
import { Bridge } from './bridge.ts'
import { InputHold } from './input-hold.ts'
import { connectMachine } from './machine-socket.ts'
import { mayShow, noteClosed } from './open-elsewhere.ts'
import type { ConsoleRight, Tickets } from './tickets.ts'

export interface GatewayParts {
  readonly store: Store
  readonly tickets: Tickets
  readonly desktops: {
    /** Path of the unix socket on which the desktop's machine speaks RFB. */
    consoleSocket(personId: string, desktopId: string): Promise<string>
    /** Throws if it is not the person's. */
    one(personId: string, desktopId: string): Promise<unknown>
  }
  readonly sessions: { isOpen(sessionId: string): Promise<boolean> }
  readonly tail: { listen(hear: (event: ToldEvent) => void): () => void }
  /** Whether a page of this origin may open consoles. */
  readonly allows: (origin: string) => boolean
  readonly log: Logger
}

/** The largest message a page may send: a key, a pointer, a clipboard. */
const MAX_PAYLOAD = 1024 * 1024

interface OpenConsole {
  readonly right: ConsoleRight
  readonly bridge: Bridge
  readonly hold: InputHold | null
}

/**
 * Opens consoles: WebSockets at `CONSOLE_PATH`, each for one ticket. Everything that may be refused is refused before the
 * upgrade, so the machine's first bytes have somebody to go to. A console is cut as soon as its right ends.
 */
export class ConsoleGateway {
  readonly #parts: GatewayParts
  readonly #sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_PAYLOAD,
    handleProtocols: () => 'binary',
  })
  readonly #open = new Set<OpenConsole>()
  readonly #closings = new Set<Promise<void>>()
  #stopping = false
  #stopListening: () => void = () => undefined

  constructor(parts: GatewayParts) {
    this.#parts = parts
  }

  attach(server: Server): void {
    this.#stopListening = this.#parts.tail.listen((event) => this.#told(event))
    server.on('upgrade', (request, socket, head) => {
      // Until the upgrade nobody else listens on this socket, and an error would end the broker.
      socket.on('error', () => socket.destroy())
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        const problem = error instanceof ProblemError ? error : new ProblemError('internal')
        if (!(error instanceof ProblemError)) this.#parts.log.error({ err: error }, 'a console could not be opened')
        if (!socket.writableEnded) socket.end(plainProblem(problem))
      })
    })
  }

  /** Closes every console, and returns when that is written down. */
  async stop(): Promise<void> {
    this.#stopping = true
    this.#stopListening()
    this.#cut(() => true, consoleClose.brokerStopping)
    await Promise.all(this.#closings)
  }

  get count(): number {
    return this.#open.size
  }

  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const right = await this.#admit(request)
    try {
      const path = await this.#parts.desktops.consoleSocket(right.ownerId, right.desktopId)
      // One that is nobody's try now never becomes one: the next is another machine.
      const tried = await isBeingTried(this.#parts.store.db, right.desktopId)
      const guest = right.help === null ? null : right.help.control ? 'control' : 'view'
      const hold = tried || guest !== null ? new InputHold(guest, tried) : null
      const machine = await connectMachine(path)
      machine.setNoDelay(true)
      // From here to the bridge nothing is awaited: nobody would hear what either end says meanwhile.
      const page = this.#stopping ? null : this.#accept(request, socket, head)
      if (page !== null) {
        this.#begin(right, new Bridge(page, machine, hold), hold)
        return
      }
      machine.destroy()
      throw new ProblemError(this.#stopping ? 'broker-unreachable' : 'bad-request')
    } catch (error) {
      await this.#writeClosed(right, error instanceof ProblemError ? error.problem.type : 'failed', 0, 0, 0)
      throw error
    }
  }

  /** Who may open which console, by the ticket; nothing in the address counts. */
  async #admit({ url, headers, socket, method }: IncomingMessage): Promise<ConsoleRight> {
    if (url !== CONSOLE_PATH || method !== 'GET') throw new ProblemError('unknown-path')
    if (headers.origin !== undefined && !this.#parts.allows(headers.origin)) throw new ProblemError('forbidden-origin')
    const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((p) => p.trim())
    const ticket = ticketIn(offered)
    if (!offered.includes('binary')) throw new ProblemError('bad-request', 'The subprotocol is binary.')
    const right = ticket === undefined ? null : await this.#parts.tickets.spend(ticket, socket.remoteAddress ?? '')
    if (right === null) throw new ProblemError('ticket-refused')
    return right
  }

  /** The WebSocket, or null for a handshake that is none: that was answered already. */
  #accept(request: IncomingMessage, socket: Duplex, head: Buffer): WebSocket | null {
    const accepted: WebSocket[] = []
    this.#sockets.handleUpgrade(request, socket, head, (page) => accepted.push(page))
    request.socket.setNoDelay(true)
    return accepted[0] ?? null
  }

  #begin(right: ConsoleRight, bridge: Bridge, hold: InputHold | null): void {
    const opened = Date.now()
    const open = { right, bridge, hold }
    this.#open.add(open)
    this.#releaseIfPassed(open)
    const closing = bridge.ended
      .then(async ({ code, toPage, toMachine }) => {
        this.#open.delete(open)
        await this.#writeClosed(right, code, Date.now() - opened, toPage, toMachine)
      })
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'the end of a console was not written down'))
      .finally(() => this.#closings.delete(closing))
    this.#closings.add(closing)
    // The session may have ended since the ticket was spent, before this console could be told.
    this.#parts.sessions.isOpen(right.sessionId).then(
      (isOpen) => {
        if (!isOpen) bridge.close(consoleClose.sessionEnded)
      },
      (error: unknown) => {
        this.#parts.log.error({ err: error }, 'a session could not be looked up')
        bridge.close(consoleClose.sessionEnded)
      },
    )
    if (right.help !== null) this.#cutHelp(right.help.id)
  }

  #told({ type, subject }: ToldEvent): void {
    if (type === 'session-ended') this.#cut(({ right }) => right.sessionId === subject, consoleClose.sessionEnded)
    if (type === 'console-taken') this.#cutTaken(subject)
    if (type === 'help') this.#cutHelp(subject)
    if (type !== 'desktop') return
    for (const console of this.#open) {
      const { personId, desktopId, help } = console.right
      if (desktopId !== subject) continue
      this.#releaseIfPassed(console)
      if (help !== null) continue
      this.#parts.desktops.one(personId, desktopId).catch((error: unknown) => {
        if (error instanceof ProblemError && error.is('unknown-desktop')) {
          this.#cut((open) => open === console, consoleClose.notYoursAnyMore)
        }
      })
    }
  }

  /** Lets keys through when the machine has passed its checks: until then nothing that is written there would be kept. */
  #releaseIfPassed({ right, hold }: OpenConsole): void {
    if (hold === null) return
    isBeingTried(this.#parts.store.db, right.desktopId).then(
      (tried) => {
        if (!tried) hold.release()
      },
      (error: unknown) =>
        this.#parts.log.error({ err: error }, 'whether a desktop is being tried could not be looked up'),
    )
  }

  /** Closes the desktop's consoles of all sessions but the one that took its picture over. */
  #cutTaken(desktopId: string): void {
    for (const console of this.#open) {
      if (console.right.desktopId !== desktopId || console.right.help !== null) continue
      mayShow(this.#parts.store, console.right.sessionId, desktopId).then(
        (may) => {
          if (!may) console.bridge.close(consoleClose.takenOver)
        },
        (error: unknown) => this.#parts.log.error({ err: error }, 'where a picture is open could not be looked up'),
      )
    }
  }

  /** Closes the consoles of the help desk that are not allowed any more. */
  #cutHelp(helpId: string): void {
    for (const console of this.#open) {
      if (console.right.help?.id !== helpId) continue
      isAllowed(this.#parts.store, helpId).then(
        (allowed) => {
          if (!allowed) console.bridge.close(consoleClose.helpEnded)
        },
        (error: unknown) => {
          this.#parts.log.error({ err: error }, 'whether a picture may be seen could not be looked up')
          console.bridge.close(consoleClose.helpEnded)
        },
      )
    }
  }

  #cut(which: (open: OpenConsole) => boolean, code: ConsoleCloseCode): void {
    for (const open of this.#open) if (which(open)) open.bridge.close(code)
  }

  async #writeClosed(right: ConsoleRight, why: number | string, ms: number, toPage: number, toMachine: number) {
    const { sessionId, desktopId, name, help } = right
    const again = [...this.#open].some(
      (o) => o.right.sessionId === sessionId && o.right.desktopId === desktopId && o.right.help === null,
    )
    await this.#parts.store.transaction(async (trx) => {
      if (help !== null) await countConsoles(trx, help.id, -1)
      else if (!again) await noteClosed(trx, sessionId, desktopId)
      await record(trx, {
        actor: `person:${name}`,
        action: 'console.closed',
        subject: `desktop:${desktopId}`,
        detail: { why, ms, toPage, toMachine, ...(help === null ? {} : { help: help.id }) },
      })
    })
  }
}

async function isAllowed({ db }: Store, helpId: string): Promise<boolean> {
  const help = await db.selectFrom('help').select('state').where('id', '=', helpId).executeTakeFirst()
  return help?.state === 'allowed'
}
