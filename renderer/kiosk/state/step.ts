import { desktopsStep, desktopsWakes, settledChoice } from './desktops.ts'
import { elsewhereStep, elsewhereWakes } from './elsewhere.ts'
import type { Effect, KioskEvent, Step } from './event.ts'
import { filesStep, filesWakes } from './files.ts'
import { followed, followStep, followWakes } from './follow.ts'
import { helpingStep, helpingWakes, helpSeen } from './helping.ts'
import { holdingStep, holdingWakes } from './holding.ts'
import { askedKept, keptStep, keptWakes } from './kept.ts'
import type { Kiosk } from './kiosk.ts'
import { pictureStep, pictureWakes } from './picture.ts'
import { askedPoints, pointsStep, pointsWakes } from './points.ts'
import { pressStep, pressWakes } from './press.ts'
import { questionsStep, questionsWakes } from './questions.ts'
import { queueStep, queueWakes, waited } from './queue.ts'
import { heard, sessionStep, sessionWakes } from './session.ts'
import { connectedByItself, standingStep, standingWakes } from './standing.ts'

const parts = [
  sessionStep,
  standingStep,
  desktopsStep,
  pictureStep,
  elsewhereStep,
  holdingStep,
  questionsStep,
  pressStep,
  followStep,
  filesStep,
  keptStep,
  pointsStep,
  queueStep,
  helpingStep,
]

/** The whole of the page's behaviour. Pure: `at` is the monotonic clock, in ms. */
export function step(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  let now = surroundings(kiosk, event)
  const effects: Effect[] = []
  for (const part of parts) {
    const [next, ...asked] = part(now, event, at)
    now = next
    effects.push(...asked)
  }
  now = helpSeen(waited(followed(kiosk, settledChoice(now), at), at), at)
  for (const part of [askedKept, askedPoints, connectedByItself]) {
    const [next, ...asked] = part(now, at)
    now = next
    effects.push(...asked)
  }
  return [now, ...effects]
}

/** When the next tick is due: the page never waits for something that may not come without a time of its own. */
export function wakeAt(kiosk: Kiosk, at: number): number | null {
  const wakes = [
    ...sessionWakes(kiosk),
    ...desktopsWakes(kiosk),
    ...standingWakes(kiosk),
    ...pictureWakes(kiosk),
    ...elsewhereWakes(kiosk),
    ...holdingWakes(kiosk, at),
    ...questionsWakes(kiosk),
    ...pressWakes(kiosk),
    ...followWakes(kiosk),
    ...filesWakes(kiosk),
    ...keptWakes(kiosk),
    ...pointsWakes(kiosk),
    ...queueWakes(kiosk),
    ...helpingWakes(kiosk),
  ]
  return wakes.length === 0 ? null : Math.min(...wakes)
}

function surroundings(kiosk: Kiosk, event: KioskEvent): Kiosk {
  switch (event.type) {
    case 'facts':
      return { ...kiosk, facts: event.facts }
    case 'state':
      return heard({ ...kiosk, link: event.link, button: event.button }, event.session)
    case 'link':
      return { ...kiosk, link: event.link }
    case 'button':
      return { ...kiosk, button: event.button }
    default:
      return kiosk
  }
}
