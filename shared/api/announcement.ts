import { z } from 'zod'
import { DesktopId, Moment, PressKey } from './ids.ts'
import { PolicyScope } from './policy.ts'

/** Tells of a change that is about to be made: of every desktop that it is about, a point is taken first. */
export const Announce = z
  .strictObject({ key: PressKey, scope: PolicyScope, note: z.string().trim().min(1).max(200) })
  .meta({ id: 'Announce' })
export type Announce = z.infer<typeof Announce>

/** How far that is. The change may be made when nothing waits any more. */
export const Announcement = z
  .object({
    id: z.uuid(),
    scope: PolicyScope,
    note: z.string(),
    madeAt: Moment,
    madeBy: z.string(),
    taken: z.int().nonnegative(),
    waiting: z.int().nonnegative(),
    /** Desktops of which none could be taken, for instance because they never were made ready. */
    failed: z.array(DesktopId),
  })
  .meta({ id: 'Announcement' })
export type Announcement = z.infer<typeof Announcement>
