import { z } from 'zod'
import { JustReason } from '../help-desk/acting.ts'
import { Approval, ApprovalPage, ApprovalSearch, Decide } from '../help-desk/approval.ts'
import type { Route } from '../route.ts'

const approval = z.strictObject({ approvalId: z.uuid() })

export const helpDeskApprovalsRoutes = {
  approvals: {
    method: 'GET',
    path: '/api/v1/help-desk/approvals',
    query: ApprovalSearch,
    right: 'desktops.see',
    status: 200,
    response: ApprovalPage,
    summary: 'What waits for a second person, the soonest to end first; or what was settled, the newest first',
  },
  approval: {
    method: 'GET',
    path: '/api/v1/help-desk/approvals/:approvalId',
    params: approval,
    right: 'desktops.see',
    status: 200,
    response: Approval,
    problems: ['unknown-approval'],
    summary: 'One of them',
  },
  decideApproval: {
    method: 'POST',
    path: '/api/v1/help-desk/approvals/:approvalId/decide',
    params: approval,
    body: Decide,
    right: 'approvals.decide',
    status: 200,
    response: Approval,
    problems: ['unknown-approval', 'approval-over', 'own-request'],
    summary: 'Agree, and it is done at once; or refuse. One decision counts',
  },
  withdrawApproval: {
    method: 'POST',
    path: '/api/v1/help-desk/approvals/:approvalId/withdraw',
    params: approval,
    body: JustReason,
    right: 'desktops.recover',
    status: 200,
    response: Approval,
    problems: ['unknown-approval', 'approval-over'],
    summary: 'Take back what one asked for',
  },
} as const satisfies Record<string, Route>
