import type { Desktop } from '../../../shared/api/desktop.ts'
import { problemName } from '../../../shared/api/problem.ts'
import type { Answered } from '../../../shared/bridge.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, isOpen, type Kiosk } from './kiosk.ts'
import { newerDesktop, withDesktop, withRun } from './merge.ts'
import { nobody } from './session.ts'

/** Events tell what changes. Asking as well makes up for one that was missed, soon where the person waits for it. */
const WAITING_MS = 4_000
const AT_WORK_MS = 60_000
const ANSWER_MS = 15_000

export function desktopsStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'desktops':
      return answered(
        { ...kiosk, asked: { at, inFlight: false, overtaken: false } },
        event.answer,
        kiosk.asked.overtaken,
      )
    case 'desktop':
      return [{ ...overtaking(kiosk), desktops: withDesktop(kiosk.desktops, event.desktop) }]
    case 'recovery':
      return [{ ...overtaking(kiosk), desktops: withRun(kiosk.desktops, event.recovery) }]
    case 'pressed':
      return [overtaking(kiosk)]
    case 'choose':
      return [chosen(kiosk, event.desktopId)]
    case 'choose-again':
      return [(kiosk.desktops?.length ?? 0) > 1 ? chosen(kiosk, null) : kiosk]
    case 'ask-again':
      return ask(kiosk, at)
    case 'tick':
      return kiosk.session && at >= dueAt(kiosk) ? ask(kiosk, at) : [kiosk]
    default:
      return [kiosk]
  }
}

export function desktopsWakes(kiosk: Kiosk): number[] {
  return kiosk.session ? [dueAt(kiosk)] : []
}

export function ask(kiosk: Kiosk, at: number): Step {
  return [{ ...kiosk, asked: { at, inFlight: true, overtaken: false } }, { do: 'ask-desktops' }]
}

function answered(kiosk: Kiosk, answer: Answered<Desktop[]>, overtaken: boolean): Step {
  if (!kiosk.session) return [kiosk]
  if (!answer.ok) return [problemName(answer.problem) === 'not-signed-in' ? nobody(kiosk, true) : kiosk]
  const known = kiosk.desktops
  // It will be asked for again, and the event knew better.
  if (overtaken && known !== null) return [kiosk]
  return [
    {
      ...kiosk,
      desktops: answer.value.map((d) =>
        newerDesktop(
          known?.find((k) => k.id === d.id),
          d,
        ),
      ),
    },
  ]
}

function overtaking(kiosk: Kiosk): Kiosk {
  return { ...kiosk, asked: { ...kiosk.asked, overtaken: true } }
}

/** One desktop is nothing to choose from, and one that is gone cannot stay chosen. */
export function settledChoice(kiosk: Kiosk): Kiosk {
  if (kiosk.desktops === null) return kiosk
  const [first, ...others] = kiosk.desktops
  if (chosenDesktop(kiosk) !== null) return kiosk
  const choice = first !== undefined && others.length === 0 ? first.id : null
  return choice === kiosk.chosen ? kiosk : chosen(kiosk, choice)
}

function chosen(kiosk: Kiosk, id: string | null): Kiosk {
  if (id !== null && !kiosk.desktops?.some((d) => d.id === id)) return kiosk
  return {
    ...kiosk,
    chosen: id,
    picture: { is: 'none' },
    question: null,
    follow: null,
    kept: null,
    files: null,
    helpSeen: null,
    helping: null,
    points: null,
    waiting: null,
    cancelling: null,
    hold: { is: 'no' },
    hint: null,
  }
}

function dueAt(kiosk: Kiosk): number {
  const { asked } = kiosk
  if (asked.inFlight) return asked.at + ANSWER_MS
  return asked.at + (isWaiting(kiosk) ? WAITING_MS : AT_WORK_MS)
}

function isWaiting(kiosk: Kiosk): boolean {
  const desktop = chosenDesktop(kiosk)
  if (desktop === null) return true
  return desktop.state !== 'running' || isOpen(desktop.recovery) || kiosk.picture.is !== 'shown'
}
