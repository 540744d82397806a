import type { z } from 'zod'
import { ProblemError, problem } from '../shared/api/problem.ts'
import { type Answered, type BridgeCall, bridgeCalls } from '../shared/bridge.ts'
import { log } from './log.ts'

/** What answers each call of the bridge. May throw `ProblemError`. */
export type Answers = {
  readonly [N in BridgeCall]: (
    ask: z.output<(typeof bridgeCalls)[N]['ask']>,
  ) => Promise<z.input<(typeof bridgeCalls)[N]['answer']>>
}

/** Far above anything the bridge is asked: characters and members, counted together. */
const LARGEST_ASK = 16 * 1024

/**
 * Answers what a page asked, whatever that is: unknown, oversized and malformed calls with a problem. An answer that is
 * not of the agreed shape does not reach the page either.
 */
export async function answerCall(answers: Answers, name: unknown, ask: unknown): Promise<Answered<unknown>> {
  try {
    if (!isCall(name)) throw new ProblemError('bad-request', 'There is no such call of the bridge.')
    if (!weighsLess(ask, LARGEST_ASK)) throw new ProblemError('too-large')
    const asked = bridgeCalls[name].ask.safeParse(ask)
    if (!asked.success) throw malformed(asked.error)
    const answer = await (answers[name] as (ask: unknown) => Promise<unknown>)(asked.data)
    const answered = bridgeCalls[name].answer.safeParse(answer)
    if (!answered.success) throw new ProblemError('broker-answer-not-understood', name, { cause: answered.error })
    return { ok: true, value: answered.data }
  } catch (e) {
    if (e instanceof ProblemError) return { ok: false, problem: e.problem }
    log('ipc', `${String(name)} failed: ${e instanceof Error ? (e.stack ?? e.message) : String(e)}`)
    return { ok: false, problem: problem('internal', 'The kiosk could not do this.') }
  }
}

function isCall(name: unknown): name is BridgeCall {
  return typeof name === 'string' && Object.hasOwn(bridgeCalls, name)
}

function malformed(error: z.ZodError): ProblemError {
  const [issue] = error.issues
  return new ProblemError('bad-request', issue?.message, { at: issue?.path.join('.') ?? '' })
}

/** Stops counting at `limit`, so that something huge costs no more than that. Only what JSON can say has a weight. */
function weighsLess(value: unknown, limit: number): boolean {
  let weight = 0
  const left = [value]
  while (left.length > 0 && weight <= limit) {
    const next = left.pop()
    weight++
    if (typeof next === 'string') weight += next.length
    else if (Array.isArray(next)) {
      weight += next.length
      if (weight <= limit) left.push(...(next as unknown[]))
    } else if (ArrayBuffer.isView(next)) weight += next.byteLength
    else if (typeof next === 'object' && next !== null) {
      const entries = Object.entries(next)
      for (const [key, member] of entries) {
        weight += key.length
        left.push(member)
      }
    }
  }
  return weight <= limit
}
