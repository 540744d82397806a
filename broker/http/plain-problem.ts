import { STATUS_CODES } from 'node:http'
import type { ProblemError } from '../../shared/api/problem.ts'

export const PROBLEM_TYPE = 'application/problem+json'

/** A whole answer, for a socket on which Fastify does not answer: no HTTP was spoken, or a WebSocket was asked for. */
export function plainProblem({ problem }: ProblemError): string {
  const body = JSON.stringify(problem)
  return [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'cache-control: no-store',
    'connection: close',
    '',
    body,
  ].join('\r\n')
}
