import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Help } from '../../../shared/api/help-desk/help.ts'
import { problemName } from '../../../shared/api/problem.ts'
import { ask as askDesktops } from './desktops.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, isOpen, type Kiosk } from './kiosk.ts'
import { UNSEEN_MS } from './questions.ts'

const ANSWER_MS = 15_000
const RETRY_MS = 2_000

/** Somebody of the help desk asks to see the picture, or sees it; and what they send. */
export function helpingStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  const desktop = chosenDesktop(kiosk)
  switch (event.type) {
    case 'answer-help': {
      const help = askedHelp(desktop)
      const seen = kiosk.helpSeen !== null && at - kiosk.helpSeen.at >= UNSEEN_MS
      if (help === null || !seen || kiosk.helping !== null) return [kiosk]
      return send(kiosk, { help, allow: event.allow }, at)
    }
    case 'end-help': {
      const help = openHelp(desktop)
      return help === null || kiosk.helping !== null ? [kiosk] : send(kiosk, { help, allow: null }, at)
    }
    case 'help-answered':
      return answered(kiosk, event, at)
    case 'read-message':
      return desktop === null
        ? [kiosk]
        : [
            withoutMessage(kiosk, event.messageId),
            { do: 'read-message', desktopId: desktop.id, messageId: event.messageId },
          ]
    case 'decline-offer':
      return desktop?.offer == null
        ? [kiosk]
        : [
            withDesktop(kiosk, { ...desktop, offer: null }),
            { do: 'decline-offer', desktopId: desktop.id, offerId: desktop.offer.id },
          ]
    case 'tick':
      return kiosk.helping !== null && at >= kiosk.helping.retryAt ? send(kiosk, kiosk.helping, at) : [kiosk]
    default:
      return [kiosk]
  }
}

export function helpingWakes({ helping }: Kiosk): number[] {
  return helping === null ? [] : [helping.retryAt]
}

/** When the question came up: nobody answers what they have not seen. */
export function helpSeen(kiosk: Kiosk, at: number): Kiosk {
  const help = askedHelp(chosenDesktop(kiosk))
  if (help === null) return kiosk.helpSeen === null ? kiosk : { ...kiosk, helpSeen: null }
  return kiosk.helpSeen?.helpId === help.id ? kiosk : { ...kiosk, helpSeen: { helpId: help.id, at } }
}

/** What is asked and can be answered now: not while the desktop is being brought back. */
export function askedHelp(desktop: Desktop | null): Help | null {
  if (desktop?.help?.state !== 'asked' || isOpen(desktop.recovery)) return null
  return desktop.help
}

/** What was allowed and goes on. */
export function openHelp(desktop: Desktop | null): Help | null {
  return desktop?.help?.state === 'allowed' ? desktop.help : null
}

/** Sent again until it is answered: to end it has to get there. */
function send(kiosk: Kiosk, what: Pick<NonNullable<Kiosk['helping']>, 'help' | 'allow'>, at: number): Step {
  const { help, allow } = what
  return [
    { ...kiosk, helping: { help, allow, retryAt: at + ANSWER_MS } },
    allow === null
      ? { do: 'end-help', desktopId: help.desktopId, helpId: help.id }
      : { do: 'answer-help', desktopId: help.desktopId, helpId: help.id, allow },
  ]
}

function answered(kiosk: Kiosk, { helpId, answer }: Extract<KioskEvent, { type: 'help-answered' }>, at: number): Step {
  if (kiosk.helping?.help.id !== helpId) return [kiosk]
  if (!answer.ok && problemName(answer.problem) === 'broker-unreachable')
    return [{ ...kiosk, helping: { ...kiosk.helping, retryAt: at + RETRY_MS } }]
  const free: Kiosk = { ...kiosk, helping: null }
  // It was over already, or is not known: what it is now is asked for.
  if (!answer.ok) return askDesktops(free, at)
  const desktop = free.desktops?.find((d) => d.help?.id === helpId)
  return [desktop === undefined ? free : withDesktop(free, { ...desktop, help: answer.value })]
}

function withoutMessage(kiosk: Kiosk, messageId: string): Kiosk {
  const desktop = kiosk.desktops?.find((d) => d.messages?.some((m) => m.id === messageId))
  if (desktop === undefined) return kiosk
  return withDesktop(kiosk, { ...desktop, messages: desktop.messages?.filter((m) => m.id !== messageId) })
}

function withDesktop(kiosk: Kiosk, told: Desktop): Kiosk {
  return { ...kiosk, desktops: kiosk.desktops?.map((d) => (d.id === told.id ? told : d)) ?? null }
}
