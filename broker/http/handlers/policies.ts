import { ProblemError } from '../../../shared/api/problem.ts'
import type { policiesRoutes } from '../../../shared/api/routes/policies.ts'
import { mustReachScope } from '../../identity/reach.ts'
import type { Store } from '../../store/store.ts'
import type { AnnouncementsPort, PoliciesPort } from '../ports.ts'
import type { HandlersOf } from './asked.ts'

export interface PoliciesParts {
  readonly store: Store
  readonly announcements: AnnouncementsPort
  readonly policies: PoliciesPort
}

export function policiesHandlers({
  store,
  announcements,
  policies,
}: PoliciesParts): HandlersOf<keyof typeof policiesRoutes> {
  return {
    policy: ({ params }) => policies.view(params.scope),
    changePolicy: ({ principal, params, body }) => policies.change(principal, params.scope, body),
    policyVersions: ({ params }) => policies.versions(params.scope),
    announce: async ({ principal, body }) => {
      await mustReachScope(store, principal, 'changes.announce', body.scope)
      return announcements.announce(principal, body)
    },
    announcement: async ({ principal, params }) => {
      const told = await announcements.view(params.announcementId)
      await mustReachScope(store, principal, 'changes.announce', told.scope).catch(() => {
        throw new ProblemError('unknown-announcement')
      })
      return told
    },
  }
}
