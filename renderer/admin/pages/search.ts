import { z } from 'zod'

/** What is chosen on a page stands in its address. What is no choice there is left out of it. */
export const yes = z.literal('yes').optional().catch(undefined)
export const text = z.string().max(100).optional().catch(undefined)
