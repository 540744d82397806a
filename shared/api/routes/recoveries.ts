import { z } from 'zod'
import { DesktopId, RunId } from '../ids.ts'
import type { ProblemName } from '../problem.ts'
import { Press, Recovery, UndoPress } from '../recovery.ts'
import type { Route } from '../route.ts'

const desktop = z.strictObject({ desktopId: DesktopId })
const recovery = z.strictObject({ recoveryId: RunId })

/** Why a press may be refused. */
const pressProblems = [
  'no-known-good',
  'busy',
  'key-used',
  'out-of-date',
  'no-room',
  'disk-damaged',
  'hypervisor-failed',
  'needs-help',
  'too-many-presses',
] as const satisfies ProblemName[]

export const recoveriesRoutes = {
  press: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/recoveries',
    params: desktop,
    body: Press,
    right: 'own',
    status: 202,
    response: Recovery,
    problems: [...pressProblems, 'unknown-desktop', 'unknown-point'],
    summary: 'Recover or restart it; the same key is answered with the same recovery',
  },
  recovery: {
    method: 'GET',
    path: '/api/v1/recoveries/:recoveryId',
    params: recovery,
    right: 'own',
    status: 200,
    response: Recovery,
    problems: ['unknown-recovery'],
    summary: 'One recovery',
  },
  cancel: {
    method: 'POST',
    path: '/api/v1/recoveries/:recoveryId/cancel',
    params: recovery,
    right: 'own',
    status: 200,
    response: Recovery,
    problems: ['unknown-recovery', 'too-late-to-cancel'],
    summary: 'Take back a press that waits in the queue; nothing was touched by it',
  },
  undo: {
    method: 'POST',
    path: '/api/v1/recoveries/:recoveryId/undo',
    params: recovery,
    body: UndoPress,
    right: 'own',
    status: 202,
    response: Recovery,
    problems: [...pressProblems, 'unknown-recovery', 'undo-gone', 'undo-not-possible'],
    summary: 'Bring back what was there before a recovery',
  },
} as const satisfies Record<string, Route>
