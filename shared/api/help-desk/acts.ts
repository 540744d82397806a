import { z } from 'zod'
import { PointId } from '../ids.ts'
import { RescueAsk } from '../rescue.ts'
import { Act, ActOnDesktop, Reason } from './acting.ts'
import { Approval } from './approval.ts'
import { RecoveryRow } from './recoveries.ts'

/** Without a point, the last known good one. One that is not known to be good needs `evenUnproven`, and the right to it. */
export const RecoverFor = ActOnDesktop.extend({
  pointId: PointId.optional(),
  evenUnproven: z.boolean().default(false),
}).meta({ id: 'RecoverFor' })
export type RecoverFor = z.infer<typeof RecoverFor>

export const TakePointFor = Act.meta({ id: 'TakePointFor' })
export type TakePointFor = z.infer<typeof TakePointFor>

export const PinFor = z.strictObject({ pinned: z.boolean(), reason: Reason }).meta({ id: 'PinFor' })

/** `seen`: somebody else's run was under way already, and that is what is shown. */
export const Acted = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('recovery'), recovery: RecoveryRow, seen: z.boolean() }),
    z.object({ is: z.literal('approval'), approval: Approval }),
  ])
  .meta({ id: 'Acted' })
export type Acted = z.infer<typeof Acted>

/** What is copied to the share of the desktop's person. */
export const RescueFor = z.strictObject({ reason: Reason, ask: RescueAsk }).meta({ id: 'RescueFor' })
export type RescueFor = z.infer<typeof RescueFor>
