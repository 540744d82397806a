import { z } from 'zod'
import { Moment } from '../ids.ts'
import { RestorePoint } from '../restore-point.ts'
import { RecoveryRow } from './recoveries.ts'

/** What was noted of a desktop beside points and runs. */
export const TIMELINE_NOTES = [
  'console.opened',
  'console.closed',
  'console.taken-over',
  'machine.stopped',
  'machine.no-room',
  'machine.went-on',
  'machine.off',
  'desktop.held',
  'desktop.let-go',
  'desktop.help-cleared',
  'help.asked',
  'help.allowed',
  'help.refused',
  'help.timed-out',
  'help.ended',
  'message.sent',
  'approval.asked',
  'approval.agreed',
  'approval.refused',
  'approval.timed-out',
  'approval.withdrawn',
] as const

export const TimelineEntry = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('point'), at: Moment, point: RestorePoint }),
    z.object({
      is: z.literal('recovery'),
      at: Moment,
      recovery: RecoveryRow,
      /** What it put aside is kept until then. */
      keptUntil: Moment.nullable(),
    }),
    z.object({ is: z.literal('change'), at: Moment, announcementId: z.uuid(), note: z.string(), by: z.string() }),
    z.object({
      is: z.literal('note'),
      at: Moment,
      what: z.enum(TIMELINE_NOTES),
      /** Of the audit trail: `person:NAME`, `kiosk:NAME` or `broker`. */
      by: z.string(),
      /** Words of a person, or null. */
      says: z.string().nullable(),
    }),
  ])
  .meta({ id: 'TimelineEntry' })
export type TimelineEntry = z.infer<typeof TimelineEntry>

/** `before`: earlier than this; absent: the newest. */
export const TimelineSearch = z.strictObject({ before: Moment.optional() })

/** Newest first. `next`: ask for what is before it; null: that is all. */
export const Timeline = z.object({ entries: z.array(TimelineEntry), next: Moment.nullable() }).meta({ id: 'Timeline' })
export type Timeline = z.infer<typeof Timeline>
