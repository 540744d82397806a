import type { Desktop } from '../../../shared/api/desktop.ts'
import { type Problem, problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { Leftovers, Rescue } from '../../../shared/api/rescue.ts'
import type { KioskEvent, Step } from './event.ts'
import { chosenDesktop, type Kept, type Kiosk } from './kiosk.ts'

const ANSWER_MS = 15_000
/** Events tell what changes. Asking as well makes up for one that was missed, soon where the person looks at it. */
const LOOKED_AT_MS = 2_000
const UNSEEN_MS = 15_000

export function keptStep(kiosk: Kiosk, event: KioskEvent, at: number): Step {
  const { kept } = kiosk
  if (kept === null) return [kiosk]
  switch (event.type) {
    case 'kept': {
      if (event.runId !== kept.runId) return [kiosk]
      const told = event.answer.ok
        ? { leftovers: newer(kept.leftovers, event.answer.value), problem: null }
        : { leftovers: kept.leftovers, problem: event.answer.problem }
      return [{ ...kiosk, kept: due({ ...kept, ...told }, kiosk, at) }]
    }
    case 'leftovers':
      if (event.leftovers.recoveryId !== kept.runId) return [kiosk]
      return [
        {
          ...kiosk,
          kept: due({ ...kept, leftovers: newer(kept.leftovers, event.leftovers), problem: null }, kiosk, at),
        },
      ]
    case 'rescue':
      return [withRescue(kiosk, event.rescue, at)]
    case 'open-files':
      return [{ ...kiosk, kept: { ...kept, askAt: at } }]
    default:
      return [kiosk]
  }
}

export function keptWakes({ kept }: Kiosk): number[] {
  return kept?.askAt === undefined || kept.askAt === null ? [] : [kept.askAt]
}

/** What the last recovery kept is asked for as soon as there is one, and again while it changes. */
export function askedKept(kiosk: Kiosk, at: number): Step {
  const runId = keepsFiles(chosenDesktop(kiosk))?.id ?? null
  if (runId === null) return [kiosk.kept === null ? kiosk : { ...kiosk, kept: null, files: null }]
  const known = kiosk.kept?.runId === runId ? kiosk.kept : null
  const kept = known ?? { runId, leftovers: null, problem: null, askAt: at }
  const files = known === null ? null : kiosk.files
  if (kept.askAt === null || at < kept.askAt) return [kiosk]
  return [
    { ...kiosk, kept: { ...kept, askAt: at + ANSWER_MS }, files },
    { do: 'ask-kept', runId },
  ]
}

/** The recovery whose kept disk may hold files that the desktop has not. */
function keepsFiles(desktop: Desktop | null): Recovery | null {
  const run = desktop?.recovery ?? null
  const keeps = run?.kind === 'recover' && run.outcome === 'recovered' && run.undo !== null
  return keeps && desktop?.share !== null ? run : null
}

export function withRescue(kiosk: Kiosk, rescue: Rescue, at: number): Kiosk {
  const { kept } = kiosk
  if (kept?.leftovers === null || kept?.leftovers === undefined || rescue.recoveryId !== kept.runId) return kiosk
  const leftovers = { ...kept.leftovers, rescue: newerRescue(kept.leftovers.rescue, rescue) }
  return { ...kiosk, kept: due({ ...kept, leftovers }, kiosk, at) }
}

/** Answers and events overtake each other: a rescue never goes back. */
function newer(known: Leftovers | null, told: Leftovers): Leftovers {
  return { ...told, rescue: told.rescue === null ? null : newerRescue(known?.rescue ?? null, told.rescue) }
}

const states: readonly Rescue['state'][] = ['waiting', 'copying', 'ended']

function newerRescue(known: Rescue | null, told: Rescue): Rescue {
  if (known === null) return told
  if (known.id !== told.id) return Date.parse(told.askedAt) < Date.parse(known.askedAt) ? known : told
  const behind = states.indexOf(told.state) - states.indexOf(known.state)
  return behind < 0 || (behind === 0 && told.copied.bytes < known.copied.bytes) ? known : told
}

/** When to ask for it again; never, while nothing in it changes. */
function due(kept: Kept, { files }: Kiosk, at: number): Kept {
  const { leftovers, problem } = kept
  const changes = problem === null ? isChanging(leftovers) : isPassing(problem)
  return { ...kept, askAt: changes ? at + (files === null ? UNSEEN_MS : LOOKED_AT_MS) : null }
}

function isChanging(leftovers: Leftovers | null): boolean {
  if (leftovers === null) return true
  const { state, rescue } = leftovers
  return state === 'waiting' || state === 'scanning' || (rescue !== null && rescue.state !== 'ended')
}

function isPassing(problem: Problem): boolean {
  const name = problemName(problem)
  return name === 'broker-unreachable' || name === 'no-leftovers'
}
