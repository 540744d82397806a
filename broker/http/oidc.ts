import type { FastifyInstance, FastifyReply } from 'fastify'
import { ProblemError, problemName } from '../../shared/api/problem.ts'
import { adopt } from '../identity/external.ts'
import { type Identity, OIDC_CALLBACK_PATH, OIDC_PATH } from '../identity/identity.ts'
import type { Store } from '../store/store.ts'
import type { SessionCookie } from './authentication.ts'

export interface OidcParts {
  readonly store: Store
  readonly identity: Identity
  readonly cookie: SessionCookie
  readonly kioskPolicy: { readonly browsers: boolean }
}

/** A page of ours, and nothing that leads elsewhere. */
const OWN_PAGE = /^\/(?![/\\])[\x21-\x5b\x5d-\x7e]{0,500}$/

/** Sign-in at an OIDC provider: browsers go there and come back. What goes wrong is told to the page, as `?problem=NAME`. */
export function registerOidc(app: FastifyInstance, { store, identity, cookie, kioskPolicy }: OidcParts): void {
  const { oidc, sessions } = identity
  if (oidc === null || !kioskPolicy.browsers) return
  const back = (reply: FastifyReply, page: string, error: unknown) => {
    reply.log.warn({ err: error }, 'a sign-in at the provider failed')
    const name = error instanceof ProblemError ? problemName(error.problem) : 'internal'
    return reply.redirect(`${page}${page.includes('?') ? '&' : '?'}problem=${name}`, 303)
  }
  const options = { config: { right: 'open' }, schema: { hide: true } } as const
  app.get<{ Querystring: { page?: unknown } }>(OIDC_PATH, options, async (request, reply) => {
    const { page: asked } = request.query
    const page = typeof asked === 'string' && OWN_PAGE.test(asked) ? asked : '/'
    try {
      const { url, browser } = await oidc.begin(page)
      cookie.setAttempt(reply, browser)
      return await reply.redirect(url.href, 303)
    } catch (error) {
      return back(reply, page, error)
    }
  })
  app.get(OIDC_CALLBACK_PATH, options, async (request, reply) => {
    try {
      const query = new URL(request.url, 'http://localhost').searchParams
      const { external, page } = await oidc.end(query, cookie.attemptOf(request) ?? '')
      const person = await adopt(store, external)
      const { principal, secret } = await sessions.open(person, {
        from: request.ip,
        browser: request.headers['user-agent'],
        kioskId: null,
        kioskName: null,
        desktopId: null,
      })
      cookie.clearAttempt(reply)
      cookie.set(reply, secret, principal.expiresAt)
      return await reply.redirect(page, 303)
    } catch (error) {
      return back(reply, '/', error)
    }
  })
}
