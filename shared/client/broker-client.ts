import axios, { type AxiosInstance, type AxiosResponse } from 'axios'
import type { z } from 'zod'
import type { AuditExport } from '../api/audit.ts'
import { pathOf } from '../api/path-of.ts'
import { Problem, ProblemError } from '../api/problem.ts'
import type { Route } from '../api/route.ts'
import { AUDIT_EXPORT_PATH } from '../api/routes/audit.ts'
import { EVENTS_PATH, PICTURE_PATH, type RouteName, routes } from '../api/routes.ts'
import type { SignedRequest } from '../kiosk-signature.ts'
import { BrokerUnreachable, whyUnreachable } from './unreachable.ts'

export interface BrokerClientOptions {
  /** Where the broker is, for instance `https://desktops.example.org`; in a page that it serves itself, the page's origin. */
  readonly address: string
  /** The session's token, or null for a cookie or for nobody. Asked before each call. */
  readonly token?: () => string | null
  /** How long one call may take, in ms. */
  readonly timeoutMs?: number
  /** An `https.Agent` that knows a private CA; for Node alone. */
  readonly httpsAgent?: unknown
  /** Signs what is asked, for an enrolled kiosk; null: nothing is signed. Asked before each call. */
  readonly signer?: () => Signer | null
}

export interface Signer {
  /** The headers that prove who asks. `body`: what is sent. */
  headers(request: SignedRequest, body: string | undefined): Record<string, string>
  /** What time it is for the broker, which found that of the signature too far away: the next one goes by it. */
  correct(now: string): void
}

type Named<N extends RouteName> = (typeof routes)[N]
type Needs<R> = (R extends { params: infer P extends z.ZodType } ? { readonly params: z.input<P> } : unknown) &
  (R extends { query: infer Q extends z.ZodType } ? { readonly query?: z.input<Q> } : unknown) &
  (R extends { body: infer B extends z.ZodType } ? { readonly body: z.input<B> } : unknown)
interface Common {
  readonly signal?: AbortSignal
}
/** What a call of this route takes: its parameters, query and body, if it has any, and a signal that ends it. */
export type CallInput<N extends RouteName> = Needs<Named<N>> & Common
interface AnyInput {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string | number | undefined>
  readonly body?: unknown
}
type CallArguments<N extends RouteName> = Common extends CallInput<N> ? [input?: CallInput<N>] : [input: CallInput<N>]
export type CallOutput<N extends RouteName> = z.output<Named<N>['response']>

const TIMEOUT_MS = 10_000
const LARGEST_ANSWER = 8 * 1024 * 1024

/**
 * Speaks to the broker, from Node and from a page. Every call throws `ProblemError`: the broker's own, `BrokerUnreachable`
 * when there was no answer, `broker-answer-not-understood` for one of another shape. An aborted call throws its reason.
 */
export class BrokerClient {
  readonly #axios: AxiosInstance
  readonly #token: () => string | null
  readonly #timeoutMs: number
  readonly #signer: () => Signer | null

