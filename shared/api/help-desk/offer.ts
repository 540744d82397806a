import { z } from 'zod'
import { DesktopId, Moment } from '../ids.ts'

/** What a person is offered on their kiosk, because others press, too: to go back to the last known good point. */
export const Offer = z
  .object({ id: z.uuid(), desktopId: DesktopId, reason: z.string(), at: Moment })
  .meta({ id: 'Offer' })
export type Offer = z.infer<typeof Offer>
