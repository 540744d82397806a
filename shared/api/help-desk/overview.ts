import { z } from 'zod'
import { Moment } from '../ids.ts'
import { PoolName } from '../policy.ts'
import { DeskCounts } from './desks.ts'

/** `zone`: minutes that the reader's clock is ahead of UTC, which say when their days begin. */
export const OverviewSearch = z.strictObject({
  days: z.coerce.number<number>().int().min(1).max(90).default(14),
  zone: z.coerce.number<number>().int().min(-840).max(840).default(0),
  pool: PoolName.optional(),
})
export type OverviewSearch = z.infer<typeof OverviewSearch>

const count = z.int().nonnegative()
const ms = z.int().nonnegative().nullable()
/** Of 1; null: nothing to count. */
const rate = z.number().min(0).max(1).nullable()

/** What recoveries came to: `times` from press to checked, of those that went well. */
const sum = {
  recoveries: count,
  /** Back at a point, and checked. Those that were undone are among them. */
  recovered: count,
  undone: count,
  /** As before, or handed over to the help desk. What was refused or taken back is counted nowhere. */
  failed: count,
  medianMs: ms,
  p95Ms: ms,
  successRate: rate,
  undoRate: rate,
}

export const Overview = z
  .object({
    at: Moment,
    desktops: DeskCounts,
    today: z.object(sum),
    /** Of all the days asked for. */
    period: z.object(sum),
    /** How many recoveries there usually are by this time of day: the median of the days asked for. */
    usualByNow: count.nullable(),
    /** The oldest day first; today is the last. */
    days: z.array(
      z.object({
        day: z.iso.date(),
        recovered: count,
        undone: count,
        failed: count,
        medianMs: ms,
        p95Ms: ms,
        /** What points took at the end of it, in bytes; null: nobody looked. */
        pointBytes: z.int().nonnegative().nullable(),
      }),
    ),
    points: z.object({
      unproven: count,
      oldestUnprovenAt: Moment.nullable(),
      bytes: count,
      keptBytes: count,
    }),
    /** Enrolled ones; `silent`: not heard for five minutes. null: whoever asks may not see kiosks. */
    kiosks: z.object({ enrolled: count, silent: count }).nullable(),
    approvalsWaiting: count,
    incidentsOpen: count,
  })
  .meta({ id: 'Overview' })
export type Overview = z.infer<typeof Overview>
