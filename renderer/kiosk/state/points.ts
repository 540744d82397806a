import { problemName } from '../../../shared/api/problem.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, isOpen, type Kiosk, type Points } from './kiosk.ts'
import { ask } from './question.ts'

const ANSWER_MS = 15_000
const RETRY_MS = 2_000
/** Points change slowly; what is being taken or checked is looked at more often. */
const CHANGING_MS = 4_000
const AT_REST_MS = 30_000

/** The restore points, where they are looked at, and the taking of one. */
export function pointsStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'ask-points':
      return [free(kiosk) ? ask(kiosk, { is: 'points' }, at) : kiosk]
    case 'choose-point':
      return [
        free(kiosk) ? ask(kiosk, { is: 'consent', key: event.key, unsure: false, pointId: event.pointId }, at) : kiosk,
      ]
    case 'ask-take-point':
      return [free(kiosk) ? ask(kiosk, { is: 'take-point', sending: null, pointId: null }, at) : kiosk]
    case 'take-point': {
      const { question } = kiosk
      if (question?.is !== 'take-point' || question.sending !== null || question.pointId !== null) return [kiosk]
      return take(kiosk, event, at)
    }
    case 'taken':
      return [taken(kiosk, event, at)]
    case 'points': {
      const { points } = kiosk
      if (points?.desktopId !== event.desktopId) return [kiosk]
      const told = event.answer.ok
        ? { list: event.answer.value, problem: null }
        : { list: points.list, problem: event.answer.problem }
      return [
        { ...kiosk, points: { ...points, ...told, askAt: at + (isChanging(told.list) ? CHANGING_MS : AT_REST_MS) } },
      ]
    }
    case 'tick': {
      const { question } = kiosk
      if (question?.is !== 'take-point' || question.sending === null || at < question.sending.retryAt) return [kiosk]
      return take(kiosk, question.sending, at)
    }
    default:
      return [kiosk]
  }
}

export function pointsWakes({ points, question }: Kiosk): number[] {
  return [
    ...(points === null ? [] : [points.askAt]),
    ...(question?.is === 'take-point' && question.sending !== null ? [question.sending.retryAt] : []),
  ]
}

/** They are asked for while something shows them, and forgotten with it. */
export function askedPoints(kiosk: Kiosk, at: number): Step {
  const desktopId = wanted(kiosk) ? kiosk.chosen : null
  if (desktopId === null) return [kiosk.points === null ? kiosk : { ...kiosk, points: null }]
  const known = kiosk.points?.desktopId === desktopId ? kiosk.points : null
  const points: Points = known ?? { desktopId, list: null, problem: null, askAt: at }
  if (at < points.askAt) return [kiosk]
  return [
    { ...kiosk, points: { ...points, askAt: at + ANSWER_MS } },
    { do: 'ask-points', desktopId },
  ]
}

function wanted({ question, session }: Kiosk): boolean {
  if (!session || question === null) return false
  if (question.is === 'cannot-recover') return problemName(question.problem) === 'no-known-good'
  return question.is === 'points' || question.is === 'consent' || question.is === 'take-point'
}

function isChanging(list: readonly RestorePoint[] | null): boolean {
  return (
    list === null || !list.some((p) => p.proof === 'known-good') || list.some((p) => p.taking || p.proof === 'proving')
  )
}

/** Sent again under its key until it is answered: one point is taken. */
function take(kiosk: Kiosk, { key, note }: { key: string; note: string }, at: number): Step {
  const { question, chosen } = kiosk
  if (question?.is !== 'take-point' || chosen === null) return [kiosk]
  const sending = { key, note, retryAt: at + ANSWER_MS }
  return [
    { ...kiosk, question: { ...question, sending } },
    { do: 'take-point', desktopId: chosen, key, note },
  ]
}

function taken(kiosk: Kiosk, { key, answer }: Extract<KioskEvent, { type: 'taken' }>, at: number): Kiosk {
  const { question } = kiosk
  if (question?.is !== 'take-point' || question.sending?.key !== key) return kiosk
  if (answer.ok) {
    const begun = ask(kiosk, { is: 'take-point', sending: null, pointId: answer.value.id }, at)
    // What the list said until now is from before it.
    return begun.points === null ? begun : { ...begun, points: { ...begun.points, askAt: at } }
  }
  if (problemName(answer.problem) === 'broker-unreachable')
    return { ...kiosk, question: { ...question, sending: { ...question.sending, retryAt: at + RETRY_MS } } }
  return ask(kiosk, { is: 'refused', problem: answer.problem }, at)
}

/** Nothing is on its way or being done, so that there is something to be asked. */
function free(kiosk: Kiosk): boolean {
  const desktop = chosenDesktop(kiosk)
  return kiosk.press === null && desktop !== null && !isOpen(desktop.recovery) && desktop.state !== 'needs-help'
}
