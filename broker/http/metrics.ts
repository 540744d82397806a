import type { FastifyInstance } from 'fastify'
import type { Registry } from 'prom-client'
import { z } from 'zod'
import { ProblemError } from '../../shared/api/problem.ts'
import { METRICS_PATH } from '../../shared/api/routes/audit.ts'
import { isLoopback } from '../config/cross-checks.ts'
import { problemResponses } from './api.ts'
import { signedInCall } from './route-problems.ts'

/** The numbers, for whoever has the right; and, if `openHere`, at `/metrics` for what asks from this machine itself. */
export function registerMetrics(app: FastifyInstance, registry: Registry, openHere: boolean): void {
  app.get(
    METRICS_PATH,
    {
      config: { call: 'metrics', right: 'metrics.read' },
      schema: {
        operationId: 'metrics',
        summary: 'Numbers for Prometheus',
        response: {
          200: { description: 'As text', content: { 'text/plain': { schema: z.string() } } },
          ...problemResponses(signedInCall),
        },
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  )
  if (!openHere) return
  app.get('/metrics', { schema: { hide: true } }, async ({ headers, socket }, reply) => {
    // What a proxy passes on comes from here, too, but not from somebody who is here.
    const passedOn = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
    const from = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    if (passedOn || !isLoopback(from)) throw new ProblemError('not-allowed', 'It is for this machine alone.')
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}
