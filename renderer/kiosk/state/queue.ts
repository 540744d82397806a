import { problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { KioskEvent, Step } from './event.ts'
import { CANCELLED_MS } from './holding.ts'
import { chosenDesktop, isOpen, type Kiosk } from './kiosk.ts'
import { withRun } from './merge.ts'

const ANSWER_MS = 15_000
const RETRY_MS = 2_000
const SAY_MS = 1_000

/** A press that waits for its turn can be taken back. */
export function queueStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'cancel-run': {
      const run = chosenDesktop(kiosk)?.recovery ?? null
      return isOpen(run) && isQueued(run) && kiosk.cancelling === null ? cancel(kiosk, run.id, at) : [kiosk]
    }
    case 'cancelled': {
      if (kiosk.cancelling?.runId !== event.runId) return [kiosk]
      const { answer } = event
      if (answer.ok)
        return [
          {
            ...kiosk,
            cancelling: null,
            desktops: withRun(kiosk.desktops, answer.value),
            hold: { is: 'cancelled', heldMs: 0, tap: false, endsAt: at + CANCELLED_MS },
          },
        ]
      if (problemName(answer.problem) === 'broker-unreachable')
        return [{ ...kiosk, cancelling: { ...kiosk.cancelling, retryAt: at + RETRY_MS } }]
      // Its turn had come, or it is over: the run itself tells.
      return [{ ...kiosk, cancelling: null }]
    }
    case 'tick':
      return kiosk.cancelling !== null && at >= kiosk.cancelling.retryAt
        ? cancel(kiosk, kiosk.cancelling.runId, at)
        : [kiosk]
    default:
      return [kiosk]
  }
}

export function queueWakes({ cancelling, waiting }: Kiosk): number[] {
  return [
    ...(cancelling === null ? [] : [cancelling.retryAt]),
    ...(waiting === null || waiting.said ? [] : [waiting.sayAt]),
  ]
}

/** Whether the run that is open waits, and for how long. */
export function waited(kiosk: Kiosk, at: number): Kiosk {
  const run = chosenDesktop(kiosk)?.recovery ?? null
  if (!isOpen(run) || !isQueued(run))
    return kiosk.waiting === null && kiosk.cancelling === null ? kiosk : { ...kiosk, waiting: null, cancelling: null }
  const waiting = kiosk.waiting?.runId === run.id ? kiosk.waiting : { runId: run.id, sayAt: at + SAY_MS, said: false }
  return { ...kiosk, waiting: { ...waiting, said: waiting.said || at >= waiting.sayAt || run.queue.place > 1 } }
}

/** Whether it waits for its turn, with nothing touched. */
export function isQueued<R extends Recovery>(run: R): run is R & { queue: NonNullable<Recovery['queue']> } {
  return run.mark === 'accepted' && run.queue !== null && run.queue !== undefined
}

function cancel(kiosk: Kiosk, runId: string, at: number): Step {
  return [
    { ...kiosk, cancelling: { runId, retryAt: at + ANSWER_MS } },
    { do: 'cancel', runId },
  ]
}
