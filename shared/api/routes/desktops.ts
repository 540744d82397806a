import { z } from 'zod'
import { ConsoleTicket } from '../console-ticket.ts'
import { Desktop } from '../desktop.ts'
import { DesktopId, PointId } from '../ids.ts'
import { ChangePoint, RestorePoint, TakePoint } from '../restore-point.ts'
import type { Route } from '../route.ts'

const desktop = z.strictObject({ desktopId: DesktopId })
const point = z.strictObject({ desktopId: DesktopId, pointId: PointId })
const nothing = z.null()

export const desktopsRoutes = {
  desktops: {
    method: 'GET',
    path: '/api/v1/desktops',
    right: 'own',
    status: 200,
    response: z.array(Desktop),
    summary: 'My desktops',
  },
  desktop: {
    method: 'GET',
    path: '/api/v1/desktops/:desktopId',
    params: desktop,
    right: 'own',
    status: 200,
    response: Desktop,
    problems: ['unknown-desktop'],
    summary: 'One of my desktops',
  },
  restorePoints: {
    method: 'GET',
    path: '/api/v1/desktops/:desktopId/restore-points',
    params: desktop,
    right: 'own',
    status: 200,
    response: z.array(RestorePoint),
    problems: ['unknown-desktop'],
    summary: 'Its restore points with their proof, newest first',
  },
  takePoint: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/restore-points',
    params: desktop,
    body: TakePoint,
    right: 'own',
    status: 202,
    response: RestorePoint,
    problems: ['unknown-desktop', 'busy', 'key-used', 'no-known-good', 'needs-help', 'unknown-point'],
    summary: 'Take one now; the same key is answered with the same point',
  },
  changePoint: {
    method: 'PUT',
    path: '/api/v1/desktops/:desktopId/restore-points/:pointId',
    params: point,
    body: ChangePoint,
    right: 'points.pin',
    status: 200,
    response: RestorePoint,
    problems: ['unknown-desktop', 'unknown-point'],
    summary: 'Pin one, so that it is never thinned, or let it go',
  },
  consoleTicket: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/console-tickets',
    params: desktop,
    right: 'own',
    status: 201,
    response: ConsoleTicket,
    problems: ['unknown-desktop', 'open-elsewhere'],
    summary: 'The right to open its console once',
  },
  takeOver: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/take-over',
    params: desktop,
    right: 'own',
    status: 204,
    response: nothing,
    problems: ['unknown-desktop'],
    summary: 'Its picture is for this session from now on; where else it is open it closes',
  },
} as const satisfies Record<string, Route>
