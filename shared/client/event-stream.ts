import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { BrokerEvent } from '../api/event.ts'
import { ProblemError } from '../api/problem.ts'
import type { Link } from '../bridge.ts'
import type { BrokerClient } from './broker-client.ts'
import { BrokerUnreachable, type Why, whyUnreachable } from './unreachable.ts'

export interface EventStreamOptions {
  readonly hear: (event: BrokerEvent) => void
  readonly link: (link: Link) => void
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 2_000
/** The broker says something every 10 s, if only that it is there. */
const SILENCE_MS = 25_000
const PROBE_MS = 5_000
const LARGEST_EVENT = 4 * 1024 * 1024

/** Nothing was heard for too long: a frozen broker keeps its connections open and says nothing. */
class Silence extends Error {}

/**
 * Keeps the link to the broker, and says how it is. While somebody is signed in (`follow`) it reads the event stream and
 * takes up after the last event it heard; while nobody is (`probe`) it asks for the broker's health. When the session ends
 * it tells `session-ended` once and goes back to probing by itself.
 */
export class EventStream {
  readonly #client: BrokerClient
  readonly #options: EventStreamOptions
  #running: AbortController | null = null
  #link: Link = { is: 'connecting' }

  constructor(client: BrokerClient, options: EventStreamOptions) {
    this.#client = client
    this.#options = options
  }

  get link(): Link {
    return this.#link
  }

  follow(): void {
    let lastId: string | null = null
    this.#keep(async (signal, heard) => {
      const over = await this.#read(lastId, signal, heard, (id) => (lastId = id))
      if (!over) return
      this.probe()
      this.#options.hear({ type: 'session-ended' })
    })
  }

  probe(): void {
    this.#keep(async (signal, heard) => {
      for (;;) {
        await this.#client.call('health', { signal })
        heard()
        await sleep(PROBE_MS, signal)
      }
    })
  }

  stop(): void {
    this.#running?.abort()
    this.#running = null
  }

  /** Tries for ever, until stopped or set to something else; each attempt lasts as long as the link does. */
  #keep(attempt: (signal: AbortSignal, heard: () => void) => Promise<void>): void {
    this.stop()
    const running = new AbortController()
    this.#running = running
    const { signal } = running
    const loop = async () => {
      let tries = 0
      let since: number | null = null
      const heard = () => {
        tries = 0
        since = null
        if (!signal.aborted) this.#say({ is: 'up' })
      }
      for (;;) {
        let why: Why = 'refused'
        tries++
        try {
          await attempt(signal, heard)
        } catch (e) {
          why = whyOf(e)
        }
        if (signal.aborted) return
        since ??= Date.now()
        const waitMs = Math.min(FIRST_WAIT_MS * 2 ** Math.max(0, tries - 1), LONGEST_WAIT_MS)
        this.#say({ is: 'down', since, tries, nextTryAt: Date.now() + waitMs, why })
        await sleep(waitMs, signal)
      }
    }
    loop().catch((e: unknown) => {
      if (!signal.aborted) throw e
    })
  }

  /** Reads one connection to its end. Answers true if the session is over. */
  async #read(
    lastId: string | null,
    signal: AbortSignal,
    heard: () => void,
    remember: (id: string) => void,
  ): Promise<boolean> {
    const connection = new AbortController()
    const abort = () => connection.abort(signal.reason)
    signal.addEventListener('abort', abort)
    let silence: ReturnType<typeof setTimeout> | undefined
    const listenOn = () => {
      clearTimeout(silence)
      silence = setTimeout(() => connection.abort(new Silence('nothing heard')), SILENCE_MS)
    }
    const session = { over: false }
    const parser = createParser({
      maxBufferSize: LARGEST_EVENT,
      onEvent: (message) => {
        if (session.over || signal.aborted) return
        const event = eventOf(message)
        if (event === null) return
        if (message.id !== undefined) remember(message.id)
        if (event.type === 'session-ended') session.over = true
        else this.#options.hear(event)
      },
    })
    try {
      listenOn()
      const chunks = await this.#client.openEvents(lastId, connection.signal)
      heard()
      const text = new TextDecoder()
      for await (const chunk of chunks) {
        listenOn()
        parser.feed(text.decode(chunk, { stream: true }))
        if (session.over) return true
      }
      return false
    } catch (e) {
      if (connection.signal.reason instanceof Silence) throw connection.signal.reason
      if (!(e instanceof ProblemError) || !e.is('not-signed-in')) throw e
      heard()
      return true
    } finally {
      clearTimeout(silence)
      signal.removeEventListener('abort', abort)
      connection.abort()
    }
  }

  #say(link: Link): void {
    if (link.is === 'up' && this.#link.is === 'up') return
    this.#link = link
    this.#options.link(link)
  }
}

/** A type of event that this version does not know is left out; a known one of another shape is a broken answer. */
function eventOf(message: EventSourceMessage): BrokerEvent | null {
  const types: readonly string[] = BrokerEvent.options.map((o) => o.shape.type.value)
  if (message.event === undefined || !types.includes(message.event)) return null
  let data: unknown
  try {
    data = JSON.parse(message.data)
  } catch {
    data = undefined
  }
  const parsed = BrokerEvent.safeParse(data)
  if (parsed.success) return parsed.data
  throw new ProblemError('broker-answer-not-understood', `event ${message.event}`, { cause: parsed.error })
}

function whyOf(e: unknown): Why {
  if (e instanceof BrokerUnreachable) return e.why
  if (e instanceof ProblemError) return 'broken-answer'
  return e instanceof Silence ? 'timeout' : whyUnreachable(e)
}

function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', abort)
      resolve()
    }, ms)
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort, { once: true })
  })
}
