import type { Recovery } from '../../../shared/api/recovery.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, type Follow, isOpen, type Kiosk } from './kiosk.ts'

/** How long a card that tells only good news stays. */
export const CARD_MS = 20_000

/** A button that was just pressed may be pressed again, out of impatience. */
const REST_MS = 10_000

export function followStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  const { follow } = kiosk
  if (follow === null) return [kiosk]
  switch (event.type) {
    case 'keep-card':
      return [{ ...kiosk, follow: { ...follow, closesAt: null } }]
    case 'close-card':
      return [{ ...kiosk, follow: { ...follow, closed: true } }]
    case 'tick': {
      if (follow.closesAt === null || at < follow.closesAt) return [kiosk]
      // Without the picture there is no card to have been read.
      const unseen = kiosk.picture.is !== 'shown'
      return [{ ...kiosk, follow: unseen ? { ...follow, closesAt: at + CARD_MS } : { ...follow, closed: true } }]
    }
    default:
      return [kiosk]
  }
}

export function followWakes(kiosk: Kiosk): number[] {
  return kiosk.follow === null || kiosk.follow.closed || kiosk.follow.closesAt === null ? [] : [kiosk.follow.closesAt]
}

/** A run of the chosen desktop that is open is followed to its end, whoever pressed; its end is told once. */
export function followed(before: Kiosk, after: Kiosk, at: number): Kiosk {
  const run = chosenDesktop(after)?.recovery ?? null
  if (run === null) return after
  if (isOpen(run)) {
    const kiosk: Kiosk = { ...after, question: null, files: null, hold: { is: 'no' } }
    return kiosk.follow?.runId === run.id ? kiosk : { ...kiosk, follow: seenOpen(before, run, at) }
  }
  const { follow } = after
  if (follow?.runId !== run.id || follow.closed || !isOpen(runOf(before, run.id))) return after
  const closesAt = isAsPromised(run, follow) ? at + CARD_MS : null
  return { ...after, restUntil: at + REST_MS, follow: { ...follow, closesAt } }
}

/** Whether it ended as was said before the press: then there is nothing that the person must read. */
export function isAsPromised(run: Recovery, { promise }: Follow): boolean {
  const promised = promise.pointId ?? run.firstPoint?.id ?? null
  if (run.outcome === 'recovered') return promised === null || run.point?.id === promised
  if (run.outcome === 'undone') return run.brought !== 'disk' || !promise.memory
  return run.outcome === 'rebuilt' || run.outcome === 'restarted' || run.outcome === 'started'
}

function seenOpen(before: Kiosk, run: Recovery, at: number): Follow {
  const forecast = chosenDesktop(before)?.forecast
  return {
    runId: run.id,
    // By this kiosk's own clock: the broker's may differ from it.
    since: at - (run.reached.at(-1)?.ms ?? 0),
    promise: {
      usualMs: run.kind === 'recover' && forecast?.possible === true ? forecast.takesMs : null,
      pointId: null,
      backTo: null,
      memory: false,
    },
    closesAt: null,
    closed: false,
  }
}

function runOf(kiosk: Kiosk, id: string): Recovery | null {
  return kiosk.desktops?.find((d) => d.recovery?.id === id)?.recovery ?? null
}
