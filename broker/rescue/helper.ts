import type { Duplex } from 'node:stream'
import { HypervisorError, type ReaderStart } from '../hypervisors/hypervisor.ts'
import { condemn } from '../recovery/condemn.ts'
import { killForSure } from '../recovery/kill-for-sure.ts'
import type { Parts } from '../recovery/parts.ts'
import { encodeMessage, type Message, messagesIn } from './frames.ts'

/** Long enough for a host that emulates and is busy. */
const BOOT_MS = 180_000

/** The helper said what cannot be, or nothing for too long: what it read may have got the better of it. */
export class HelperError extends Error {
  override readonly name = 'HelperError'
}

/** A talk with the program in a helper guest. */
export interface Helper {
  say(name: string, ...fields: (string | number | Uint8Array)[]): Promise<void>
  /** What it says next. Throws `HelperError` if that does not come within `withinMs`, or is no message. */
  hear(withinMs: number): Promise<Message>
}

/**
 * Starts helper i-n, lets `talk` talk to it, and ends it: condemned first, then killed and looked at, however the talk went.
 * The number must have been taken and written down before.
 */
export async function withHelper<T>(
  parts: Parts,
  desktop: string,
  n: number,
  start: ReaderStart,
  signal: AbortSignal,
  talk: (helper: Helper) => Promise<T>,
): Promise<T> {
  const { reader } = parts.hypervisor
  if (reader === null) throw new HypervisorError('no helper guest is set up here')
  try {
    const channel = await reader.start(desktop, n, start, signal)
    try {
      const helper = helperOn(channel, signal)
      const hello = await helper.hear(BOOT_MS)
      if (hello.name !== 'here') throw new HelperError(saidWrong(hello))
      return await talk(helper)
    } finally {
      channel.destroy()
    }
  } finally {
    await endHelper(parts, desktop, n)
  }
}

/** Ends helper i-n for ever. Not by the signal of the work that it did: what is given up is cleared away, too. */
export async function endHelper(parts: Parts, desktop: string, n: number): Promise<void> {
  await parts.store.transaction((trx) => condemn(trx, desktop, n, 'it was a helper, and its work is over'))
  await killForSure(parts, desktop, n, AbortSignal.timeout(60_000))
}

export function saidWrong({ name, fields }: Message): string {
  const said = [name, ...fields.map((field) => field.toString('latin1'))].join(' ').slice(0, 300)
  return `the helper said what was not to be expected: ${JSON.stringify(said)}`
}

function helperOn(channel: Duplex, signal: AbortSignal): Helper {
  // Whoever waits for a message hears of an error; nobody else has to.
  channel.on('error', () => undefined)
  const messages = messagesIn(channel)
  return {
    say: async (name, ...fields) => {
      if (channel.write(encodeMessage(name, ...fields))) return
      await new Promise<void>((resolve) => {
        const go = () => {
          for (const event of ['drain', 'close', 'error']) channel.off(event, go)
          resolve()
        }
        for (const event of ['drain', 'close', 'error']) channel.on(event, go)
      })
    },
    hear: async (withinMs) => {
      // Cutting the channel is what ends the wait: a guest may keep it open for ever.
      const limit = AbortSignal.any([signal, AbortSignal.timeout(Math.ceil(withinMs))])
      const cut = () => channel.destroy()
      limit.addEventListener('abort', cut, { once: true })
      try {
        if (limit.aborted) cut()
        const next = await messages.next()
        if (next.done !== true) return next.value
        throw new HelperError('the helper ended before it was done')
      } catch (cause) {
        signal.throwIfAborted()
        if (limit.aborted)
          throw new HelperError(`the helper said nothing for ${Math.round(withinMs / 1000)} s`, { cause })
        throw cause instanceof HelperError
          ? cause
          : new HelperError(cause instanceof Error ? cause.message : String(cause), { cause })
      } finally {
        limit.removeEventListener('abort', cut)
      }
    },
  }
}
