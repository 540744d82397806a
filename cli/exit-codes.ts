import { ProblemError } from '../shared/api/problem.ts'
import { BrokerUnreachable } from '../shared/client/unreachable.ts'

/** README.md tells of them. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unreachable: 3, notAllowed: 4 } as const

/** Something was not as it has to be for the command; the message says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** It was carried out, and the answer is that it is not well. What there is to say was said. */
export class FailedError extends Error {
  override readonly name = 'FailedError'
}

export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return exitCodes.usage
  if (error instanceof BrokerUnreachable) return exitCodes.unreachable
  if (error instanceof ProblemError && (error.problem.status === 401 || error.is('not-allowed')))
    return exitCodes.notAllowed
  return exitCodes.failed
}

/** One or two lines: what happened, and what can be done. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ProblemError) {
    const { title, detail, todo } = error.problem
    return `${title}${detail === undefined ? '' : ` ${detail}`}\n${todo}`
  }
  return error instanceof Error ? error.message : String(error)
}
