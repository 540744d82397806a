import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import fc from 'fast-check'
import { ROLES } from '../../shared/api/rights.ts'
import { type Answer, wrongWith } from './answers.ts'
import { openWholeBroker, twice, type WholeBroker } from './broker.ts'
import { describedAt } from './description.ts'
import { type FuzzRequest, requests } from './requests.ts'

export interface Fuzzed {
  readonly sent: number
  /** How often each call answered each status: `press 202`. */
  readonly seen: ReadonlyMap<string, number>
  /** What was wrong, with the request's place among those of the seed. */
  readonly found: readonly string[]
}

/** More would be the same again. */
const ENOUGH = 20
const FRESH_AFTER = 500
const AT_ONCE = 50
const PATIENCE_MS = 60_000

/** Sends so many requests to a whole broker, the same ones whenever the seed is. */
export async function fuzz(
  count: number,
  seed: number,
  say: (line: string) => void = () => undefined,
): Promise<Fuzzed> {
  const broker = await openWholeBroker(LIMITS)
  try {
    const description = await describedAt(broker.address)
    const sender = new Sender(broker)
    await sender.make()
    const seen = new Map<string, number>()
    const found: string[] = []
    const any = requests(description, ROLES, names(broker))
    let made: FuzzRequest[] = []
    let sent = 0
    for (; sent < count && found.length < ENOUGH; sent++) {
      // A few at a time: making them keeps the broker waiting, which is in the same process.
      if (sent % AT_ONCE === 0) made = fc.sample(any, { numRuns: AT_ONCE, seed: seed + sent })
      const request = made[sent % AT_ONCE]
      if (request === undefined) break
      const answer = await sender.send(request)
      const key = `${request.operation.operationId} ${answer.status}`
      seen.set(key, (seen.get(key) ?? 0) + 1)
      const wrong = wrongWith(request.operation, answer)
      if (wrong !== null) {
        const one = `--seed ${seed}, request ${sent}: ${wrong}\n${shown(request)}\n${answer.text.slice(0, 500)}`
        found.push(one)
        say(`FOUND: ${one}`)
      }
      if ((sent + 1) % 1000 === 0) say(`${sent + 1} requests, ${found.length} found`)
    }
    // What went wrong without an answer that says so.
    for (const line of broker.lines.filter((line) => line.includes('failed unexpectedly')).slice(0, ENOUGH))
      found.push(`the log: ${line.slice(0, 1000)}`)
    return { sent, seen, found }
  } finally {
    await broker.close()
  }
}

/** Limits are tried by a test of their own; here they would be all that is ever answered. */
const LIMITS = 'limits: { perSession: 1000000, perAddress: 1000000, signIns: 1000000 }'

const names = ({ desktops }: WholeBroker) => [...desktops, 'default', 'pool:offices', `desktop:${desktops[0]}`, 'user']

class Sender {
  readonly #broker: WholeBroker
  readonly #tokens = new Map<string, string>()
  /** Ids that answers told, newest last. */
  readonly #ids: string[] = []
  readonly #known = new Set<string>()
  #sent = 0

  constructor(broker: WholeBroker) {
    this.#broker = broker
  }

  /** Recoveries, points and what follows of them, so that there is something to ask about. */
  async make(): Promise<void> {
    const token = await this.#broker.signIn('user')
    const client = this.#broker.client(token)
    for (const desktopId of this.#broker.desktops.slice(1)) {
      const params = { desktopId }
      let desktop = await client.call('desktop', { params })
      while (desktop.state !== 'running') {
        await delay(50)
        desktop = await client.call('desktop', { params })
      }
      const body = { key: randomUUID(), kind: 'recover', generation: desktop.generation } as const
      this.#remember(JSON.stringify(await client.call('press', { params, body })))
      this.#remember(JSON.stringify(await client.call('restorePoints', { params })))
    }
  }

  async send({ operation, as, target, headers, body }: FuzzRequest): Promise<Answer> {
    // What ends sessions is among what is tried.
    if (++this.#sent % FRESH_AFTER === 0) this.#tokens.clear()
    const first = await this.#once(operation.method, this.#withIds(target), await this.#signed(as, headers), body)
    if (first.status !== 401 || as === null || !this.#tokens.has(as)) return first
    this.#tokens.delete(as)
    return this.#once(operation.method, this.#withIds(target), await this.#signed(as, headers), body)
  }

  async #once(method: string, target: string, headers: Record<string, string>, body: string | null): Promise<Answer> {
    return twice(() => this.#ask(method, target, headers, body)).catch((error: unknown) => ({
      status: 599,
      type: 'nothing',
      text: String(error),
    }))
  }

  async #ask(method: string, target: string, headers: Record<string, string>, body: string | null): Promise<Answer> {
    const ends = new AbortController()
    const late = setTimeout(() => ends.abort(new Error('no answer came')), PATIENCE_MS)
    try {
      const answer = await fetch(this.#broker.address + target, {
        method,
        headers,
        redirect: 'manual',
        signal: ends.signal,
        ...(body === null ? {} : { body: this.#withIds(body) }),
      })
      const type = (answer.headers.get('content-type') ?? '').split(';')[0] ?? ''
      if (type === 'text/event-stream') {
        ends.abort()
        return { status: answer.status, type, text: '' }
      }
      const text = await answer.text()
      if (answer.ok) this.#remember(text)
      return { status: answer.status, type, text }
    } finally {
      clearTimeout(late)
    }
  }

  async #signed(as: string | null, headers: Readonly<Record<string, string>>): Promise<Record<string, string>> {
    const given = { ...headers }
    if (as === null) return given
    if (!(ROLES as readonly string[]).includes(as)) return { ...given, authorization: `Bearer ${as}` }
    let token = this.#tokens.get(as)
    if (token === undefined) {
      token = await this.#broker.signIn(as)
      this.#tokens.set(as, token)
    }
    return { ...given, authorization: `Bearer ${token}` }
  }

  #remember(text: string): void {
    for (const [id] of text.matchAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g)) {
      if (this.#known.has(id)) continue
      this.#known.add(id)
      this.#ids.push(id)
    }
  }

  #withIds(text: string): string {
    return text.replace(/00000000-0000-4000-8000-(\d{12})/g, (made, n: string) => this.#ids.at(-1 - Number(n)) ?? made)
  }
}

function shown({ operation, as, target, headers, body }: FuzzRequest): string {
  return `  as ${as}: ${operation.method} ${target} ${JSON.stringify(headers)} ${body === null ? '' : body.slice(0, 500)}`
}
