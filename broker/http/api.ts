import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { Problem, type ProblemName, problems } from '../../shared/api/problem.ts'
import { rights } from '../../shared/api/rights.ts'
import type { Route } from '../../shared/api/route.ts'
import { type RouteName, routes } from '../../shared/api/routes.ts'
import type { Handlers } from './handlers.ts'
import { problemsOf } from './route-problems.ts'

/** Registers every call of the table: its checks, its description and its handler all come from the same line. */
export function registerApi(app: FastifyInstance, handlers: Handlers): void {
  for (const name of Object.keys(routes) as RouteName[]) {
    const route: Route = routes[name]
    // The table's types tie each handler to its own schemas; over all names at once they can't be told apart.
    const handle = handlers[name] as (asked: object) => Promise<unknown>
    const { right } = route
    const open = right === 'plain' || right === 'open'
    app.route({
      method: route.method,
      url: route.path,
      config: { right, call: name },
      ...(route.bodyKiB === undefined ? {} : { bodyLimit: route.bodyKiB * 1024 }),
      schema: {
        operationId: name,
        summary: route.summary,
        ...(open || right === 'own' ? {} : { description: `Needs the right \`${right}\`: ${rights[right]}.` }),
        ...(open ? { security: [] } : {}),
        ...(route.params === undefined ? {} : { params: route.params }),
        ...(route.query === undefined ? {} : { querystring: route.query }),
        ...(route.body === undefined ? {} : { body: route.body }),
        response: {
          [route.status]:
            route.status === 204
              ? z.null().describe('Done')
              : { description: route.summary, content: { 'application/json': { schema: route.response } } },
          ...problemResponses(problemsOf(route)),
        },
      },
      handler: async (request, reply) => {
        const { params, query, body, principal } = request
        const answer = await handle({ params, query, body, principal, request, reply })
        void reply.code(route.status)
        return route.status === 204 ? reply.send() : answer
      },
    })
  }
}

/** One response for each status, telling which problems it may be. */
export function problemResponses(names: readonly ProblemName[]): Record<number, object> {
  const statuses = new Map<number, string[]>()
  for (const name of new Set(names)) {
    const [status, title] = problems[name]
    statuses.set(status, [...(statuses.get(status) ?? []), `\`${name}\`: ${title}`])
  }
  return Object.fromEntries(
    [...statuses].map(([status, lines]) => [
      status,
      { description: lines.join('\n\n'), content: { 'application/problem+json': { schema: Problem } } },
    ]),
  )
}
