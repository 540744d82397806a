import { randomInt } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { type GuestAgent, GuestError } from '../hypervisor.ts'
import { JsonLines } from './json-lines.ts'
import { or, Turns } from './turns.ts'

/** The agent cuts a program's output at 16 MiB; nothing here needs a quarter of that. */
const LONGEST_LINE = 4 * 1024 * 1024
const MOST_UNREAD = 100
/** A program is looked after again when it has run for that much longer. */
const LOOKS = 0.05
/** Then another broker may have the channel, which serves one. */
const IDLE_MS = 2000
/** The agent's parser and ours both start afresh after this byte, which no JSON text holds. */
const RESET = Uint8Array.of(0xff)
const NOTHING = new Uint8Array()

const Answer = z.union([z.object({ return: z.unknown() }), z.object({ error: z.object({ desc: z.string() }) })])
const Started = z.object({ pid: z.number() })
const ExecStatus = z.object({
  exited: z.boolean(),
  exitcode: z.number().optional(),
  signal: z.number().optional(),
  'out-data': z.string().optional(),
  'err-data': z.string().optional(),
})

/**
 * QEMU's guest agent, on the channel to one instance. Whatever is on it comes from the guest and may be anything. One
 * command at a time; one that is not answered in time costs its caller that time and closes the channel, so that its late
 * answer is nobody's.
 */
export class QemuGuestAgent implements GuestAgent {
  readonly #socket: string
  readonly #name: string
  readonly #turns = new Turns()
  #channel: Channel | null = null
  #idle: NodeJS.Timeout | undefined

  /** `name` is for messages. */
  constructor(socket: string, name: string) {
    this.#socket = socket
    this.#name = name
  }

  async ping(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await this.#turn('answer', limitOf(timeoutMs, signal), signal, async () => undefined)
  }

  async freeze(timeoutMs: number, signal: AbortSignal): Promise<number> {
    return this.#command('guest-fsfreeze-freeze', {}, z.number(), limitOf(timeoutMs, signal), signal)
  }

  async thaw(timeoutMs: number, signal: AbortSignal): Promise<number> {
    return this.#command('guest-fsfreeze-thaw', {}, z.number(), limitOf(timeoutMs, signal), signal)
  }

  async setClockFromHardware(timeoutMs: number, signal: AbortSignal): Promise<void> {
    await this.#command('guest-set-time', {}, z.unknown(), limitOf(timeoutMs, signal), signal)
  }

  async exec(
    program: string,
    args: readonly string[],
    options: { readonly timeoutMs: number; readonly signal: AbortSignal; readonly input?: string },
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
    const { timeoutMs, signal, input } = options
    const limit = limitOf(timeoutMs, signal)
    const request = {
      path: program,
      arg: args,
      'capture-output': true,
      ...(input === undefined ? {} : { 'input-data': Buffer.from(input).toString('base64') }),
    }
    const { pid } = await this.#command('guest-exec', request, Started, limit, signal)
    const began = performance.now()
    for (;;) {
      // Each look takes its own turn: a program that runs long does not keep others from the agent.
      const status = await this.#command('guest-exec-status', { pid }, ExecStatus, limit, signal)
      if (status.exited) {
        // As a shell says it.
        const code = status.exitcode ?? 128 + (status.signal ?? 0)
        return { code, out: text(status['out-data']), err: text(status['err-data']) }
      }
      // Often enough that nobody waits for the look, seldom enough that the guest has something else to do.
      await delay(Math.min(100, Math.max(5, LOOKS * (performance.now() - began))))
    }
  }

