import type { z } from 'zod'
import { pathOf } from '../../../shared/api/path-of.ts'
import { Problem, ProblemError } from '../../../shared/api/problem.ts'
import type { Route } from '../../../shared/api/route.ts'
import { parseAsText } from './as-text.ts'

/** What a call takes, beside its route: parameters, query and body, where it has any. */
export type Asked<R extends Route> = (R extends { params: infer P extends z.ZodType }
  ? { readonly params: z.input<P> }
  : unknown) &
  (R extends { query: infer Q extends z.ZodType } ? { readonly query?: z.input<Q> } : unknown) &
  (R extends { body: infer B extends z.ZodType } ? { readonly body: z.input<B> } : unknown)
export type Answer<R extends Route> = z.output<R['response']>

/** Asks the broker that served the page. Throws `ProblemError`: the broker's own, or that it does not answer. */
export type Ask = <R extends Route>(route: R, asked: Asked<R>, signal?: AbortSignal) => Promise<Answer<R>>

interface AnyAsked {
  readonly params?: Record<string, string>
  readonly query?: Record<string, string | number | undefined>
  readonly body?: unknown
}

const TIMEOUT_MS = 20_000

/**
 * The browser sends the session's cookie, which no script can read, and names the page, by which the broker knows that no
 * other site asks.
 */
export const askBroker: Ask = async (route, asked, signal) => {
  const { params, query, body } = asked as AnyAsked
  const late = AbortSignal.timeout(TIMEOUT_MS)
  const response = await fetch(pathOf(route.path, params) + queryOf(query), {
    method: route.method,
    headers: { accept: 'application/json', ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    credentials: 'same-origin',
    redirect: 'error',
    signal: signal === undefined ? late : AbortSignal.any([signal, late]),
  }).catch((error: unknown) => {
    signal?.throwIfAborted()
    throw new ProblemError('broker-unreachable', undefined, { cause: error })
  })
  const answer: unknown =
    response.status === 204
      ? null
      : await response
          .text()
          .then(parseAsText)
          .catch(() => undefined)
  if (!response.ok) throw problemOf(response.status, answer)
  const parsed = route.response.safeParse(answer)
  if (!parsed.success)
    throw new ProblemError('broker-answer-not-understood', `${route.method} ${route.path}`, { cause: parsed.error })
  return parsed.data as never
}

function queryOf(query: AnyAsked['query'] = {}): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]))
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}

function problemOf(status: number, answer: unknown): ProblemError {
  const parsed = Problem.safeParse(answer)
  if (parsed.success) return ProblemError.of(parsed.data)
  // A proxy answers in the broker's place.
  return status >= 502 && status <= 504
    ? new ProblemError('broker-unreachable')
    : new ProblemError('broker-answer-not-understood', `status ${status}`)
}
