import type { helpDeskTalkRoutes } from '../../../shared/api/routes/help-desk-talk.ts'
import type { HelpDesk } from '../../help-desk/help-desk.ts'
import { declineOffer } from '../../help-desk/offers.ts'
import type { Store } from '../../store/store.ts'
import type { DesktopsPort } from '../ports.ts'
import type { HandlersOf } from './asked.ts'

export interface HelpDeskTalkParts {
  readonly store: Store
  readonly desktops: DesktopsPort
  readonly helpDesk: HelpDesk
}

/** What the help desk and the person at a desktop say to each other: the person's own calls are for their own desktops. */
export function helpDeskTalkHandlers({
  store,
  desktops,
  helpDesk,
}: HelpDeskTalkParts): HandlersOf<keyof typeof helpDeskTalkRoutes> {
  const { helping, messages } = helpDesk
  return {
    sendMessage: async ({ principal, params, body }) => {
      await helpDesk.mustReach(principal, 'desktops.message', params.desktopId)
      return messages.send(principal, params.desktopId, body)
    },
    askToHelp: async ({ principal, params, body }) => {
      await helpDesk.mustReach(principal, 'desktops.watch', params.desktopId)
      return helping.ask(principal, params.desktopId, body)
    },
    help: ({ principal, params }) => helping.view(principal, params.helpId),
    helpTicket: ({ principal, params }) => helping.ticket(principal, params.helpId),
    endHelp: ({ principal, params }) => helping.end(principal, params.helpId),
    answerHelp: async ({ principal, params, body }) => {
      await desktops.one(principal.personId, params.desktopId)
      return helping.answer(principal, params.desktopId, params.helpId, body)
    },
    endOwnHelp: async ({ principal, params }) => {
      await desktops.one(principal.personId, params.desktopId)
      return helping.endOwn(principal, params.desktopId, params.helpId)
    },
    readMessage: async ({ principal, params }) => {
      await desktops.one(principal.personId, params.desktopId)
      await messages.read(params.desktopId, params.messageId)
      return null
    },
    declineOffer: async ({ principal, params }) => {
      await desktops.one(principal.personId, params.desktopId)
      await declineOffer(store, principal.name, params.desktopId, params.offerId)
      return null
    },
  }
}
