import type { About } from '../../../shared/api/about.ts'
import type { Health } from '../../../shared/api/health.ts'
import type { sessionRoutes } from '../../../shared/api/routes/session.ts'
import type { Session } from '../../../shared/api/session.ts'
import type { Identity } from '../../identity/identity.ts'
import { rightsView } from '../../identity/person-view.ts'
import type { Principal } from '../../identity/sessions.ts'
import { type KioskPolicy, kioskThatSignsIn } from '../../kiosks/policy.ts'
import type { SessionCookie } from '../authentication.ts'
import type { HandlersOf } from './asked.ts'

export interface SessionParts {
  readonly about: About
  readonly health: () => Promise<Health>
  readonly identity: Identity
  readonly kioskPolicy: KioskPolicy
  readonly cookie: SessionCookie
}

export function sessionHandlers({
  about,
  health,
  identity: { sessions, signIns },
  kioskPolicy,
  cookie,
}: SessionParts): HandlersOf<keyof typeof sessionRoutes> {
  return {
    about: async () => about,
    health,
    signIn: async ({ body, request, reply }) => {
      const kiosk = kioskThatSignsIn(kioskPolicy, request.signedBy, body.keep)
      const { principal, secret } = await signIns.byPassword({
        ...body,
        from: request.ip,
        browser: request.headers['user-agent'],
        kiosk,
      })
      if (body.keep === 'token') return { ...viewOf(principal), token: secret }
      cookie.set(reply, secret, principal.expiresAt)
      return viewOf(principal)
    },
    session: async ({ principal }) => viewOf(principal),
    signOut: async ({ principal, reply }) => {
      await sessions.signOut(principal)
      cookie.clear(reply)
      return null
    },
  }
}

export function viewOf({ name, displayName, role, grants, desktopId, expiresAt }: Principal): Session {
  const rights = desktopId === null ? rightsView(grants) : {}
  return { person: { name, displayName, role, rights }, expiresAt: new Date(expiresAt).toISOString() }
}
