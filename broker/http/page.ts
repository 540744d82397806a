import { join, sep } from 'node:path'
import helmet from '@fastify/helmet'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const ADMIN_FILES = join(import.meta.dirname, '../../out/admin')

/** What a page may do that the broker serves: what it brings itself, and speak to the broker (its WebSockets are 'self' too). */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'none'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    fontSrc: ["'self'"],
    imgSrc: ["'self'", 'blob:', 'data:'],
    connectSrc: ["'self'"],
    baseUri: ["'none'"],
    formAction: ["'none'"],
    frameAncestors: ["'none'"],
  },
}

/** Headers that make a browser careful. `secure`: the page is only ever reached by TLS. */
export async function guardPages(app: FastifyInstance, secure: boolean): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy,
    strictTransportSecurity: secure ? { maxAge: 180 * 24 * 60 * 60, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    xFrameOptions: { action: 'deny' },
  })
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) void reply.header('cache-control', 'no-store')
  })
}

/**
 * Serves the kiosk's built page at the root and the help desk's at /admin, where every address that is no file is a place on
 * that page. What has a hash in its name never changes; the rest is asked for anew each time.
 */
export async function servePage(app: FastifyInstance, kioskFiles: string): Promise<void> {
  await app.register(fastifyStatic, {
    root: kioskFiles,
    cacheControl: false,
    dotfiles: 'ignore',
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${sep}assets${sep}`)
      void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  const page = (_: FastifyRequest, reply: FastifyReply) => reply.sendFile('index.html', ADMIN_FILES)
  // No part of the API, so not of its description.
  const hidden = { schema: { hide: true } }
  app.get('/admin', hidden, page)
  app.get<{ Params: { '*': string } }>('/admin/*', hidden, (request, reply) => {
    const path = request.params['*']
    return path.startsWith('assets/') ? reply.sendFile(path, ADMIN_FILES) : page(request, reply)
  })
}
