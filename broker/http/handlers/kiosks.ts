import { ProblemError } from '../../../shared/api/problem.ts'
import type { kiosksRoutes } from '../../../shared/api/routes/kiosks.ts'
import type { Identity } from '../../identity/identity.ts'
import { standingOf } from '../../kiosks/enrolment.ts'
import { signInKiosk } from '../../kiosks/kiosk-sign-in.ts'
import type { Kiosks } from '../../kiosks/kiosks.ts'
import type { Store } from '../../store/store.ts'
import { kioskOf } from '../authentication.ts'
import type { HandlersOf } from './asked.ts'
import { viewOf } from './session.ts'

export interface KiosksParts {
  readonly store: Store
  readonly identity: Identity
  readonly kiosks: Kiosks
}

export function kiosksHandlers({ store, identity, kiosks }: KiosksParts): HandlersOf<keyof typeof kiosksRoutes> {
  return {
    kioskStanding: async ({ body, request }) => {
      if (request.signedBy === null) throw new ProblemError('bad-signature', 'There is none.')
      return standingOf(store, request.signedBy, { ...body, from: request.ip })
    },
    kioskSignIn: async ({ body, request }) => {
      const { principal, secret } = await signInKiosk(store, identity.sessions, kioskOf(request), body.pin, request.ip)
      return { ...viewOf(principal), token: secret }
    },
    kiosks: () => kiosks.list(),
    approveKiosk: ({ principal, body }) => kiosks.approve(principal, body),
    changeKiosk: ({ principal, params, body }) => kiosks.change(principal, params.kioskId, body),
    revokeKiosk: async ({ principal, params }) => {
      await kiosks.revoke(principal, params.kioskId)
      return null
    },
  }
}
