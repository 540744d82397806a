import type { desktopsRoutes } from '../../../shared/api/routes/desktops.ts'
import { takeOver } from '../../console/open-elsewhere.ts'
import type { Tickets } from '../../console/tickets.ts'
import { mustReachDesktop } from '../../identity/reach.ts'
import type { Store } from '../../store/store.ts'
import type { DesktopsPort, PointsPort } from '../ports.ts'
import type { HandlersOf } from './asked.ts'

export interface DesktopsParts {
  readonly store: Store
  readonly desktops: DesktopsPort
  readonly points: PointsPort
  readonly tickets: Tickets
}

export function desktopsHandlers({
  store,
  desktops,
  points,
  tickets,
}: DesktopsParts): HandlersOf<keyof typeof desktopsRoutes> {
  return {
    desktops: async ({ principal: { personId, desktopId } }) => {
      const all = await desktops.ofPerson(personId)
      return desktopId === null ? all : all.filter(({ id }) => id === desktopId)
    },
    desktop: ({ principal, params }) => desktops.one(principal.personId, params.desktopId),
    restorePoints: ({ principal, params }) => desktops.points(principal.personId, params.desktopId),
    takePoint: ({ principal, params, body }) => points.take(principal, params.desktopId, body),
    changePoint: async ({ principal, params, body }) => {
      await mustReachDesktop(store, principal, 'points.pin', params.desktopId)
      return points.pin(principal, params.desktopId, params.pointId, body.pinned)
    },
    consoleTicket: async ({ principal, params }) => {
      await desktops.one(principal.personId, params.desktopId)
      return tickets.issue(principal, params.desktopId)
    },
    takeOver: async ({ principal, params }) => {
      await desktops.one(principal.personId, params.desktopId)
      await takeOver(store, principal, params.desktopId)
      return null
    },
  }
}
