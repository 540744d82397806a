import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { Logger } from 'pino'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Config } from '../config/config.ts'
import type { Signatures } from '../kiosks/signatures.ts'
import { metricsOf } from '../metrics/metrics.ts'
import { registerApi } from './api.ts'
import { registerAuditExport } from './audit-export.ts'
import { authenticate } from './authentication.ts'
import { sendProblem, tellErrors } from './errors.ts'
import { type EventStreamParts, registerEventStream } from './event-stream.ts'
import { type HandlerParts, handlersOf } from './handlers.ts'
import { registerHelpDeskPictures } from './help-desk-pictures.ts'
import { type HelpDeskStreamParts, registerHelpDeskStream } from './help-desk-stream.ts'
import { limitAddresses, limitSessions } from './limits.ts'
import { registerMetrics } from './metrics.ts'
import { registerOidc } from './oidc.ts'
import { describeApi } from './openapi.ts'
import type { Origins } from './origins.ts'
import { guardPages, servePage } from './page.ts'
import { registerPicture } from './picture.ts'
import { plainProblem } from './plain-problem.ts'

export interface HttpParts extends HandlerParts, EventStreamParts, HelpDeskStreamParts {
  readonly outbox: HelpDeskStreamParts['outbox']
  readonly log: Logger
  readonly origins: Origins
  /** People reach it by TLS alone, its own or that of a proxy before it. */
  readonly secure: boolean
  readonly tls: { readonly cert: string; readonly key: string } | null
  /** A proxy on this machine passes requests on, and says for whom. */
  readonly behindProxy: boolean
  readonly kioskFiles: string
  readonly signatures: Signatures
  readonly limits: Config['limits']
  /** What asks from this machine needs no right for the numbers. */
  readonly metricsOpenHere: boolean
  /** How long a request may take to arrive, in ms; 30 s if it is not said. */
  readonly patienceMs?: number
}

const BODY_LIMIT = 64 * 1024
const PATIENCE_MS = 30_000

/** The broker's HTTP: the API, the event stream, the kiosk's page. It does not listen yet. */
export async function createHttp(parts: HttpParts): Promise<FastifyInstance> {
  // Node looks only now and then for requests that take too long, and by itself twice a minute.
  const patience = parts.patienceMs ?? PATIENCE_MS
  const server = { headersTimeout: patience, connectionsCheckingInterval: Math.min(5000, patience) }
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request' }),
    genReqId: () => randomUUID(),
    bodyLimit: BODY_LIMIT,
    requestTimeout: patience,
    forceCloseConnections: true,
    ...(parts.tls === null ? { http: server } : { https: { ...server, ...parts.tls } }),
    trustProxy: parts.behindProxy ? 'loopback' : false,
    exposeHeadRoutes: false,
    frameworkErrors: (error, request, reply) => void sendProblem(request as FastifyRequest, reply, error),
    clientErrorHandler: (error, socket) => refuseNonsense(error, socket),
  }) as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  app.removeContentTypeParser('text/plain')

  logRequests(app)
  tellErrors(app)
  await guardPages(app, parts.secure)
  await limitAddresses(app, parts.limits)
  await authenticate(app, { ...parts, browsers: parts.kioskPolicy.browsers })
  limitSessions(app, parts.limits)
  await describeApi(app, parts.about.version, parts.cookie.name)
  registerApi(app, handlersOf(parts))
  registerPicture(app, parts.desktops)
  registerAuditExport(app, parts.trail)
  registerMetrics(app, metricsOf(parts.store), parts.metricsOpenHere)
  registerEventStream(app, parts)
  registerOidc(app, parts)
  registerHelpDeskPictures(app, parts.helpDesk)
  registerHelpDeskStream(app, parts)
  await servePage(app, parts.kioskFiles)
  await app.ready()
  return app
}

/** One line for each request, without what it carried. */
function logRequests(app: FastifyInstance): void {
  app.addHook('onResponse', async (request, reply) => {
    const quiet = reply.statusCode < 400 && request.method === 'GET'
    request.log[quiet ? 'debug' : 'info'](
      {
        method: request.method,
        route: request.routeOptions.url ?? null,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
        from: request.ip,
        who: request.principal?.name ?? null,
        ...subjectsOf(request),
      },
      'request',
    )
  })
}

/** What it was about, by the names that the engine's own lines have. */
function subjectsOf({ params }: FastifyRequest): { run?: string | undefined; desktop?: string | undefined } {
  const { recoveryId: run, desktopId: desktop } = (params ?? {}) as Readonly<Record<string, string>>
  return { run, desktop }
}

function refuseNonsense(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) socket.destroy()
  else socket.end(plainProblem(new ProblemError('bad-request')))
}
