import { z } from 'zod'
import { Desktop } from '../desktop.ts'
import { Moment } from '../ids.ts'
import { Policy } from '../policy.ts'
import { Problem } from '../problem.ts'
import { Approval } from './approval.ts'
import { DeskRow } from './desks.ts'
import { Help, Message } from './help.ts'
import { Hold } from './hold.ts'

/** Whether something may be done now, and if not, why. `second`: only if a second person agrees. */
export const May = z
  .object({ allowed: z.boolean(), problem: Problem.nullable(), second: z.boolean() })
  .meta({ id: 'May' })
export type May = z.infer<typeof May>

/** All that somebody of the help desk needs of one desktop, as it is now. */
export const DeskFile = z
  .object({
    row: DeskRow,
    /** As its person sees it: state, forecast, advice, the run that is open. */
    desktop: Desktop,
    storage: z.string(),
    /** Whose sessions can reach it: where they are signed in, and since when. */
    sessions: z
      .array(
        z.object({
          kiosk: z.string().nullable(),
          place: z.string().nullable(),
          since: Moment,
          /** Its picture is open there. */
          open: z.boolean(),
        }),
      )
      .max(20),
    policy: Policy,
    /** What its points take, and what recoveries put aside, in bytes. */
    pointBytes: z.int().nonnegative(),
    keptBytes: z.int().nonnegative(),
    holds: z.array(Hold),
    approval: Approval.nullable(),
    /** What is asked or open now. */
    help: Help.nullable(),
    /** Not read yet. */
    messages: z.array(Message),
    incident: z.object({ id: z.uuid(), title: z.string() }).nullable(),
    may: z.object({
      recover: May,
      recoverUnproven: May,
      undo: May,
      restart: May,
      takePoint: May,
      pin: May,
      rescue: May,
      rebuild: May,
      hold: May,
      clearHelp: May,
      message: May,
      watch: May,
    }),
  })
  .meta({ id: 'DeskFile' })
export type DeskFile = z.infer<typeof DeskFile>
