import { z } from 'zod'
import { ActOnDesktop, JustReason } from '../help-desk/acting.ts'
import { Acted, PinFor, RecoverFor, RescueFor, TakePointFor } from '../help-desk/acts.ts'
import { DeskFile } from '../help-desk/desk-file.ts'
import { Hold, HoldScope } from '../help-desk/hold.ts'
import { DesktopId, PointId, RescueId, RunId } from '../ids.ts'
import type { ProblemName } from '../problem.ts'
import { Rescue } from '../rescue.ts'
import { RestorePoint } from '../restore-point.ts'
import type { Route } from '../route.ts'

const desktop = z.strictObject({ desktopId: DesktopId })
const recovery = z.strictObject({ recoveryId: RunId })
const scope = z.strictObject({ scope: HoldScope })

/** Why something that makes a run may be refused. */
const runProblems = [
  'no-known-good',
  'busy',
  'key-used',
  'out-of-date',
  'needs-help',
  'too-many-presses',
  'approval-waits',
] as const satisfies ProblemName[]

export const helpDeskActRoutes = {
  recoverFor: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/recover',
    params: desktop,
    body: RecoverFor,
    right: 'desktops.recover',
    status: 202,
    response: Acted,
    problems: [...runProblems, 'unknown-desktop', 'unknown-point', 'not-proven'],
    summary: "Recover somebody's desktop, or ask a second person; the same key is answered with the same",
  },
  restartFor: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/restart',
    params: desktop,
    body: ActOnDesktop,
    right: 'desktops.recover',
    status: 202,
    response: Acted,
    problems: [...runProblems, 'unknown-desktop'],
    summary: "Restart somebody's desktop",
  },
  rebuildFor: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/rebuild',
    params: desktop,
    body: ActOnDesktop,
    right: 'desktops.rebuild',
    status: 202,
    response: Acted,
    problems: [...runProblems, 'unknown-desktop'],
    summary: 'Make it anew from the golden image; what it was is kept, and its points stay',
  },
  undoFor: {
    method: 'POST',
    path: '/api/v1/help-desk/recoveries/:recoveryId/undo',
    params: recovery,
    body: ActOnDesktop,
    right: 'desktops.recover',
    status: 202,
    response: Acted,
    problems: [...runProblems, 'unknown-recovery', 'undo-gone', 'undo-not-possible'],
    summary: "Bring back what was there before somebody's recovery",
  },
  cancelFor: {
    method: 'POST',
    path: '/api/v1/help-desk/recoveries/:recoveryId/cancel',
    params: recovery,
    body: JustReason,
    right: 'desktops.recover',
    status: 200,
    response: Acted,
    problems: ['unknown-recovery', 'too-late-to-cancel'],
    summary: 'Take back a press that waits in the queue',
  },
  takePointFor: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/points',
    params: desktop,
    body: TakePointFor,
    right: 'points.take',
    status: 202,
    response: RestorePoint,
    problems: ['unknown-desktop', 'busy', 'key-used', 'no-known-good', 'needs-help', 'unknown-point'],
    summary: 'Take a point of it now; the reason is its note',
  },
  pinFor: {
    method: 'PUT',
    path: '/api/v1/help-desk/desktops/:desktopId/points/:pointId',
    params: z.strictObject({ desktopId: DesktopId, pointId: PointId }),
    body: PinFor,
    right: 'points.pin',
    status: 200,
    response: RestorePoint,
    problems: ['unknown-desktop', 'unknown-point'],
    summary: 'Pin a point, so that it is never thinned, or let it go',
  },
  rescueFor: {
    method: 'POST',
    path: '/api/v1/help-desk/recoveries/:recoveryId/rescues',
    params: recovery,
    body: RescueFor,
    right: 'desktops.rescue',
    status: 202,
    response: Rescue,
    problems: [
      'rescue-runs',
      'no-rescue',
      'no-share',
      'no-leftovers',
      'leftovers-gone',
      'unknown-recovery',
      'key-used',
    ],
    summary: 'Copy some of what was kept to a new folder on the share of its person',
  },
  helpDeskRescue: {
    method: 'GET',
    path: '/api/v1/help-desk/rescues/:rescueId',
    params: z.strictObject({ rescueId: RescueId }),
    right: 'desktops.rescue',
    status: 200,
    response: Rescue,
    problems: ['unknown-rescue'],
    summary: 'How such a copy goes, or went',
  },
  clearHelpNeeded: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/clear-help',
    params: desktop,
    body: ActOnDesktop,
    right: 'desktops.recover',
    status: 200,
    response: DeskFile,
    problems: ['unknown-desktop', 'no-help-needed', 'out-of-date', 'busy'],
    summary: 'It does not need the help desk any more: its person may press again',
  },
  holds: {
    method: 'GET',
    path: '/api/v1/help-desk/holds',
    right: 'desktops.see',
    status: 200,
    response: z.array(Hold),
    summary: 'Desktops and pools that are held',
  },
  hold: {
    method: 'PUT',
    path: '/api/v1/help-desk/holds/:scope',
    params: scope,
    body: JustReason,
    right: 'desktops.hold',
    status: 200,
    response: Hold,
    problems: ['unknown-place'],
    summary: 'Hold a desktop or a pool: nothing is done to it by itself. Fine if it is held',
  },
  letGo: {
    method: 'POST',
    path: '/api/v1/help-desk/holds/:scope/let-go',
    params: scope,
    body: JustReason,
    right: 'desktops.hold',
    status: 204,
    response: z.null(),
    problems: ['unknown-place', 'not-held'],
    summary: 'Let it go again',
  },
} as const satisfies Record<string, Route>
