import type { Person } from '../../../../shared/api/person.ts'
import type { StatusProps } from '../../parts/Status.tsx'
import type { PeopleSay } from './words.ts'

/** Whether somebody can sign in, and if not, why. */
export function standingOf(say: PeopleSay, { locked, gone }: Person): StatusProps {
  if (locked) return { tone: 'warn', icon: 'lock', word: say('locked') }
  if (gone) return { tone: 'off', icon: 'offline', word: say('gone') }
  return { tone: 'good', icon: 'ok', word: say('usable') }
}
