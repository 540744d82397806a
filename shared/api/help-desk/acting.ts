import { z } from 'zod'
import { PressKey } from '../ids.ts'

/** Why something is done for somebody else, in the words of whoever does it. It stands in the audit trail. */
export const Reason = z
  .string()
  .trim()
  .min(3, 'some words on why')
  .max(300)
  // A line of the trail is a line.
  .regex(/^[^\p{Cc}]*$/u, 'one line')

/** What every act is asked with. The same key is answered with what it did the first time. */
export const Act = z.strictObject({ key: PressKey, reason: Reason })
export type Act = z.infer<typeof Act>

/** `generation`: of the desktop that was seen, so that nothing is done to what is gone. */
export const ActOnDesktop = Act.extend({ generation: z.int().nonnegative() }).meta({ id: 'ActOnDesktop' })
export type ActOnDesktop = z.infer<typeof ActOnDesktop>

export const JustReason = z.strictObject({ reason: Reason }).meta({ id: 'JustReason' })

/** Somebody, as they are shown and as they sign in. */
export const Somebody = z.object({ name: z.string(), displayName: z.string() }).meta({ id: 'Somebody' })
export type Somebody = z.infer<typeof Somebody>

/** Part of a list: from the `offset`-th on, so many at most. */
export const Paging = {
  offset: z.coerce.number<number>().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number<number>().int().min(1).max(200).default(50),
}
