import { Readable } from 'node:stream'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { AuditExport } from '../../shared/api/audit.ts'
import { AUDIT_EXPORT_PATH } from '../../shared/api/routes/audit.ts'
import { CSV_HEAD, formats } from '../audit/formats.ts'
import type { KeptLine } from '../audit/lines.ts'
import type { Trail } from '../audit/trail.ts'
import { problemResponses } from './api.ts'
import { principalOf } from './authentication.ts'
import { signedInCall } from './route-problems.ts'

const types = { csv: 'text/csv; charset=utf-8', jsonl: 'application/jsonl' } as const

/** What fits a search, as a file that may be long: it is read as fast as it is taken. */
export function registerAuditExport(app: FastifyInstance, trail: Trail): void {
  const text = z.string()
  app.get(
    AUDIT_EXPORT_PATH,
    {
      config: { call: 'auditExport', right: 'audit.read' },
      schema: {
        operationId: 'auditExport',
        summary: 'Lines of the audit trail, oldest first, as CSV or as JSON lines; that is a line itself',
        querystring: AuditExport,
        response: {
          200: {
            description: 'The lines',
            content: { 'text/csv': { schema: text }, 'application/jsonl': { schema: text } },
          },
          ...problemResponses(signedInCall),
        },
      },
    },
    async (request, reply) => {
      const { format, ...filter } = request.query as AuditExport
      const lines = await trail.export(principalOf(request).name, filter, format)
      const name = `attachment; filename="audit.${format}"`
      void reply.type(types[format]).header('content-disposition', name)
      return reply.send(Readable.from(written(lines, format), { objectMode: false }))
    },
  )
}

async function* written(lines: AsyncIterable<KeptLine>, format: AuditExport['format']): AsyncGenerator<string> {
  // Something leaves at once, also of an empty trail.
  yield format === 'csv' ? CSV_HEAD : ''
  let text = ''
  for await (const line of lines) {
    text += formats[format](line)
    if (text.length < 65_536) continue
    yield text
    text = ''
  }
  yield text
}
