import { z } from 'zod'
import { Moment } from './ids.ts'

/**
 * The right to open one console once: 256 bits, for 30 s. It travels in the WebSocket's list of subprotocols, never in an
 * address: offer `binary` and `ticketProtocol(ticket)`, in that order.
 */
export const ConsoleTicket = z
  .object({ ticket: z.string(), path: z.string(), expiresAt: Moment })
  .meta({ id: 'ConsoleTicket' })
export type ConsoleTicket = z.infer<typeof ConsoleTicket>

/** The origin of the page in the kiosk app, as its console socket names it. No page on the web can have it. */
export const KIOSK_ORIGIN = 'app://kiosk'

const TICKET_PREFIX = 'daruma.ticket.'

export function ticketProtocol(ticket: string): string {
  return TICKET_PREFIX + ticket
}

/** The ticket in a list of offered subprotocols, or undefined. */
export function ticketIn(protocols: Iterable<string>): string | undefined {
  for (const p of protocols) if (p.startsWith(TICKET_PREFIX)) return p.slice(TICKET_PREFIX.length)
  return undefined
}
