import { z } from 'zod'
import { Desktop } from './desktop.ts'
import { Recovery } from './recovery.ts'
import { Leftovers, Rescue } from './rescue.ts'

/** What is told over the event stream, each with its place in the outbox as id, so that nothing is missed on reconnecting. */
export const BrokerEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('desktop'), desktop: Desktop }),
    z.object({ type: z.literal('recovery'), recovery: Recovery }),
    z.object({ type: z.literal('leftovers'), leftovers: Leftovers }),
    z.object({ type: z.literal('rescue'), rescue: Rescue }),
    z.object({ type: z.literal('session-ended') }),
  ])
  .meta({ id: 'BrokerEvent' })
export type BrokerEvent = z.infer<typeof BrokerEvent>
