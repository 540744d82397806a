import type { RouteName } from '../../shared/api/routes.ts'
import type { HandlersOf } from './handlers/asked.ts'
import { type AuditParts, auditHandlers } from './handlers/audit.ts'
import { type DesktopsParts, desktopsHandlers } from './handlers/desktops.ts'
import { type HelpDeskHandlersParts, helpDeskHandlers } from './handlers/help-desk.ts'
import { type HelpDeskTalkParts, helpDeskTalkHandlers } from './handlers/help-desk-talk.ts'
import { type KiosksParts, kiosksHandlers } from './handlers/kiosks.ts'
import { type PeopleParts, peopleHandlers } from './handlers/people.ts'
import { type PoliciesParts, policiesHandlers } from './handlers/policies.ts'
import { type RecoveriesParts, recoveriesHandlers } from './handlers/recoveries.ts'
import { type RescuesParts, rescuesHandlers } from './handlers/rescues.ts'
import { type SecondFactorsParts, secondFactorsHandlers } from './handlers/second-factors.ts'
import { type ServiceAccountsParts, serviceAccountsHandlers } from './handlers/service-accounts.ts'
import { type SessionParts, sessionHandlers } from './handlers/session.ts'

export type Handlers = HandlersOf<RouteName>
export interface HandlerParts
  extends SessionParts,
    PeopleParts,
    SecondFactorsParts,
    ServiceAccountsParts,
    DesktopsParts,
    AuditParts,
    PoliciesParts,
    RecoveriesParts,
    RescuesParts,
    KiosksParts,
    HelpDeskHandlersParts,
    HelpDeskTalkParts {}

/** What each call of the API does, each area's in a file of its own. */
export function handlersOf(parts: HandlerParts): Handlers {
  return {
    ...sessionHandlers(parts),
    ...peopleHandlers(parts),
    ...secondFactorsHandlers(parts),
    ...serviceAccountsHandlers(parts),
    ...desktopsHandlers(parts),
    ...policiesHandlers(parts),
    ...recoveriesHandlers(parts),
    ...rescuesHandlers(parts),
    ...kiosksHandlers(parts),
    ...auditHandlers(parts),
    ...helpDeskHandlers(parts),
    ...helpDeskTalkHandlers(parts),
  }
}
