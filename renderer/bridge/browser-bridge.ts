import type { z } from 'zod'
import { ticketProtocol } from '../../shared/api/console-ticket.ts'
import { ProblemError, problem } from '../../shared/api/problem.ts'
import type { Session } from '../../shared/api/session.ts'
import type { Answered, Bridge, BridgeCall, BridgeEvent, bridgeCalls, Link } from '../../shared/bridge.ts'
import { BrokerClient } from '../../shared/client/broker-client.ts'
import { EventStream } from '../../shared/client/event-stream.ts'
import { HOLD_MS } from '../../shared/hold.ts'
import { nobodys } from '../../shared/organisation.ts'

type Ask<N extends BridgeCall> = z.input<(typeof bridgeCalls)[N]['ask']>
type Answer<N extends BridgeCall> = z.output<(typeof bridgeCalls)[N]['answer']>
type Calls = { readonly [N in BridgeCall]: (ask: Ask<N>) => Promise<Answer<N>> }

/** A browser has no key of its own. */
const noKiosk = () => Promise.reject(new ProblemError('kiosk-not-enrolled'))

const SESSION_RETRY_MS = 1_000

/** The bridge of a plain browser: the page speaks to the broker itself, with a session cookie that no script can read. */
export class BrowserBridge implements Bridge {
  readonly #client: BrokerClient
  readonly #events: EventStream
  readonly #hearers = new Set<(event: BridgeEvent) => void>()
  readonly #calls: Calls
  #session: Promise<Session | null> | null = null

  constructor({ origin }: { readonly origin: string }) {
    this.#client = new BrokerClient({ address: origin })
    this.#events = new EventStream(this.#client, {
      hear: (event) => this.#tell(event.type === 'session-ended' ? { type: 'session', session: null } : event),
      link: (link) => this.#tell({ type: 'link', link }),
    })
    this.#events.probe()
    this.#calls = this.#callsTo(origin)
  }

  async call<N extends BridgeCall>(name: N, ask: Ask<N>): Promise<Answered<Answer<N>>> {
    try {
      return { ok: true, value: await this.#calls[name](ask) }
    } catch (e) {
      return { ok: false, problem: e instanceof ProblemError ? e.problem : problem('internal', String(e)) }
    }
  }

  listen(hear: (event: BridgeEvent) => void): () => void {
    this.#hearers.add(hear)
    return () => this.#hearers.delete(hear)
  }

  #tell(event: BridgeEvent): void {
    for (const hear of this.#hearers) hear(event)
  }

  #callsTo(origin: string): Calls {
    const client = this.#client
    return {
      facts: async () => {
        const { helpDesk } = await client.call('about')
        return {
          surroundings: 'browser',
          kioskName: null,
          helpDesk,
          version: __VERSION__,
          language: null,
          organisation: nobodys,
          holdMs: HOLD_MS,
          pressTwice: false,
        }
      },
      state: async () => {
        this.#session ??= this.#signedIn()
        const session = await this.#session
        return { link: this.#link, session, button: { is: 'none' } }
      },
      signIn: async (ask) => {
        // Whoever sits here uses their own desktops: what more their roles give is not at hand, and no second factor is asked.
        const body = { ...ask, keep: 'cookie', ownOnly: true } as const
        const { person, expiresAt } = await client.call('signIn', { body })
        this.#events.follow()
        return { person, expiresAt }
      },
      signOut: async () => {
        await client.call('signOut').catch((e: unknown) => {
          // What was asked for is so.
          if (!(e instanceof ProblemError && e.is('not-signed-in'))) throw e
        })
        this.#events.probe()
        return null
      },
      desktops: async () => client.call('desktops'),
      desktop: async (desktopId) => client.call('desktop', { params: { desktopId } }),
      picture: async ({ desktopId, pointId }) => new Uint8Array(await client.picture(desktopId, pointId)),
      newCode: noKiosk,
      enrolAnew: noKiosk,
      kioskSignIn: noKiosk,
      openSettings: noKiosk,
      setBroker: noKiosk,
      setLanguage: noKiosk,
      testService: noKiosk,
      kioskLog: noKiosk,
      restartKiosk: noKiosk,
      closeSettings: noKiosk,
      takeOver: async (desktopId) => client.call('takeOver', { params: { desktopId } }),
      openConsole: async (desktopId) => {
        const { ticket, path, expiresAt } = await client.call('consoleTicket', { params: { desktopId } })
        const url = new URL(path, origin)
        url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
        return { url: url.href, protocols: ['binary', ticketProtocol(ticket)], expiresAt }
      },
      press: async ({ desktopId, press }) => client.call('press', { params: { desktopId }, body: press }),
      undo: async ({ recoveryId, press }) => client.call('undo', { params: { recoveryId }, body: press }),
      recovery: async (recoveryId) => client.call('recovery', { params: { recoveryId } }),
      leftovers: async (recoveryId) => client.call('leftovers', { params: { recoveryId } }),
      leftoverEntries: async ({ recoveryId, page }) =>
        client.call('leftoverEntries', { params: { recoveryId }, query: page }),
      startRescue: async ({ recoveryId, rescue }) =>
        client.call('startRescue', { params: { recoveryId }, body: rescue }),
      rescue: async (rescueId) => client.call('rescue', { params: { rescueId } }),
      points: async (desktopId) => client.call('restorePoints', { params: { desktopId } }),
      takePoint: async ({ desktopId, point }) => client.call('takePoint', { params: { desktopId }, body: point }),
      cancel: async (recoveryId) => client.call('cancel', { params: { recoveryId } }),
      answerHelp: async ({ desktopId, helpId, answer }) =>
        client.call('answerHelp', { params: { desktopId, helpId }, body: answer }),
      endHelp: async (params) => client.call('endOwnHelp', { params }),
      readMessage: async (params) => client.call('readMessage', { params }),
      declineOffer: async (params) => client.call('declineOffer', { params }),
      light: async () => null,
    }
  }

  get #link(): Link {
    return this.#events.link
  }

  /** Asks until the broker has said who is signed in; meanwhile the link says that it does not answer. */
  async #signedIn(): Promise<Session | null> {
    for (;;) {
      try {
        const session = await this.#client.call('session')
        this.#events.follow()
        return session
      } catch (e) {
        if (e instanceof ProblemError && e.is('not-signed-in')) return null
        await new Promise((resolve) => setTimeout(resolve, SESSION_RETRY_MS))
      }
    }
  }
}
