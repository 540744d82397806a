import { z } from 'zod'
import { Help, Message } from './help-desk/help.ts'
import { Offer } from './help-desk/offer.ts'
import { DesktopId, Moment, PointId } from './ids.ts'
import { Problem } from './problem.ts'
import { Brings, DiskOnly, Recovery } from './recovery.ts'

/** Counted in the running desktop, so the names are text from there: for showing alone. `more`: there are other folders, too. */
export const LocalChanges = z
  .object({
    at: Moment,
    folders: z.array(z.object({ name: z.string().max(256), files: z.int().positive() })).max(20),
    more: z.boolean(),
  })
  .meta({ id: 'LocalChanges' })
export type LocalChanges = z.infer<typeof LocalChanges>

/** What a press would do now, said before it is made. */
export const Forecast = z
  .discriminatedUnion('possible', [
    z.object({
      possible: z.literal(true),
      point: z.object({ id: PointId, takenAt: Moment, warm: z.boolean(), hasPicture: z.boolean() }),
      /** This desktop's own measured median, in ms; null before the first recovery. */
      takesMs: z.int().positive().nullable(),
      /** What undo would bring back of what is there now, as far as can be known before. */
      undoBrings: Brings,
      /** Why not memory, too. */
      undoDiskOnly: DiskOnly.nullish(),
      /** What changed in the person's folders since the point was taken, by the last look; null when that is unknown. */
      changes: LocalChanges.nullable(),
    }),
    z.object({ possible: z.literal(false), problem: Problem }),
  ])
  .meta({ id: 'Forecast' })
export type Forecast = z.infer<typeof Forecast>

/**
 * Recovering again and again ends alike: what to do in place of it. `earlier-point`: the one that is named; `help-desk`: there
 * is none that was not tried. Nothing is refused for it.
 */
export const Advice = z
  .object({
    kind: z.literal('recovering-does-not-help'),
    /** How many recoveries of late ended so. */
    times: z.int().positive(),
    next: z.enum(['earlier-point', 'help-desk']),
    point: z.object({ id: PointId, takenAt: Moment }).nullable(),
  })
  .meta({ id: 'Advice' })
export type Advice = z.infer<typeof Advice>

export const Desktop = z
  .object({
    id: DesktopId,
    name: z.string(),
    /** Rises whenever another machine becomes this desktop: a press names the one that the person saw. */
    generation: z.int().nonnegative(),
    /** `preparing`: it is made ready for the first time. `needs-help`: handed over, everything kept. */
    state: z.enum(['preparing', 'off', 'starting', 'running', 'recovering', 'needs-help']),
    /** What `preparing` is doing, or why a machine that runs cannot be used (panicked, paused); null when all is well. */
    note: z.string().nullable(),
    /** `missing`: it could not be mounted, and will be as soon as it is there; meanwhile nothing can be written to it. */
    share: z.object({ label: z.string(), missing: z.boolean().nullish() }).nullable(),
    forecast: Forecast,
    /** What recoveries put aside and still keep, and the room it takes, with memory. */
    kept: z.object({ count: z.int().nonnegative(), bytes: z.int().nonnegative() }).nullish(),
    advice: Advice.nullish(),
    /** The run that is open, or else the last one that a person asked for. */
    recovery: Recovery.nullable(),
    /** What the help desk wants to do with it, which a second person there has to agree to. */
    waitsFor: z
      .object({
        act: z.enum(['recover', 'restart', 'undo', 'rebuild']),
        askedBy: z.string(),
        askedAt: Moment,
        until: Moment,
      })
      .nullish(),
    /** Somebody of the help desk asks to see its picture, or sees it. */
    help: Help.nullish(),
    /** From the help desk, not read yet; the oldest first. */
    messages: z.array(Message).nullish(),
    offer: Offer.nullish(),
  })
  .meta({ id: 'Desktop' })
export type Desktop = z.infer<typeof Desktop>
