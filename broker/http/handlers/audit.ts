import type { auditRoutes } from '../../../shared/api/routes/audit.ts'
import type { Trail } from '../../audit/trail.ts'
import type { HandlersOf } from './asked.ts'

export interface AuditParts {
  readonly trail: Trail
}

export function auditHandlers({ trail }: AuditParts): HandlersOf<keyof typeof auditRoutes> {
  return {
    audit: ({ query }) => trail.search(query),
    verifyAudit: ({ query }) => trail.verify(query),
    auditTakenOff: () => trail.takenOff(),
  }
}
