import { z } from 'zod'
import { HypervisorError, UncertainError } from '../hypervisor.ts'
import { JsonLines } from './json-lines.ts'
import { or } from './turns.ts'

/** Longer than any answer of QEMU's that is asked for here. */
const LONGEST_LINE = 4 * 1024 * 1024

const Greeting = z.object({ QMP: z.object({}) })
const Done = z.object({ return: z.unknown(), id: z.number() })
const Refused = z.object({ error: z.object({ desc: z.string() }), id: z.number().optional() })
const Event = z.object({ event: z.string(), data: z.unknown().optional() })
const Message = z.union([Greeting, Done, Refused, Event])

export type MonitorEvent = z.output<typeof Event>

/** Nothing may be asked for in one command for longer, unless its caller says so. */
export const ANSWER_MS = 5000

/** An open connection to one of QEMU's monitors, which serves one at a time. QMP, as QEMU documents it. */
export class Monitor {
  hear: (event: MonitorEvent) => void = () => undefined
  readonly closed: Promise<Error>
  readonly #lines: JsonLines
  readonly #waiting = new Map<number, (answer: z.output<typeof Done> | z.output<typeof Refused>) => void>()
  #lastId = 0

  /** Waits for the greeting, which comes when nobody else is connected, for as long as the signal lets it. */
  static async connect(path: string, signal: AbortSignal): Promise<Monitor> {
    const lines = await JsonLines.connect(path, LONGEST_LINE, signal)
    const { promise: greeted, resolve: greet } = Promise.withResolvers<undefined>()
    try {
      const monitor = new Monitor(lines, () => greet(undefined))
      const refused = lines.closed.then((why) => Promise.reject(why))
      await or(signal, Promise.race([greeted, refused]))
      await monitor.ask('qmp_capabilities', {}, z.unknown(), signal)
      return monitor
    } catch (error) {
      lines.close()
      throw error
    }
  }

  private constructor(lines: JsonLines, greeted: () => void) {
    this.#lines = lines
    this.closed = lines.closed
    lines.hear = (line) => {
      const message = parse(line)
      if (message === null) lines.close()
      else if ('QMP' in message) greeted()
      else if ('event' in message) this.hear(message)
      else this.#answered(message)
    }
  }

  /** A question: whatever becomes of it, nothing has changed. Throws `HypervisorError`. */
  async ask<T>(command: string, args: object, answer: z.ZodType<T>, signal: AbortSignal): Promise<T> {
    try {
      return answer.parse(await this.#execute(command, args, signal))
    } catch (cause) {
      signal.throwIfAborted()
      throw new HypervisorError(`QEMU did not answer ${command}: ${textOf(cause)}`, { cause })
    }
  }

  /** An order: `HypervisorError` if it was refused, `UncertainError` if it was sent and not answered. */
  async order(command: string, args: object, signal: AbortSignal, withinMs = ANSWER_MS): Promise<void> {
    signal.throwIfAborted()
    try {
      await this.#execute(command, args, signal, withinMs)
    } catch (cause) {
      if (cause instanceof HypervisorError) throw cause
      throw new UncertainError(`QEMU was told to ${command} and did not answer: ${textOf(cause)}`, { cause })
    }
  }

  /** An order that is not waited for. */
  tell(command: string): void {
    this.#lines.send({ execute: command })
  }

  close(): void {
    this.#lines.close()
  }

  async #execute(command: string, args: object, signal: AbortSignal, withinMs = ANSWER_MS): Promise<unknown> {
    const id = ++this.#lastId
    const { promise, resolve } = Promise.withResolvers<z.output<typeof Done> | z.output<typeof Refused>>()
    this.#waiting.set(id, resolve)
    const limit = AbortSignal.any([signal, AbortSignal.timeout(withinMs)])
    try {
      this.#lines.send({ execute: command, arguments: args, id })
      const lost = this.closed.then((why) => Promise.reject(why))
      const answer = await or(limit, Promise.race([promise, lost]))
      if ('error' in answer) throw new HypervisorError(`QEMU refused to ${command}: ${answer.error.desc}`)
      return answer.return
    } finally {
      this.#waiting.delete(id)
    }
  }

  #answered(answer: z.output<typeof Done> | z.output<typeof Refused>): void {
    // A refusal without an id is one of a message that QEMU could not read; there is none of ours, so it is nobody's.
    if (answer.id !== undefined) this.#waiting.get(answer.id)?.(answer)
  }
}

function parse(line: string): z.output<typeof Message> | null {
  try {
    return Message.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
