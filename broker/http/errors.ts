import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { ProblemError, type ProblemName } from '../../shared/api/problem.ts'
import { TooManyTries } from '../identity/lock-out.ts'
import { TooManyRequests } from './limits.ts'
import { PROBLEM_TYPE } from './plain-problem.ts'

/** Everything that goes wrong is told as a problem document, and nothing of an unexpected error but a reference to the log. */
export function tellErrors(app: FastifyInstance): void {
  app.setErrorHandler((error, request, reply) => sendProblem(request, reply, error))
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, new ProblemError('unknown-path')))
}

export async function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): Promise<FastifyReply> {
  const told = problemOf(error, request)
  if (told instanceof TooManyTries || told instanceof TooManyRequests)
    void reply.header('retry-after', told.waitSeconds)
  void reply.header('cache-control', 'no-store')
  return reply.code(told.problem.status).type(PROBLEM_TYPE).send(told.problem)
}

function problemOf(error: unknown, request: FastifyRequest): ProblemError {
  if (error instanceof ProblemError) {
    if (error.problem.status >= 500) request.log.warn({ err: error }, 'a request failed')
    return error
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation
    const at = (first?.instancePath ?? '').slice(1).replaceAll('/', '.')
    return new ProblemError('bad-request', first?.message, at === '' ? {} : { at })
  }
  const known = byCode[(error as Partial<FastifyError>).code ?? '']
  if (known !== undefined) return new ProblemError(known)
  const status = (error as Partial<FastifyError>).statusCode ?? 500
  if (status >= 400 && status < 500) return new ProblemError('bad-request')
  request.log.error({ err: error }, 'a request failed unexpectedly')
  return new ProblemError('internal', `The help desk finds it in the log under ${request.id}.`)
}

const byCode: Record<string, ProblemName> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'wrong-type',
}
