import type { peopleRoutes } from '../../../shared/api/routes/people.ts'
import type { Identity } from '../../identity/identity.ts'
import { importPeople } from '../../identity/import-people.ts'
import { listPeople } from '../../identity/people-list.ts'
import type { Store } from '../../store/store.ts'
import type { HandlersOf } from './asked.ts'

export interface PeopleParts {
  readonly store: Store
  readonly identity: Identity
}

export function peopleHandlers({ store, identity }: PeopleParts): HandlersOf<keyof typeof peopleRoutes> {
  const { accounts, signIns, directories } = identity
  const done = (work: Promise<void>) => work.then(() => null)
  return {
    people: ({ query }) => listPeople(store, query),
    person: ({ params }) => accounts.page(params.personId),
    createPerson: ({ principal, body }) => accounts.create(principal, body),
    changePerson: ({ principal, params, body }) => accounts.change(principal, params.personId, body),
    resetPassword: ({ principal, params }) => accounts.resetPassword(principal, params.personId),
    deletePerson: ({ principal, params }) => done(accounts.delete(principal, params.personId)),
    endSession: ({ principal, params }) => done(accounts.endSession(principal, params.personId, params.sessionId)),
    endSessions: ({ principal, params }) => done(accounts.endSessions(principal, params.personId)),
    clearFailures: ({ principal, params }) => done(accounts.clearFailures(principal, params.personId)),
    removeSecondFactors: ({ principal, params }) => done(accounts.removeFactors(principal, params.personId)),
    importPeople: ({ principal, body }) => importPeople(store, directories, principal, body),
    changePassword: ({ principal, body, request }) =>
      done(signIns.changePassword(principal, body.password, body.newPassword, request.ip)),
  }
}
