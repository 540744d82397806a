import type { helpDeskActRoutes } from '../../../shared/api/routes/help-desk-act.ts'
import type { helpDeskApprovalsRoutes } from '../../../shared/api/routes/help-desk-approvals.ts'
import type { helpDeskIncidentsRoutes } from '../../../shared/api/routes/help-desk-incidents.ts'
import type { helpDeskSeeRoutes } from '../../../shared/api/routes/help-desk-see.ts'
import type { HelpDesk } from '../../help-desk/help-desk.ts'
import type { HandlersOf } from './asked.ts'

export interface HelpDeskHandlersParts {
  readonly helpDesk: HelpDesk
}

type Calls =
  | keyof typeof helpDeskSeeRoutes
  | keyof typeof helpDeskActRoutes
  | keyof typeof helpDeskApprovalsRoutes
  | keyof typeof helpDeskIncidentsRoutes

export function helpDeskHandlers({ helpDesk }: HelpDeskHandlersParts): HandlersOf<Calls> {
  const { acts, approvals, holds, incidents } = helpDesk
  return {
    helpDeskSearch: ({ principal, query }) => helpDesk.search(principal, query.q),
    helpDeskOverview: ({ principal, query }) => helpDesk.overview(principal, query),
    helpDeskDesktops: ({ principal, query }) => helpDesk.desktops(principal, query),
    helpDeskDesktop: ({ principal, params }) => helpDesk.desktop(principal, params.desktopId),
    helpDeskPoints: ({ principal, params }) => helpDesk.points(principal, params.desktopId),
    helpDeskTimeline: ({ principal, params, query }) => helpDesk.timeline(principal, params.desktopId, query.before),
    helpDeskRecoveries: ({ principal, query }) => helpDesk.recoveries(principal, query),
    helpDeskRecovery: ({ principal, params }) => helpDesk.recovery(principal, params.recoveryId),
    helpDeskLeftovers: ({ principal, params }) => helpDesk.leftovers(principal, params.recoveryId),
    helpDeskLeftoverEntries: ({ principal, params, query }) =>
      helpDesk.leftoverEntries(principal, params.recoveryId, query),

    recoverFor: ({ principal, params, body }) => acts.recover(principal, params.desktopId, body),
    restartFor: ({ principal, params, body }) => acts.restart(principal, params.desktopId, body),
    rebuildFor: ({ principal, params, body }) => acts.rebuild(principal, params.desktopId, body),
    undoFor: ({ principal, params, body }) => acts.undo(principal, params.recoveryId, body),
    cancelFor: ({ principal, params, body }) => acts.cancel(principal, params.recoveryId, body.reason),
    takePointFor: ({ principal, params, body }) => helpDesk.takePoint(principal, params.desktopId, body),
    pinFor: ({ principal, params, body }) => helpDesk.pin(principal, params.desktopId, params.pointId, body),
    rescueFor: ({ principal, params, body }) => helpDesk.rescue(principal, params.recoveryId, body),
    helpDeskRescue: ({ principal, params }) => helpDesk.viewRescue(principal, params.rescueId),
    clearHelpNeeded: async ({ principal, params, body }) => {
      await acts.clearHelp(principal, params.desktopId, body)
      return helpDesk.desktop(principal, params.desktopId)
    },
    holds: ({ principal }) => holds.list(principal),
    hold: ({ principal, params, body }) => holds.hold(principal, params.scope, body.reason),
    letGo: async ({ principal, params, body }) => {
      await holds.letGo(principal, params.scope, body.reason)
      return null
    },

    approvals: ({ principal, query }) => approvals.list(principal, helpDesk.reach(principal), query),
    approval: ({ principal, params }) => approvals.view(principal, params.approvalId),
    decideApproval: ({ principal, params, body }) => approvals.decide(principal, params.approvalId, body),
    withdrawApproval: ({ principal, params, body }) => approvals.withdraw(principal, params.approvalId, body.reason),

    incidents: ({ principal, query }) => incidents.list(principal, query),
    incident: ({ principal, params }) => incidents.view(principal, params.incidentId),
    holdIncident: ({ principal, params, body }) => incidents.hold(principal, params.incidentId, body.reason),
    tellIncident: ({ principal, params, body }) => incidents.tell(principal, params.incidentId, body),
    offerIncident: ({ principal, params, body }) => incidents.offer(principal, params.incidentId, body),
    noteIncident: ({ principal, params, body }) => incidents.note(principal, params.incidentId, body.text),
    closeIncident: ({ principal, params, body }) => incidents.close(principal, params.incidentId, body.reason),
  }
}
