import type { rescuesRoutes } from '../../../shared/api/routes/rescues.ts'
import type { RescuesPort } from '../ports.ts'
import type { HandlersOf } from './asked.ts'

export interface RescuesParts {
  readonly rescues: RescuesPort
}

export function rescuesHandlers({ rescues }: RescuesParts): HandlersOf<keyof typeof rescuesRoutes> {
  return {
    leftovers: ({ principal, params }) => rescues.leftovers(principal.personId, params.recoveryId),
    leftoverEntries: ({ principal, params, query }) => rescues.entries(principal.personId, params.recoveryId, query),
    startRescue: ({ principal, params, body }) => rescues.ask(principal.personId, params.recoveryId, body),
    rescue: ({ principal, params }) => rescues.view(principal.personId, params.rescueId),
  }
}