  async powerDown(timeoutMs: number, signal: AbortSignal): Promise<void> {
    const limit = limitOf(timeoutMs, signal)
    await this.#turn('guest-shutdown', limit, signal, async (channel) => {
      channel.send('guest-shutdown', { mode: 'powerdown' })
      // Done, it says nothing, so it is asked something else after: only a refusal comes before that answer. A guest that
      // is too far down to give it has taken the order.
      const refusal = await channel.synchronise(limit, NOTHING).catch(() => null)
      if (refusal !== null) throw new GuestError(`the agent of ${this.#name} refused guest-shutdown: ${refusal}`)
    })
  }

  close(): void {
    clearTimeout(this.#idle)
    this.#channel?.close()
    this.#channel = null
  }

  #command<T>(
    command: string,
    args: object,
    answer: z.ZodType<T>,
    limit: AbortSignal,
    signal: AbortSignal,
  ): Promise<T> {
    return this.#turn(command, limit, signal, async (channel) => {
      channel.send(command, args)
      const said = await channel.next(limit)
      if ('error' in said) throw new GuestError(`the agent of ${this.#name} refused ${command}: ${said.error.desc}`)
      return answer.parse(said.return)
    })
  }

  /** In its turn and synchronised: what is heard then is the answer to what is said. */
  async #turn<T>(
    what: string,
    limit: AbortSignal,
    signal: AbortSignal,
    act: (channel: Channel) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#turns.take(limit, async () => {
        clearTimeout(this.#idle)
        this.#channel ??= await Channel.open(this.#socket, limit)
        try {
          await this.#channel.synchronise(limit)
          const result = await act(this.#channel)
          this.#idle = setTimeout(() => this.close(), IDLE_MS).unref()
          return result
        } catch (error) {
          this.close()
          throw error
        }
      })
    } catch (cause) {
      signal.throwIfAborted()
      if (cause instanceof GuestError) throw cause
      const why = limit.aborted ? 'it did not answer in time' : cause instanceof Error ? cause.message : String(cause)
      throw new GuestError(`the agent of ${this.#name} did not do ${what}: ${why}`, { cause })
    }
  }
}

class Channel {
  readonly #lines: JsonLines
  readonly #heard: string[] = []
  #wake: () => void = () => undefined

  static async open(socket: string, signal: AbortSignal): Promise<Channel> {
    return new Channel(await JsonLines.connect(socket, LONGEST_LINE, signal))
  }

  private constructor(lines: JsonLines) {
    this.#lines = lines
    lines.hear = (line) => {
      this.#heard.push(line)
      // One answer is waited for at most: a guest that talks on is not listened to.
      if (this.#heard.length > MOST_UNREAD) lines.close()
      this.#wake()
    }
  }

  send(execute: string, args: object, before?: Uint8Array): void {
    this.#lines.send({ execute, arguments: args }, before)
  }

  /**
   * Passes over whatever was said before, until the agent answers with a number that nobody else has asked for. Answers
   * the last refusal that it passed over; of `RESET`, the agent says that it can't read it.
   */
  async synchronise(signal: AbortSignal, before: Uint8Array = RESET): Promise<string | null> {
    const id = randomInt(2 ** 40)
    this.send('guest-sync-delimited', { id }, before)
    let refusal: string | null = null
    for (;;) {
      const said = parse(await this.#line(signal))
      if (said === null) continue
      if ('error' in said) refusal = said.error.desc
      else if (said.return === id) return refusal
    }
  }

  async next(signal: AbortSignal): Promise<z.output<typeof Answer>> {
    const line = await this.#line(signal)
    const said = parse(line)
    if (said === null) throw new GuestError(`it said what is no answer: ${line.slice(0, 100)}`)
    return said
  }

  close(): void {
    this.#lines.close()
  }

  async #line(signal: AbortSignal): Promise<string> {
    for (;;) {
      const line = this.#heard.shift()
      if (line !== undefined) return line
      const { promise, resolve } = Promise.withResolvers<undefined>()
      this.#wake = () => resolve(undefined)
      const lost = this.#lines.closed.then((why) => Promise.reject(why))
      await or(signal, Promise.race([promise, lost]))
    }
  }
}

function limitOf(timeoutMs: number, signal: AbortSignal): AbortSignal {
  signal.throwIfAborted()
  return AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
}

/** The reset byte is not UTF-8, so it was read as U+FFFD; only what comes after the last one counts. */
function parse(line: string): z.output<typeof Answer> | null {
  try {
    return Answer.safeParse(JSON.parse(line.slice(line.lastIndexOf('\ufffd') + 1))).data ?? null
  } catch {
    return null
  }
}

function text(base64: string | undefined): string {
  return base64 === undefined ? '' : Buffer.from(base64, 'base64').toString('utf8')
}
