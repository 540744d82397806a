import { z } from 'zod'
import { DeskFile } from '../help-desk/desk-file.ts'
import { DeskPage, DeskSearch } from '../help-desk/desks.ts'
import { Overview, OverviewSearch } from '../help-desk/overview.ts'
import { RecoveryFile, RecoveryPage, RecoverySearch } from '../help-desk/recoveries.ts'
import { Found, Search } from '../help-desk/search.ts'
import { Timeline, TimelineSearch } from '../help-desk/timeline.ts'
import { DesktopId, RunId } from '../ids.ts'
import { LeftoverEntries, LeftoverPage, Leftovers } from '../rescue.ts'
import { RestorePoint } from '../restore-point.ts'
import type { Route } from '../route.ts'

const desktop = z.strictObject({ desktopId: DesktopId })
const recovery = z.strictObject({ recoveryId: RunId })

export const helpDeskSeeRoutes = {
  helpDeskSearch: {
    method: 'GET',
    path: '/api/v1/help-desk/search',
    query: Search,
    right: 'desktops.see',
    status: 200,
    response: Found,
    summary: 'People, desktops, kiosks and hosts by name',
  },
  helpDeskOverview: {
    method: 'GET',
    path: '/api/v1/help-desk/overview',
    query: OverviewSearch,
    right: 'desktops.see',
    status: 200,
    response: Overview,
    summary: 'How desktops are, and how recoveries went, day by day',
  },
  helpDeskDesktops: {
    method: 'GET',
    path: '/api/v1/help-desk/desktops',
    query: DeskSearch,
    right: 'desktops.see',
    status: 200,
    response: DeskPage,
    summary: 'Desktops, a part of the list at a time, and how many there are of what',
  },
  helpDeskDesktop: {
    method: 'GET',
    path: '/api/v1/help-desk/desktops/:desktopId',
    params: desktop,
    right: 'desktops.see',
    status: 200,
    response: DeskFile,
    problems: ['unknown-desktop'],
    summary: 'All of one desktop, and what may be done with it',
  },
  helpDeskPoints: {
    method: 'GET',
    path: '/api/v1/help-desk/desktops/:desktopId/points',
    params: desktop,
    right: 'desktops.see',
    status: 200,
    response: z.array(RestorePoint),
    problems: ['unknown-desktop'],
    summary: 'Its restore points with their proof, newest first',
  },
  helpDeskTimeline: {
    method: 'GET',
    path: '/api/v1/help-desk/desktops/:desktopId/timeline',
    params: desktop,
    query: TimelineSearch,
    right: 'desktops.see',
    status: 200,
    response: Timeline,
    problems: ['unknown-desktop'],
    summary: 'What happened to it, newest first',
  },
  helpDeskRecoveries: {
    method: 'GET',
    path: '/api/v1/help-desk/recoveries',
    query: RecoverySearch,
    right: 'desktops.see',
    status: 200,
    response: RecoveryPage,
    summary: 'Recoveries, the newest first',
  },
  helpDeskRecovery: {
    method: 'GET',
    path: '/api/v1/help-desk/recoveries/:recoveryId',
    params: recovery,
    right: 'desktops.see',
    status: 200,
    response: RecoveryFile,
    problems: ['unknown-recovery'],
    summary: 'One recovery with its steps and what was written down of it',
  },
  helpDeskLeftovers: {
    method: 'GET',
    path: '/api/v1/help-desk/recoveries/:recoveryId/leftovers',
    params: recovery,
    right: 'desktops.rescue',
    status: 200,
    response: Leftovers,
    problems: ['unknown-recovery'],
    summary: 'What the disk kept by a recovery has that the point has not, by folder',
  },
  helpDeskLeftoverEntries: {
    method: 'GET',
    path: '/api/v1/help-desk/recoveries/:recoveryId/leftovers/entries',
    params: recovery,
    query: LeftoverPage,
    right: 'desktops.rescue',
    status: 200,
    response: LeftoverEntries,
    problems: ['unknown-recovery'],
    summary: 'The same entry by entry, a page at a time',
  },
} as const satisfies Record<string, Route>
