import { z } from 'zod'
import { Leftovers, Rescue } from '../rescue.ts'
import { Approval } from './approval.ts'
import { DeskRow } from './desks.ts'
import { Help } from './help.ts'
import { Hold } from './hold.ts'
import { Incident } from './incident.ts'
import { RecoveryRow } from './recoveries.ts'

/** What is told to the help desk, of the desktops that whoever listens may see. It begins with `look-again` unless nothing was missed. */
export const HelpDeskEvent = z
  .discriminatedUnion('type', [
    /** Everything that is told from now on is; what was shown before may be old. */
    z.object({ type: z.literal('look-again') }),
    z.object({ type: z.literal('desktop'), row: DeskRow }),
    z.object({ type: z.literal('recovery'), row: RecoveryRow }),
    z.object({ type: z.literal('leftovers'), leftovers: Leftovers }),
    z.object({ type: z.literal('rescue'), rescue: Rescue }),
    z.object({ type: z.literal('approval'), approval: Approval }),
    z.object({ type: z.literal('help'), help: Help }),
    z.object({ type: z.literal('incident'), incident: Incident }),
    z.object({ type: z.literal('holds'), holds: z.array(Hold) }),
    z.object({ type: z.literal('session-ended') }),
  ])
  .meta({ id: 'HelpDeskEvent' })
export type HelpDeskEvent = z.infer<typeof HelpDeskEvent>
