import { Problem, problemName, problems } from '../../shared/api/problem.ts'
import type { Described } from './description.ts'

export interface Answer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** What is wrong with an answer, held to the API's own description; null: nothing. */
export function wrongWith({ responses, operationId }: Described, { status, type, text }: Answer): string | null {
  const declared = responses[String(status)]
  if (status < 400) {
    if (declared === undefined) return `${operationId} answers ${status}, which is not declared`
    if (status === 204) return text === '' ? null : 'something comes with 204'
    return Object.keys(declared.content ?? {}).includes(type) ? null : `${status} is of type ${type}`
  }
  if (type !== 'application/problem+json') return `${status} is of type ${type}, no problem document`
  const parsed = Problem.safeParse(jsonOf(text))
  if (!parsed.success) return `${status} is no valid problem document: ${text.slice(0, 200)}`
  const name = problemName(parsed.data)
  if (parsed.data.status !== status || !(name in problems)) return `${status} says that it is ${parsed.data.status}`
  // Another path came out of what was put into it.
  if (name === 'unknown-path') return null
  if (name === 'internal') return `an error that nobody expected: ${text}`
  if (declared?.description.includes(`\`${name}\``) !== true)
    return `${operationId} answers ${status} ${name}, which is not declared`
  // What needs something that this machine has not is said so; anything else of that kind is a fault.
  return status >= 500 && status !== 501 ? `${status} ${name}: ${parsed.data.detail ?? ''}` : null
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
