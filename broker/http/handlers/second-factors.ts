import type { secondFactorsRoutes } from '../../../shared/api/routes/second-factors.ts'
import type { Identity } from '../../identity/identity.ts'
import { type KioskPolicy, kioskThatSignsIn } from '../../kiosks/policy.ts'
import type { SessionCookie } from '../authentication.ts'
import type { HandlersOf } from './asked.ts'
import { viewOf } from './session.ts'

export interface SecondFactorsParts {
  readonly identity: Identity
  readonly kioskPolicy: KioskPolicy
  readonly cookie: SessionCookie
}

export function secondFactorsHandlers({
  identity: { factors, sessions },
  kioskPolicy,
  cookie,
}: SecondFactorsParts): HandlersOf<keyof typeof secondFactorsRoutes> {
  const done = (work: Promise<void>) => work.then(() => null)
  return {
    secondStep: async ({ body, request, reply }) => {
      const kiosk = kioskThatSignsIn(kioskPolicy, request.signedBy, body.keep)
      const { person, recoveryCodes } = await factors.shown(body, request.ip)
      const { principal, secret } = await sessions.open(person, {
        from: request.ip,
        browser: request.headers['user-agent'],
        kioskId: kiosk?.id ?? null,
        kioskName: kiosk?.name ?? null,
        desktopId: null,
      })
      const view = { ...viewOf(principal), ...(recoveryCodes.length === 0 ? {} : { recoveryCodes }) }
      if (body.keep === 'token') return { ...view, token: secret }
      cookie.set(reply, secret, principal.expiresAt)
      return view
    },
    secondStepPasskey: ({ body }) => factors.challengeFor(body.ticket),
    secondStepTotp: ({ body }) => factors.enrolWith(body.ticket),
    secondFactors: ({ principal }) => factors.view(principal),
    beginTotp: ({ principal }) => factors.beginTotp(principal),
    confirmTotp: ({ principal, body }) => factors.confirmTotp(principal, body.code),
    removeTotp: ({ principal }) => done(factors.removeTotp(principal)),
    beginPasskey: ({ principal }) => factors.beginPasskey(principal),
    addPasskey: ({ principal, body }) => factors.addPasskey(principal, body),
    removePasskey: ({ principal, params }) => done(factors.removePasskey(principal, params.passkeyId)),
  }
}
