import type { FirstPassword, PersonPage } from '../../../../shared/api/person.ts'
import { peopleRoutes } from '../../../../shared/api/routes/people.ts'
import type { Ask } from '../../api/ask.ts'
import type { Question } from '../../parts/AskDialog.tsx'
import type { PeopleSay } from './words.ts'

/** What can be done with somebody's account, each with what it does. */
export function actsOn(say: PeopleSay, ask: Ask, person: PersonPage) {
  const name = person.displayName
  const params = { personId: person.id }
  const locking = (locked: boolean) => () => ask(peopleRoutes.changePerson, { params, body: { locked } })
  return {
    lock: (): Question => ({
      title: say('lockTitle', { name }),
      says: say('lockText'),
      confirm: say('lock'),
      field: null,
      run: locking(true),
    }),
    unlock: (): Question => ({
      title: say('unlockTitle', { name }),
      says: say('unlockText'),
      confirm: say('unlock'),
      field: null,
      run: locking(false),
    }),
    reset: (shown: (made: FirstPassword) => void): Question => ({
      title: say('resetTitle', { name }),
      says: say('resetText'),
      confirm: say('reset'),
      field: null,
      run: () => ask(peopleRoutes.resetPassword, { params }).then(shown),
    }),
    dropSecond: (): Question => ({
      title: say('dropSecondTitle', { name }),
      says: say('dropSecondText'),
      confirm: say('dropSecond'),
      field: null,
      run: () => ask(peopleRoutes.removeSecondFactors, { params }),
    }),
    endAll: (): Question => ({
      title: say('endAllTitle', { name }),
      says: say('endAllText'),
      confirm: say('endAll'),
      field: null,
      run: () => ask(peopleRoutes.endSessions, { params }),
    }),
    delete: (done: () => void): Question => ({
      title: say('deleteTitle', { name }),
      says: say('deleteText'),
      confirm: say('delete'),
      field: null,
      run: () => ask(peopleRoutes.deletePerson, { params }),
      done,
    }),
  }
}