  constructor(options: BrokerClientOptions) {
    this.#token = options.token ?? (() => null)
    this.#timeoutMs = options.timeoutMs ?? TIMEOUT_MS
    this.#signer = options.signer ?? (() => null)
    this.#axios = axios.create({
      baseURL: options.address,
      // Node's own HTTP knows agents and streams; a page has fetch.
      adapter: ['http', 'fetch'],
      // A redirect or a proxy would be shown the session.
      maxRedirects: 0,
      proxy: false,
      maxContentLength: LARGEST_ANSWER,
      validateStatus: () => true,
      ...(options.httpsAgent === undefined ? {} : { httpsAgent: options.httpsAgent }),
    })
  }

  async call<N extends RouteName>(name: N, ...[input]: CallArguments<N>): Promise<CallOutput<N>> {
    const route: Route = routes[name]
    const { params, query, body, signal }: Common & AnyInput = input ?? {}
    const answer = await this.#send(route.method, pathOf(route.path, params) + queryOf(query), { body, signal })
    const parsed = route.response.safeParse(answer.byteLength === 0 ? null : jsonOf(answer))
    if (!parsed.success) throw notUnderstood(`${route.method} ${route.path}`, parsed.error)
    return parsed.data as CallOutput<N>
  }

  /** The picture that was taken while a point was checked: PNG. */
  async picture(desktopId: string, pointId: string, signal?: AbortSignal): Promise<Uint8Array> {
    return this.#send('GET', pathOf(PICTURE_PATH, { desktopId, pointId }), { signal })
  }

  /** Lines of the audit trail that fit, as they come. Nothing but `signal` ends it. */
  async auditExport(query: AuditExport, signal = new AbortController().signal): Promise<AsyncIterable<Uint8Array>> {
    const types = { csv: 'text/csv', jsonl: 'application/jsonl' } as const
    return this.#open(AUDIT_EXPORT_PATH + queryOf(query), types[query.format], {}, signal)
  }

  /**
   * Opens the event stream, after the event `lastId` if there is one, and answers with its chunks. Nothing but `signal`
   * ends it: whoever reads decides how long silence may last.
   */
  async openEvents(lastId: string | null, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return this.#inTime(() => this.#openEvents(lastId, signal))
  }

  async #openEvents(lastId: string | null, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const after: Record<string, string> = lastId === null ? {} : { 'last-event-id': lastId }
    return this.#open(EVENTS_PATH, 'text/event-stream', after, signal)
  }

  async #open(
    target: string,
    type: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#axios
      .get<unknown>(target, {
        headers: { ...this.#headers('GET', target, undefined), accept: type, ...headers },
        responseType: 'stream',
        signal,
      })
      .catch((e: unknown) => {
        signal.throwIfAborted()
        throw new BrokerUnreachable(whyUnreachable(e), e)
      })
    const chunks = chunksOf(response.data)
    if (response.status === 200 && mediaType(response) === type) return chunks
    throw problemOf(response, await all(chunks))
  }

  async #send(
    method: Route['method'],
    url: string,
    { body, signal }: { body?: unknown; signal?: AbortSignal | undefined },
  ): Promise<Uint8Array> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return this.#inTime(() => this.#sendOnce(method, url, text, signal))
  }

  /** Once more, if the broker's clock was another than the signature's. */
  async #inTime<T>(call: () => Promise<T>): Promise<T> {
    const signer = this.#signer()
    try {
      return await call()
    } catch (e) {
      if (signer === null || !(e instanceof ProblemError) || !e.is('clock-differs')) throw e
      const { now } = e.problem
      if (now === undefined) throw e
      signer.correct(now)
      return call()
    }
  }

  async #sendOnce(
    method: Route['method'],
    url: string,
    body: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<Uint8Array> {
    signal?.throwIfAborted()
    // One clock for all of a call: axios' own restarts with every chunk.
    const ends = new AbortController()
    const late = setTimeout(() => ends.abort(), this.#timeoutMs)
    const abort = () => ends.abort()
    signal?.addEventListener('abort', abort)
    try {
      const response = await this.#axios.request<ArrayBuffer | Uint8Array>({
        method,
        url,
        // Without a body axios would claim a form.
        headers: {
          ...this.#headers(method, url, body),
          accept: 'application/json',
          'content-type': body === undefined ? false : 'application/json',
        },
        ...(body === undefined ? {} : { data: body }),
        responseType: 'arraybuffer',
        signal: ends.signal,
      })
      const bytes = new Uint8Array(response.data)
      if (response.status < 200 || response.status > 299) throw problemOf(response, bytes)
      return bytes
    } catch (e) {
      if (e instanceof ProblemError) throw e
      signal?.throwIfAborted()
      throw new BrokerUnreachable(ends.signal.aborted ? 'timeout' : whyUnreachable(e), e)
    } finally {
      clearTimeout(late)
      signal?.removeEventListener('abort', abort)
    }
  }

  #headers(method: string, target: string, body: string | undefined): Record<string, string> {
    const token = this.#token()
    const authorization = token === null ? undefined : `Bearer ${token}`
    return {
      ...(authorization === undefined ? {} : { authorization }),
      ...this.#signer()?.headers({ method, target, authorization }, body),
    }
  }
}

function queryOf(query: AnyInput['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

function mediaType(response: AxiosResponse): string {
  return String(response.headers['content-type'] ?? '').split(';', 1)[0] ?? ''
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

/** The broker's problem document; or else whatever stands in its place, often a proxy, said as what it is. */
function problemOf(response: AxiosResponse, bytes: Uint8Array): ProblemError {
  const parsed = Problem.safeParse(jsonOf(bytes))
  if (parsed.success) return ProblemError.of(parsed.data)
  if (response.status >= 502 && response.status <= 504) return new BrokerUnreachable('broken-answer', undefined)
  return notUnderstood(`status ${response.status}`, undefined)
}

function notUnderstood(what: string, cause: unknown): ProblemError {
  return new ProblemError('broker-answer-not-understood', what, { cause })
}

/** Node gives a stream of its own, which can be iterated; a page the web's, which not every browser iterates. */
async function* chunksOf(stream: unknown): AsyncGenerator<Uint8Array> {
  if (!(stream instanceof ReadableStream)) {
    yield* stream as AsyncIterable<Uint8Array>
    return
  }
  const reader = (stream as ReadableStream<Uint8Array>).getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined)
  }
}

async function all(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > LARGEST_ANSWER) break
    parts.push(chunk)
  }
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
