import type { DeskState } from '../../../shared/api/help-desk/desks.ts'
import type { RecoveryRow } from '../../../shared/api/help-desk/recoveries.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import { when } from '../words/format.ts'
import type { Say } from '../words/words.ts'
import type { IconName } from './icons.ts'
import type { StatusProps, Tone } from './Status.tsx'

const states: Record<DeskState, readonly [Tone, IconName]> = {
  'needs-help': ['fail', 'fail'],
  stopped: ['fail', 'fail'],
  recovering: ['busy', 'recover'],
  starting: ['busy', 'power'],
  preparing: ['busy', 'clock'],
  off: ['off', 'power'],
  running: ['good', 'ok'],
}

export function stateOf(say: Say, state: DeskState): StatusProps {
  const [tone, icon] = states[state]
  return { tone, icon, word: say(`state.${state}`) }
}

type Ended = NonNullable<RecoveryRow['outcome']>
const outcomes: Record<Ended, readonly [Tone, IconName]> = {
  recovered: ['good', 'ok'],
  undone: ['warn', 'undo'],
  restarted: ['good', 'ok'],
  started: ['good', 'ok'],
  rebuilt: ['good', 'ok'],
  captured: ['good', 'ok'],
  refused: ['off', 'close'],
  cancelled: ['off', 'close'],
  failed: ['fail', 'fail'],
  'handed-over': ['fail', 'incident'],
}

export function outcomeOf(
  say: Say,
  { outcome, mark, undone }: Pick<RecoveryRow, 'outcome' | 'mark' | 'undone'>,
): StatusProps {
  if (outcome === null) return { tone: 'busy', icon: 'recover', word: say(`mark.${mark}`) }
  if (undone) return { tone: 'warn', icon: 'undo', word: say('outcome.later') }
  const [tone, icon] = outcomes[outcome]
  return { tone, icon, word: say(`outcome.${outcome}`) }
}

/** What is proved of a point. */
export function proofOf(say: Say, { proof, taking }: Pick<RestorePoint, 'proof' | 'taking'>): StatusProps {
  if (taking) return { tone: 'busy', icon: 'take', word: say('point.taking') }
  switch (proof) {
    case 'known-good':
      return { tone: 'good', icon: 'ok', word: say('point.knownGood') }
    case 'failed':
      return { tone: 'fail', icon: 'fail', word: say('point.failed') }
    case 'proving':
      return { tone: 'busy', icon: 'clock', word: say('point.proving') }
    case 'unproven':
      return { tone: 'warn', icon: 'clock', word: say('point.unproven') }
  }
}

/** Recovery to 09:12. */
export function ranOf(say: Say, { kind, point }: Pick<RecoveryRow, 'kind' | 'point'>): string {
  return kind === 'recover' && point === null
    ? say('kind.recover')
    : say(`ran.${kind}`, { when: point === null ? '' : when(point.takenAt) })
}
