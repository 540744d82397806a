import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { PointLimit } from '../../../shared/api/restore-point.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, isOpen, type Kiosk } from './kiosk.ts'
import { send } from './press.ts'
import { ask } from './question.ts'

/** Nobody accepts what they have not seen: touches and keys this soon are left over from before. */
export const UNSEEN_MS = 600

export function questionsStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'accept':
      return accept(kiosk, at)
    case 'decline':
      return [{ ...kiosk, question: null }]
    case 'ask-restart':
      return [quiet(kiosk) ? ask(kiosk, { is: 'restart' }, at) : kiosk]
    case 'restart':
      return restart(kiosk, event.key, at)
    case 'ask-undo': {
      const run = undoable(chosenDesktop(kiosk))
      return [quiet(kiosk) && run !== null ? ask(kiosk, { is: 'undo', runId: run.id }, at) : kiosk]
    }
    case 'undo':
      return undo(kiosk, event.key, at)
    case 'show-button':
      return [ask(kiosk, { is: 'button', tried: 'nothing' }, at)]
    case 'tick':
      return [kiosk.question !== null && at >= kiosk.question.endsAt ? { ...kiosk, question: null } : kiosk]
    default:
      return [kiosk]
  }
}

export function questionsWakes(kiosk: Kiosk): number[] {
  return kiosk.question === null ? [] : [kiosk.question.endsAt]
}

/** The consent that is open is given. */
export function accept(kiosk: Kiosk, at: number): Step {
  const { question } = kiosk
  const desktop = chosenDesktop(kiosk)
  if (question?.is !== 'consent' || desktop === null || at - question.openedAt < UNSEEN_MS) return [kiosk]
  const point = consentPoint(kiosk, desktop)
  if (point === null) return [kiosk]
  const promise = { usualMs: point.takesMs, pointId: point.id, backTo: point.takenAt, memory: false }
  const { key, pointId } = question
  return send({ ...kiosk, question: null }, { kind: 'recover', key, pointId, runId: null, promise }, desktop, at)
}

/** The point that consent is asked for, with what is known of it before the press. */
export interface ConsentPoint {
  readonly id: string
  readonly takenAt: string
  readonly warm: boolean
  readonly hasPicture: boolean
  /** Null where it was not measured. */
  readonly takesMs: number | null
  readonly limits: readonly PointLimit[]
  /** Not the last known good one, but one that the person chose. */
  readonly chosen: boolean
}

/** Null while there is none: nothing is known good, or the chosen one is not any more. */
export function consentPoint({ question, points }: Kiosk, { forecast }: Desktop): ConsentPoint | null {
  if (question?.is !== 'consent' || !forecast.possible) return null
  const { point: last, takesMs } = forecast
  const { pointId } = question
  const told = points?.list?.find((p) => p.id === (pointId ?? last.id))
  const limits = told?.limits ?? []
  if (pointId === null || pointId === last.id) return { ...last, takesMs, limits, chosen: false }
  if (told?.proof !== 'known-good') return null
  const { id, takenAt, warm, hasPicture } = told
  return { id, takenAt, warm, hasPicture, takesMs: warm === last.warm ? takesMs : null, limits, chosen: true }
}

function restart(kiosk: Kiosk, key: string, at: number): Step {
  const desktop = chosenDesktop(kiosk)
  if (desktop === null || !quiet(kiosk)) return [kiosk]
  const promise = { usualMs: null, pointId: null, backTo: null, memory: false }
  return send({ ...kiosk, question: null }, { kind: 'restart', key, pointId: null, runId: null, promise }, desktop, at)
}

function undo(kiosk: Kiosk, key: string, at: number): Step {
  const desktop = chosenDesktop(kiosk)
  const run = undoable(desktop)
  if (kiosk.question?.is !== 'undo' || kiosk.question.runId !== run?.id || desktop === null || !quiet(kiosk))
    return [kiosk]
  const promise = {
    usualMs: run.undo?.takesMs ?? null,
    pointId: null,
    backTo: run.pressedAt,
    memory: run.undo?.brings === 'disk-and-memory',
  }
  return send({ ...kiosk, question: null }, { kind: 'undo', key, pointId: null, runId: run.id, promise }, desktop, at)
}

/** The run that can be undone now. */
export function undoable(desktop: Desktop | null): Recovery | null {
  const run = desktop?.recovery ?? null
  return run !== null && run.outcome !== null && run.undo !== null ? run : null
}

/** Nothing is on its way or being done already. */
function quiet(kiosk: Kiosk): boolean {
  const desktop = chosenDesktop(kiosk)
  return kiosk.press === null && desktop !== null && !isOpen(desktop.recovery)
}
