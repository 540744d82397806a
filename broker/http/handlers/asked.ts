import type { FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Route } from '../../../shared/api/route.ts'
import type { RouteName, routes } from '../../../shared/api/routes.ts'
import type { Principal } from '../../identity/sessions.ts'

/** What a call was asked with, checked. */
export interface Asked<N extends RouteName> {
  readonly params: Member<N, 'params'>
  readonly query: Member<N, 'query'>
  readonly body: Member<N, 'body'>
  readonly principal: (typeof routes)[N]['right'] extends 'plain' | 'open' ? null : Principal
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}
type Member<N extends RouteName, K extends keyof Route> = (typeof routes)[N] extends {
  [M in K]: infer S extends z.ZodType
}
  ? z.output<S>
  : undefined

/** What each of some calls does. */
export type HandlersOf<N extends RouteName> = {
  [M in N]: (asked: Asked<M>) => Promise<z.output<(typeof routes)[M]['response']>>
}
