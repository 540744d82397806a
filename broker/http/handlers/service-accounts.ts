import type { serviceAccountsRoutes } from '../../../shared/api/routes/service-accounts.ts'
import type { Identity } from '../../identity/identity.ts'
import type { HandlersOf } from './asked.ts'

export interface ServiceAccountsParts {
  readonly identity: Identity
}

export function serviceAccountsHandlers({
  identity: { services },
}: ServiceAccountsParts): HandlersOf<keyof typeof serviceAccountsRoutes> {
  const done = (work: Promise<void>) => work.then(() => null)
  return {
    serviceAccounts: () => services.list(),
    createServiceAccount: ({ principal, body }) => services.create(principal, body),
    deleteServiceAccount: ({ principal, params }) => done(services.delete(principal, params.accountId)),
    createServiceToken: ({ principal, params, body }) => services.createToken(principal, params.accountId, body),
    revokeServiceToken: ({ principal, params }) =>
      done(services.revokeToken(principal, params.accountId, params.tokenId)),
  }
}
