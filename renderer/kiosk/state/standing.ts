import type { KioskEvent, Step } from './event.ts'
import type { Kiosk } from './kiosk.ts'

/** An assigned kiosk that could not connect tries again so much later. */
const RETRY_MS = 15_000
const ANSWER_MS = 20_000
/** Whoever walks away leaves no open door. */
const SETTINGS_MS = 180_000

/** Where the kiosk itself stands, and that an assigned one connects: by itself, unless a PIN is asked for. */
export function standingStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'state':
      return [named({ ...kiosk, standing: event.kiosk ?? { is: 'free' }, hasSettings: event.settings === true })]
    case 'facts':
      return [named(kiosk)]
    case 'kiosk':
      return [named({ ...kiosk, standing: event.kiosk, hasSettings: event.settings ?? kiosk.hasSettings })]
    case 'open-settings':
      return [kiosk.hasSettings && !kiosk.session ? { ...kiosk, settingsUntil: at + SETTINGS_MS } : kiosk]
    case 'close-settings':
      return closed(kiosk)
    case 'tick':
      return kiosk.settingsUntil !== null && at >= kiosk.settingsUntil ? closed(kiosk) : [kiosk]
    case 'new-code':
      return kiosk.standing.is === 'waiting' ? [kiosk, { do: 'new-code' }] : [kiosk]
    case 'enrol-anew':
      return kiosk.standing.is === 'revoked' || kiosk.standing.is === 'refused'
        ? [kiosk, { do: 'enrol-anew' }]
        : [kiosk]
    case 'connect':
      return connect(kiosk, event.pin, at)
    case 'sign-out':
      return [{ ...kiosk, connectAt: 'asked' }]
    default:
      return [kiosk]
  }
}

function closed(kiosk: Kiosk): Step {
  return kiosk.settingsUntil === null ? [kiosk] : [{ ...kiosk, settingsUntil: null }, { do: 'close-settings' }]
}

/** Once it is known that nobody is here, an assigned kiosk connects; who signed out here is not brought back. */
export function connectedByItself(kiosk: Kiosk, at: number): Step {
  if (kiosk.session) return [kiosk.connectAt === null ? kiosk : { ...kiosk, connectAt: null }]
  if (!connectsByItself(kiosk) || kiosk.session === undefined || kiosk.signingOut !== null) return [kiosk]
  if (kiosk.connectAt === 'asked' || kiosk.link.is !== 'up' || kiosk.signIn.is === 'sending') return [kiosk]
  const due = kiosk.connectAt ?? at
  return due > at ? [kiosk] : connect({ ...kiosk, connectAt: at + RETRY_MS }, null, at)
}

export function standingWakes(kiosk: Kiosk): number[] {
  const waits = !kiosk.session && kiosk.link.is === 'up' && kiosk.signIn.is !== 'sending' && connectsByItself(kiosk)
  return [
    ...(waits && typeof kiosk.connectAt === 'number' ? [kiosk.connectAt] : []),
    ...(kiosk.settingsUntil === null ? [] : [kiosk.settingsUntil]),
  ]
}

function connectsByItself({ standing }: Kiosk): boolean {
  return standing.is === 'enrolled' && standing.kiosk.connects?.pin === false
}

function connect(kiosk: Kiosk, pin: string | null, at: number): Step {
  const assigned = kiosk.standing.is === 'enrolled' && kiosk.standing.kiosk.connects !== null
  if (!assigned || kiosk.session || kiosk.signIn.is === 'sending') return [kiosk]
  return [
    { ...kiosk, signIn: { is: 'sending', endsAt: at + ANSWER_MS }, connectAt: kiosk.connectAt ?? 'asked' },
    { do: 'connect', pin },
  ]
}

/** The name that an administrator gave it. */
function named(kiosk: Kiosk): Kiosk {
  const { facts, standing } = kiosk
  if (facts === null || standing.is !== 'enrolled') return kiosk
  return { ...kiosk, facts: { ...facts, kioskName: standing.kiosk.name } }
}
