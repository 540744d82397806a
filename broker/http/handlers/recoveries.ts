import type { recoveriesRoutes } from '../../../shared/api/routes/recoveries.ts'
import type { PressesPort } from '../ports.ts'
import type { HandlersOf } from './asked.ts'

export interface RecoveriesParts {
  readonly presses: PressesPort
}

export function recoveriesHandlers({ presses }: RecoveriesParts): HandlersOf<keyof typeof recoveriesRoutes> {
  return {
    press: ({ principal, params, body }) =>
      presses.press(principal.personId, params.desktopId, body, principal.kioskId),
    recovery: ({ principal, params }) => presses.view(principal.personId, params.recoveryId),
    cancel: ({ principal, params }) => presses.cancel(principal.personId, params.recoveryId),
    undo: ({ principal, params, body }) => presses.undo(principal.personId, params.recoveryId, body, principal.kioskId),
  }
}
