import { z } from 'zod'
import { DesktopId, PointId } from './ids.ts'
import type { Route } from './route.ts'
import { auditRoutes } from './routes/audit.ts'
import { desktopsRoutes } from './routes/desktops.ts'
import { helpDeskActRoutes } from './routes/help-desk-act.ts'
import { helpDeskApprovalsRoutes } from './routes/help-desk-approvals.ts'
import { helpDeskIncidentsRoutes } from './routes/help-desk-incidents.ts'
import { helpDeskSeeRoutes } from './routes/help-desk-see.ts'
import { helpDeskTalkRoutes } from './routes/help-desk-talk.ts'
import { kiosksRoutes } from './routes/kiosks.ts'
import { peopleRoutes } from './routes/people.ts'
import { policiesRoutes } from './routes/policies.ts'
import { recoveriesRoutes } from './routes/recoveries.ts'
import { rescuesRoutes } from './routes/rescues.ts'
import { secondFactorsRoutes } from './routes/second-factors.ts'
import { serviceAccountsRoutes } from './routes/service-accounts.ts'
import { sessionRoutes } from './routes/session.ts'

/** Every call of the API, each area's in a file of its own. */
export const routes = {
  ...sessionRoutes,
  ...peopleRoutes,
  ...secondFactorsRoutes,
  ...serviceAccountsRoutes,
  ...desktopsRoutes,
  ...policiesRoutes,
  ...recoveriesRoutes,
  ...rescuesRoutes,
  ...kiosksRoutes,
  ...auditRoutes,
  ...helpDeskSeeRoutes,
  ...helpDeskActRoutes,
  ...helpDeskTalkRoutes,
  ...helpDeskApprovalsRoutes,
  ...helpDeskIncidentsRoutes,
} as const satisfies Record<string, Route>
export type RouteName = keyof typeof routes

/** Not JSON, so not in the table: the picture taken while a point was checked (PNG), the event stream, the console. */
export const pictureParams = z.strictObject({ desktopId: DesktopId, pointId: PointId })
export const PICTURE_PATH = '/api/v1/desktops/:desktopId/restore-points/:pointId/picture'
export const EVENTS_PATH = '/api/v1/events'
export const CONSOLE_PATH = '/api/v1/console'
