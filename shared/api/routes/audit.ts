import { z } from 'zod'
import { AuditPage, AuditSearch, AuditTakenOff, AuditVerified, AuditVerify } from '../audit.ts'
import type { Route } from '../route.ts'

/** Not JSON, so not in the table: what fits a search, as CSV or JSON lines. */
export const AUDIT_EXPORT_PATH = '/api/v1/audit/export'

/** Nor this: numbers for Prometheus. */
export const METRICS_PATH = '/api/v1/metrics'

export const auditRoutes = {
  audit: {
    method: 'GET',
    path: '/api/v1/audit',
    query: AuditSearch,
    right: 'audit.read',
    status: 200,
    response: AuditPage,
    summary: 'Lines of the audit trail, newest first',
  },
  verifyAudit: {
    method: 'GET',
    path: '/api/v1/audit/verified',
    query: AuditVerify,
    right: 'audit.read',
    status: 200,
    response: AuditVerified,
    summary: 'Look whether a stretch of the trail is as it was written; ask again from its end until it is done',
  },
  auditTakenOff: {
    method: 'GET',
    path: '/api/v1/audit/taken-off',
    right: 'audit.read',
    status: 200,
    response: z.array(AuditTakenOff),
    summary: 'What was taken off the trail when its time was over',
  },
} as const satisfies Record<string, Route>
