import fastifyCookie from '@fastify/cookie'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Access } from '../../shared/api/route.ts'
import { KIOSK_HEADER } from '../../shared/kiosk-signature.ts'
import { mustBeAllowed } from '../identity/allow.ts'
import type { Identity } from '../identity/identity.ts'
import type { Principal } from '../identity/sessions.ts'
import { checkedBody, DIGEST_OF_NOTHING } from '../kiosks/body-digest.ts'
import { keepWithinReach, mustBeInReach } from '../kiosks/reach.ts'
import type { Signatures, SignedBy } from '../kiosks/signatures.ts'
import type { Store } from '../store/store.ts'
import type { Origins } from './origins.ts'

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null
    /** Who signed it; null: nobody. */
    signedBy: SignedBy | null
  }
  interface FastifyContextConfig {
    /** Who may call it; not said: whoever is signed in. */
    right?: Access
    /** Its name in the table of calls. */
    call?: string
  }
}

/** The session's cookie: for the broker alone, unreadable to scripts, never sent along from another site. */
export class SessionCookie {
  readonly name: string
  readonly #secure: boolean

  constructor(secure: boolean) {
    this.#secure = secure
    // The prefix makes a browser refuse one that a neighbouring host set; it asks for TLS.
    this.name = secure ? '__Host-daruma' : 'daruma'
  }

  set(reply: FastifyReply, secret: string, expiresAt: number): void {
    void reply.setCookie(this.name, secret, { ...this.#attributes(), expires: new Date(expiresAt) })
  }

  clear(reply: FastifyReply): void {
    void reply.clearCookie(this.name, this.#attributes())
  }

  of(request: FastifyRequest): string | undefined {
    return request.cookies[this.name]
  }

  /** Of a browser that is at the provider: it comes back from another site, so this one is sent along from there. */
  setAttempt(reply: FastifyReply, secret: string): void {
    void reply.setCookie(`${this.name}-attempt`, secret, { ...this.#attributes(), sameSite: 'lax', maxAge: 600 })
  }

  attemptOf(request: FastifyRequest): string | undefined {
    return request.cookies[`${this.name}-attempt`]
  }

  clearAttempt(reply: FastifyReply): void {
    void reply.clearCookie(`${this.name}-attempt`, { ...this.#attributes(), sameSite: 'lax' })
  }

  #attributes() {
    return { path: '/', httpOnly: true, sameSite: 'strict', secure: this.#secure } as const
  }
}

export interface AuthenticationParts {
  readonly store: Store
  readonly identity: Identity
  readonly cookie: SessionCookie
  readonly origins: Origins
  readonly signatures: Signatures
  /** Whoever comes without a kiosk's signature may sign in. */
  readonly browsers: boolean
}

/** Finds out who asks, before the body is read; refuses whoever is not signed in, and pages that are not ours. */
export async function authenticate(app: FastifyInstance, parts: AuthenticationParts): Promise<void> {
  const { store, identity, cookie, origins, signatures, browsers } = parts
  await app.register(fastifyCookie)
  app.decorateRequest('signedBy', null)
  app.decorateRequest('principal', null)
  app.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return
    const { origin } = request.headers
    if (request.method !== 'GET') {
      // A browser names the page that acts. Whoever comes with the cookie and names none is taken for a forgery.
      const ours = origin === undefined ? cookie.of(request) === undefined : origins.allows(origin)
      if (!ours) throw new ProblemError('forbidden-origin')
    }
    if (request.is404) return
    const { right = 'own' } = request.routeOptions.config
    // What says the same to everybody says nothing that a signature could matter for.
    if (right === 'plain') return
    request.signedBy = await signerOf(signatures, request)
    if (right === 'open') return
    const token = bearer(request)
    const secret = token ?? cookie.of(request)
    const session = secret === undefined ? null : await identity.sessions.find(secret)
    const found = session ?? (token === undefined ? null : await identity.services.find(token))
    // A session of a kiosk is worth nothing without its key, and one of a browser nothing at a kiosk.
    const fits = found !== null && found.kioskId === (request.signedBy?.id ?? null)
    request.principal = fits && (browsers || found.kioskId !== null || found.isService) ? found : null
    if (request.principal === null) throw new ProblemError('not-signed-in')
    mustBeAllowed(request.principal, right)
    mustBeInReach(request.principal, request.routeOptions.config.call ?? '')
  })
  app.addHook('preParsing', async ({ signedBy, headers }, _reply, payload) => {
    if (signedBy === null) return payload
    const empty = (headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined
    if (!empty) return payload.pipe(checkedBody(signedBy.body))
    if (signedBy.body !== DIGEST_OF_NOTHING) throw new ProblemError('bad-signature', 'Its body is gone.')
    return payload
  })
  app.addHook('preHandler', async ({ principal, params }) => {
    if (principal === null) return
    const given = params as Readonly<Record<string, string>>
    await keepWithinReach(store, principal, given)
  })
}

/** Throws what is wrong with a signature; null for a request without one. */
async function signerOf(signatures: Signatures, { raw, method, headers }: FastifyRequest): Promise<SignedBy | null> {
  const header = headers[KIOSK_HEADER]
  if (header === undefined) return null
  const { authorization } = headers
  return signatures.check({ method, target: raw.url ?? '', authorization }, String(header))
}

/** The enrolled kiosk that signed. Throws `kiosk-not-enrolled`. */
export function kioskOf({ signedBy }: FastifyRequest): NonNullable<SignedBy['kiosk']> {
  if (signedBy?.kiosk == null) throw new ProblemError('kiosk-not-enrolled')
  return signedBy.kiosk
}

/** Who asks, in a route that is not open. */
export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) throw new ProblemError('not-signed-in')
  return request.principal
}

function bearer(request: FastifyRequest): string | undefined {
  return /^Bearer ([\w-]{1,128})$/.exec(request.headers.authorization ?? '')?.[1]
}
