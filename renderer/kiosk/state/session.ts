import { ProblemError, problemName } from '../../../shared/api/problem.ts'
import type { Session } from '../../../shared/api/session.ts'
import type { Effect, KioskEvent, Step } from './event.ts'
import { type Kiosk, nothingKnown } from './kiosk.ts'

/** No answer for so long is as good as none. */
const ANSWER_MS = 20_000
const SIGN_OUT_RETRY_MS = 2_000

export function sessionStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'sign-in':
      if (kiosk.session || kiosk.signIn.is === 'sending') return [kiosk]
      return [
        { ...kiosk, signIn: { is: 'sending', endsAt: at + ANSWER_MS } },
        { do: 'sign-in', name: event.name, password: event.password },
      ]
    case 'signed-in':
      if (kiosk.signIn.is !== 'sending') return [kiosk]
      return event.answer.ok
        ? [signedIn(kiosk, event.answer.value)]
        : [{ ...kiosk, signIn: { is: 'refused', problem: event.answer.problem } }]
    case 'session':
      return [heard(kiosk, event.session)]
    case 'sign-out':
      // The pictures go at once, whatever the broker says: somebody else may be next at this screen.
      return kiosk.session
        ? [
            { ...nobody(kiosk, false), signingOut: { inFlight: true, retryAt: at + ANSWER_MS } },
            { do: 'sign-out' } satisfies Effect,
          ]
        : [kiosk]
    case 'signed-out':
      if (kiosk.signingOut === null) return [kiosk]
      if (!event.answer.ok && problemName(event.answer.problem) === 'broker-unreachable')
        return [{ ...kiosk, signingOut: { inFlight: false, retryAt: at + SIGN_OUT_RETRY_MS } }]
      return [{ ...kiosk, signingOut: null }]
    case 'tick':
      return late(kiosk, at)
    default:
      return [kiosk]
  }
}

export function sessionWakes(kiosk: Kiosk): number[] {
  return [
    ...(kiosk.signIn.is === 'sending' ? [kiosk.signIn.endsAt] : []),
    ...(kiosk.signingOut === null ? [] : [kiosk.signingOut.retryAt]),
  ]
}

export function heard(kiosk: Kiosk, session: Session | null): Kiosk {
  // An answer from before the broker heard of the sign-out.
  if (kiosk.signingOut !== null) return kiosk
  if (session !== null) return signedIn(kiosk, session)
  return kiosk.session ? nobody(kiosk, true) : { ...kiosk, session: null }
}

function signedIn(kiosk: Kiosk, session: Session): Kiosk {
  if (kiosk.session && kiosk.session.person.name !== session.person.name) return { ...nobody(kiosk, false), session }
  return { ...kiosk, session, signIn: { is: 'idle', ended: false }, hint: null }
}

/** Forgets all that belongs to a person. */
export function nobody(kiosk: Kiosk, ended: boolean): Kiosk {
  const { facts, link, button, pressTwice, standing, hasSettings, connectAt } = kiosk
  return {
    ...nothingKnown,
    facts,
    link,
    button,
    pressTwice,
    standing,
    hasSettings,
    connectAt,
    session: null,
    signIn: { is: 'idle', ended },
  }
}

function late(kiosk: Kiosk, at: number): Step {
  if (kiosk.signIn.is === 'sending' && at >= kiosk.signIn.endsAt)
    return [{ ...kiosk, signIn: { is: 'refused', problem: new ProblemError('broker-unreachable').problem } }]
  if (kiosk.signingOut !== null && at >= kiosk.signingOut.retryAt)
    return [{ ...kiosk, signingOut: { inFlight: true, retryAt: at + ANSWER_MS } }, { do: 'sign-out' }]
  return [kiosk]
}
