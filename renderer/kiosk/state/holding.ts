import type { ButtonAction } from '../../../shared/button.ts'
import { HOLD_MS, type HoldInput, hold as judge } from '../../../shared/hold.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, isOpen, type Kiosk, type Tried } from './kiosk.ts'
import { ask } from './question.ts'
import { accept } from './questions.ts'

export const CANCELLED_MS = 2_000
const HINT_MS = 6_000
/** The hold's own clock is looked at this often while it runs, so that a late timer does not delay it by much. */
const LOOK_MS = 100

export function holdingStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'hold-pressed':
      return onScreen(kiosk, { type: 'pressed', source: event.source, at }, event.key)
    case 'hold-released':
      return onScreen(kiosk, { type: 'released', source: event.source, at }, '')
    case 'hold-lost':
      return onScreen(kiosk, { type: 'lost', source: event.source, at }, '')
    case 'button-action':
      return onDesk(kiosk, event.action, at)
    case 'recover':
      return fired(kiosk, event.key, at)
    case 'press-twice':
      return [{ ...kiosk, pressTwice: event.on }]
    case 'tick': {
      const [ticked, ...effects] = onScreen(kiosk, { type: 'tick', at }, '')
      return [over(ticked, at), ...effects]
    }
    default:
      return [kiosk]
  }
}

export function holdingWakes(kiosk: Kiosk, at: number): number[] {
  const { screenHold, hold, hint } = kiosk
  return [
    ...(screenHold.is === 'holding' ? [Math.max(Math.min(screenHold.since + holdMs(kiosk), at + LOOK_MS), at)] : []),
    ...(hold.is === 'cancelled' ? [hold.endsAt] : []),
    ...(hint === null ? [] : [hint.endsAt]),
  ]
}

/** How long is held here. */
export function holdMs({ facts }: Kiosk): number {
  return facts?.holdMs ?? HOLD_MS
}

function onScreen(kiosk: Kiosk, input: HoldInput, key: string): Step {
  const [screenHold, outputs] = judge(kiosk.screenHold, input, holdMs(kiosk))
  let next: Kiosk = { ...kiosk, screenHold }
  const { hold } = kiosk
  for (const output of outputs) {
    if (output.type === 'started') next = started(next, 'screen', key, input.at)
    if (output.type === 'cancelled') next = cancelled(next, 'screen', input.at)
    if (output.type === 'tapped') next = tapped(next)
    if (output.type === 'fired' && hold.is === 'holding' && hold.by === 'screen') return fired(next, hold.key, input.at)
  }
  return [next]
}

/** The button on the desk was judged where it is read; here is what became of it. */
function onDesk(kiosk: Kiosk, action: ButtonAction, at: number): Step {
  const { question } = kiosk
  if (question?.is === 'button') return [{ ...ask(kiosk, { ...question, tried: triedBy(action) }, at) }]
  // A press that has come to its end is judged by when it was begun.
  const begun = action.type === 'fired' ? at - holdMs(kiosk) : at
  if (begun < kiosk.restUntil && question?.is !== 'consent') return [kiosk]
  switch (action.type) {
    case 'started':
      // Whoever presses twice holds nothing.
      return [kiosk.pressTwice ? (hinted(kiosk, at) ?? kiosk) : started(kiosk, 'desk', action.key, at)]
    case 'cancelled':
      // However long it took: not everybody can be quick.
      if (kiosk.pressTwice) return action.letGo === true ? fired(kiosk, action.key, at) : [kiosk]
      return [cancelled(kiosk, 'desk', at)]
    case 'fired':
      return fired(kiosk, action.key, at)
    case 'tapped':
      if (kiosk.pressTwice) return [kiosk]
      return question?.is === 'consent' ? accept(kiosk, at) : [tapped(kiosk)]
  }
}

function triedBy({ type, letGo }: ButtonAction): Tried {
  if (type === 'started') return 'held'
  if (type === 'fired') return 'held-whole'
  return type === 'tapped' || letGo === true ? 'let-go' : 'nothing'
}

function started(kiosk: Kiosk, by: 'screen' | 'desk', key: string, at: number): Kiosk {
  const helpless = hinted(kiosk, at)
  if (helpless !== null) return helpless
  if (kiosk.hold.is === 'holding' || kiosk.question?.is === 'consent' || isBusy(kiosk)) return kiosk
  return { ...kiosk, hold: { is: 'holding', by, since: at, key } }
}

function cancelled(kiosk: Kiosk, by: 'screen' | 'desk', at: number): Kiosk {
  const { hold, question } = kiosk
  if (hold.is === 'holding' && hold.by === by)
    return { ...kiosk, hold: { is: 'cancelled', heldMs: at - hold.since, tap: false, endsAt: at + CANCELLED_MS } }
  if (by === 'desk' && question?.is === 'consent') return { ...kiosk, question: { ...question, unsure: true } }
  return kiosk
}

function tapped(kiosk: Kiosk): Kiosk {
  return kiosk.hold.is === 'cancelled' ? { ...kiosk, hold: { ...kiosk.hold, tap: true } } : kiosk
}

/** A whole hold arms: it asks. A second one, with the question open, answers it. */
function fired(kiosk: Kiosk, key: string, at: number): Step {
  const helpless = hinted(kiosk, at)
  if (helpless !== null) return [helpless]
  const idle: Kiosk = { ...kiosk, hold: { is: 'no' } }
  if (isBusy(idle)) return [idle]
  if (idle.question?.is === 'consent') return accept(idle, at)
  const forecast = chosenDesktop(idle)?.forecast
  if (forecast === undefined) return [idle]
  return [
    ask(
      idle,
      forecast.possible
        ? { is: 'consent', key, unsure: false, pointId: null }
        : { is: 'cannot-recover', problem: forecast.problem },
      at,
    ),
  ]
}

/** There is nothing yet that could be recovered: says what comes first. */
function hinted(kiosk: Kiosk, at: number): Kiosk | null {
  if (kiosk.chosen !== null) return null
  if (kiosk.session === null) return { ...kiosk, hint: { is: 'sign-in-first', endsAt: at + HINT_MS } }
  if (kiosk.desktops !== null) return { ...kiosk, hint: { is: 'choose-first', endsAt: at + HINT_MS } }
  return kiosk
}

/** A press is on its way or a run is open, which the screen shows; or the help desk has the desktop. */
function isBusy(kiosk: Kiosk): boolean {
  const desktop = chosenDesktop(kiosk)
  return kiosk.press !== null || desktop === null || isOpen(desktop.recovery) || desktop.state === 'needs-help'
}

function over(kiosk: Kiosk, at: number): Kiosk {
  const { hold, hint } = kiosk
  return {
    ...kiosk,
    hold: hold.is === 'cancelled' && at >= hold.endsAt ? { is: 'no' } : hold,
    hint: hint !== null && at >= hint.endsAt ? null : hint,
  }
}
