import { z } from 'zod'
import { Moment } from '../ids.ts'
import { PolicyScope } from '../policy.ts'
import { Somebody } from './acting.ts'

/** `desktop:ID` or `pool:NAME`. */
export const HoldScope = PolicyScope.refine((scope) => scope !== 'default', { error: 'pool:NAME or desktop:ID' })

/**
 * While it lasts, nothing is done by itself to the desktop, or to those of the pool: no points, no proofs, no thinning.
 * What its person presses works all the same.
 */
export const Hold = z.object({ scope: HoldScope, reason: z.string(), at: Moment, by: Somebody }).meta({ id: 'Hold' })
export type Hold = z.infer<typeof Hold>
