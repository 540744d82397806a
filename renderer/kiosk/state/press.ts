import type { Desktop } from '../../../shared/api/desktop.ts'
import { type Problem, problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { ask as askDesktops } from './desktops.ts'
import type { KioskEvent, Step } from './event.ts'
import type { Follow, Kiosk, PendingPress } from './kiosk.ts'
import { withRun } from './merge.ts'
import { ask } from './question.ts'
import { nobody } from './session.ts'

/** No answer for so long is as good as none: it is sent again, and its key makes it count once. */
const ANSWER_MS = 15_000
const RETRY_MS = 2_000
/** Whoever pressed does not wait for longer, and must not be surprised by it later. */
const KEPT_MS = 60_000

export function pressStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  switch (event.type) {
    case 'pressed':
      if (event.answer.ok) return [accepted(kiosk, event.key, event.answer.value)]
      return kiosk.press?.key === event.key ? refused(kiosk, kiosk.press, event.answer.problem, at) : [kiosk]
    case 'cancel-press':
      return [{ ...kiosk, press: null }]
    case 'link':
      // Back again: no need to wait for the next try.
      return event.link.is === 'up' && kiosk.press?.inFlight === false ? again(kiosk, kiosk.press, at) : [kiosk]
    case 'tick':
      return kiosk.press !== null && pressWakes(kiosk).some((due) => at >= due)
        ? again(kiosk, kiosk.press, at)
        : [kiosk]
    default:
      return [kiosk]
  }
}

export function pressWakes(kiosk: Kiosk): number[] {
  const { press } = kiosk
  if (press === null) return []
  return [press.inFlight ? press.retryAt : Math.min(press.retryAt, press.since + KEPT_MS)]
}

export function send(
  kiosk: Kiosk,
  what: Pick<PendingPress, 'kind' | 'key' | 'pointId' | 'runId' | 'promise'>,
  desktop: Desktop,
  at: number,
): Step {
  const press: PendingPress = {
    ...what,
    desktopId: desktop.id,
    generation: desktop.generation,
    since: at,
    inFlight: false,
    retryAt: at,
    doubt: false,
  }
  return again({ ...kiosk, hold: { is: 'no' } }, press, at)
}

/** Sends it, unless nobody would hear: then it is kept. A try that had no answer may have arrived all the same. */
function again(kiosk: Kiosk, press: PendingPress, at: number): Step {
  if (at - press.since >= KEPT_MS)
    return [ask({ ...kiosk, press: null }, { is: 'press-lost', doubt: press.doubt || press.inFlight }, at)]
  if (kiosk.link.is === 'down')
    return [
      { ...kiosk, press: { ...press, inFlight: false, doubt: press.doubt || press.inFlight, retryAt: at + RETRY_MS } },
    ]
  const sent = { ...press, inFlight: true, doubt: press.doubt || press.inFlight, retryAt: at + ANSWER_MS }
  return [
    { ...kiosk, press: sent },
    { do: 'press', press: sent },
  ]
}

function accepted(kiosk: Kiosk, key: string, run: Recovery): Kiosk {
  const { press } = kiosk
  const known = { ...kiosk, desktops: withRun(kiosk.desktops, run) }
  if (press?.key !== key) return known
  const follow: Follow = { runId: run.id, since: press.since, promise: press.promise, closesAt: null, closed: false }
  return { ...known, press: null, follow, question: null }
}

function refused(kiosk: Kiosk, press: PendingPress, problem: Problem, at: number): Step {
  switch (problemName(problem)) {
    case 'broker-unreachable':
      return [{ ...kiosk, press: { ...press, inFlight: false, doubt: true, retryAt: at + RETRY_MS } }]
    case 'not-signed-in':
      return [nobody(kiosk, true)]
    case 'no-known-good':
    case 'no-room':
      return askDesktops(ask({ ...kiosk, press: null }, { is: 'cannot-recover', problem }, at), at)
    default:
      return askDesktops(ask({ ...kiosk, press: null }, { is: 'refused', problem }, at), at)
  }
}
