import { z } from 'zod'
import { ConsoleTicket } from '../console-ticket.ts'
import { AskToHelp, Help, HelpAnswer, Message, SendMessage } from '../help-desk/help.ts'
import { DesktopId } from '../ids.ts'
import type { Route } from '../route.ts'

const desktop = z.strictObject({ desktopId: DesktopId })
const help = z.strictObject({ helpId: z.uuid() })
/** A kiosk that is for one desktop may ask nothing else, so its own calls name it. */
const ownHelp = z.strictObject({ desktopId: DesktopId, helpId: z.uuid() })
const ownMessage = z.strictObject({ desktopId: DesktopId, messageId: z.uuid() })
const ownOffer = z.strictObject({ desktopId: DesktopId, offerId: z.uuid() })
const nothing = z.null()

/** What the help desk and the person at a desktop say to each other. */
export const helpDeskTalkRoutes = {
  sendMessage: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/messages',
    params: desktop,
    body: SendMessage,
    right: 'desktops.message',
    status: 201,
    response: Message,
    problems: ['unknown-desktop', 'key-used'],
    summary: 'Write to whoever sits at a desktop; it stays on the screen until it is read',
  },
  askToHelp: {
    method: 'POST',
    path: '/api/v1/help-desk/desktops/:desktopId/help',
    params: desktop,
    body: AskToHelp,
    right: 'desktops.watch',
    status: 201,
    response: Help,
    problems: ['unknown-desktop', 'key-used', 'nobody-there', 'help-asked'],
    summary: 'Ask the person at a desktop whether its picture may be seen, or taken over',
  },
  help: {
    method: 'GET',
    path: '/api/v1/help-desk/help/:helpId',
    params: help,
    right: 'desktops.watch',
    status: 200,
    response: Help,
    problems: ['unknown-help'],
    summary: 'What became of it',
  },
  helpTicket: {
    method: 'POST',
    path: '/api/v1/help-desk/help/:helpId/console-tickets',
    params: help,
    right: 'desktops.watch',
    status: 201,
    response: ConsoleTicket,
    problems: ['unknown-help', 'help-over'],
    summary: 'The right to open the picture once, as far as its person allowed',
  },
  endHelp: {
    method: 'POST',
    path: '/api/v1/help-desk/help/:helpId/end',
    params: help,
    right: 'desktops.watch',
    status: 200,
    response: Help,
    problems: ['unknown-help'],
    summary: 'Take it back, or end it; the picture closes at once. Fine if it is over',
  },
  answerHelp: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/help/:helpId/answer',
    params: ownHelp,
    body: HelpAnswer,
    right: 'own',
    status: 200,
    response: Help,
    problems: ['unknown-desktop', 'unknown-help', 'help-over'],
    summary: 'Let somebody of the help desk see my desktop, or not',
  },
  endOwnHelp: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/help/:helpId/end',
    params: ownHelp,
    right: 'own',
    status: 200,
    response: Help,
    problems: ['unknown-desktop', 'unknown-help'],
    summary: 'They see it no more, at once. Fine if it is over',
  },
  readMessage: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/messages/:messageId/read',
    params: ownMessage,
    right: 'own',
    status: 204,
    response: nothing,
    problems: ['unknown-desktop', 'unknown-message'],
    summary: 'A message of the help desk was read. Fine if it was before',
  },
  declineOffer: {
    method: 'POST',
    path: '/api/v1/desktops/:desktopId/offers/:offerId/decline',
    params: ownOffer,
    right: 'own',
    status: 204,
    response: nothing,
    problems: ['unknown-desktop', 'unknown-offer'],
    summary: 'Not now. Pressing Recover takes the offer',
  },
} as const satisfies Record<string, Route>
