import { Agent } from 'node:https'
import type { z } from 'zod'
import { ticketProtocol } from '../shared/api/console-ticket.ts'
import { ProblemError } from '../shared/api/problem.ts'
import type { Session, SignedIn } from '../shared/api/session.ts'
import type { BridgeEvent, bridgeCalls, ConsoleAddress, Link } from '../shared/bridge.ts'
import { BrokerClient, type Signer } from '../shared/client/broker-client.ts'
import { EventStream } from '../shared/client/event-stream.ts'
import type { KioskConfig } from './config.ts'
import { consoleUrl } from './content-policy.ts'
import { log } from './log.ts'

/** Signing out waits no longer than this for a broker that does not answer. */
const SIGN_OUT_MS = 3_000

/**
 * The way to the broker: calls, events, and the session, whose token never leaves this process. When the broker says that
 * the session is over, it is over here, and the page is told.
 */
export class BrokerLink {
  readonly #broker: string
  readonly #client: BrokerClient
  readonly #events: EventStream
  readonly #tell: (event: BridgeEvent) => void
  #signedIn: { readonly token: string; readonly session: Session } | null = null

  constructor(
    { broker, authority }: Pick<KioskConfig, 'broker' | 'authority'>,
    tell: (event: BridgeEvent) => void,
    signer: () => Signer | null = () => null,
  ) {
    this.#broker = broker
    this.#tell = tell
    this.#client = new BrokerClient({
      address: broker,
      token: () => this.#signedIn?.token ?? null,
      signer,
      ...(authority === null ? {} : { httpsAgent: new Agent({ ca: authority }) }),
    })
    this.#events = new EventStream(this.#client, {
      hear: (event) => {
        if (event.type === 'session-ended') this.#end()
        else this.#tell(event)
      },
      link: (link) => this.#tell({ type: 'link', link }),
    })
  }

  get link(): Link {
    return this.#events.link
  }

  get session(): Session | null {
    return this.#signedIn?.session ?? null
  }

  start(): void {
    this.#events.probe()
  }

  stop(): void {
    this.#events.stop()
  }

  /** For their own desktops alone. Throws `ProblemError`, as everything here that asks the broker. */
  async signIn(ask: z.output<(typeof bridgeCalls)['signIn']['ask']>): Promise<Session> {
    return this.#begin(await this.#client.call('signIn', { body: { ...ask, keep: 'token', ownOnly: true } }))
  }

  /** By this kiosk's key, and its PIN where it has one. */
  async kioskSignIn(ask: z.output<(typeof bridgeCalls)['kioskSignIn']['ask']>): Promise<Session> {
    return this.#begin(await this.#client.call('kioskSignIn', { body: ask }))
  }

  #begin({ token, ...session }: SignedIn): Session {
    if (token === undefined) throw new ProblemError('broker-answer-not-understood', 'It gave no token.')
    this.#signedIn = { token, session }
    this.#events.follow()
    return session
  }

  /** Whatever the broker says or does not say: afterwards nobody is signed in here. */
  async signOut(): Promise<void> {
    const leaving = this.#signedIn
    // First, or its end would be heard as if it had been somebody else's wish.
    this.#events.probe()
    try {
      await this.#client.call('signOut', { signal: AbortSignal.timeout(SIGN_OUT_MS) })
    } catch (e) {
      if (!(e instanceof ProblemError && e.is('not-signed-in')))
        log('broker', `could not be told of the sign-out; the session ends there by itself: ${String(e)}`)
    }
    if (this.#signedIn === leaving) this.#signedIn = null
  }

  /** Asks as whoever is signed in. The broker's word that nobody is ends the session here, too. */
  async ask<T>(call: (client: BrokerClient) => Promise<T>): Promise<T> {
    const asking = this.#signedIn
    try {
      return await call(this.#client)
    } catch (e) {
      // A late answer to an earlier session says nothing of the present one.
      const ended = e instanceof ProblemError && e.is('not-signed-in') && asking !== null && asking === this.#signedIn
      if (ended) {
        this.#events.probe()
        this.#end()
      }
      throw e
    }
  }

  /** The right to open a desktop's console, as the page needs it: where, and what to offer there. */
  async openConsole(desktopId: string): Promise<ConsoleAddress> {
    const { ticket, path, expiresAt } = await this.ask((client) =>
      client.call('consoleTicket', { params: { desktopId } }),
    )
    const expected = consoleUrl(this.#broker)
    // The page's policy allows this address alone: better said here than found out by a socket that does not open.
    if (new URL(path, expected).href !== expected.href)
      throw new ProblemError('broker-answer-not-understood', 'The console is not where consoles are.')
    return { url: expected.href, protocols: ['binary', ticketProtocol(ticket)], expiresAt }
  }

  #end(): void {
    this.#signedIn = null
    this.#tell({ type: 'session', session: null })
  }
}
