import { z } from 'zod'
import type { Route } from '../route.ts'
import { CreateServiceAccount, CreateServiceToken, NewServiceToken, ServiceAccount } from '../service-account.ts'

const account = z.strictObject({ accountId: z.uuid() })
const nothing = z.null()

export const serviceAccountsRoutes = {
  serviceAccounts: {
    method: 'GET',
    path: '/api/v1/service-accounts',
    right: 'people.see',
    status: 200,
    response: z.array(ServiceAccount),
    summary: 'Programs that sign in, and what each of their tokens may do',
  },
  createServiceAccount: {
    method: 'POST',
    path: '/api/v1/service-accounts',
    body: CreateServiceAccount,
    right: 'people.manage',
    status: 201,
    response: ServiceAccount,
    problems: ['person-name-taken'],
    summary: 'Make an account for a program',
  },
  deleteServiceAccount: {
    method: 'DELETE',
    path: '/api/v1/service-accounts/:accountId',
    params: account,
    right: 'people.manage',
    status: 204,
    response: nothing,
    problems: ['unknown-person'],
    summary: 'Delete it; its tokens count no more',
  },
  createServiceToken: {
    method: 'POST',
    path: '/api/v1/service-accounts/:accountId/tokens',
    params: account,
    body: CreateServiceToken,
    right: 'people.manage',
    status: 201,
    response: NewServiceToken,
    problems: ['unknown-person'],
    summary: 'Make a token for it, shown once: sent as `authorization: Bearer ...`',
  },
  revokeServiceToken: {
    method: 'DELETE',
    path: '/api/v1/service-accounts/:accountId/tokens/:tokenId',
    params: account.extend({ tokenId: z.uuid() }),
    right: 'people.manage',
    status: 204,
    response: nothing,
    problems: ['unknown-token'],
    summary: 'It counts no more',
  },
} as const satisfies Record<string, Route>
