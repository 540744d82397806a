import type { z } from 'zod'
import type { ProblemName } from './problem.ts'
import type { Right } from './rights.ts'

/** One call of the API: the broker registers its route from it, clients make their call from it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** How large that may be, if more than usual. */
  readonly bodyKiB?: number
  /** Who may call it. */
  readonly right: Access
  readonly status: 200 | 201 | 202 | 204
  readonly response: z.ZodType
  /** What can go wrong with it, beside what can with all of its kind. */
  readonly problems?: readonly ProblemName[]
  readonly summary: string
}

/** `plain`: anybody, and it says the same to all; `open`: anybody; `own`: whoever is signed in, about what is theirs; else by right. */
export type Access = 'plain' | 'open' | 'own' | Right
