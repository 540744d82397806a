import { z } from 'zod'
import { DesktopId, Moment, PointId, PressKey, RunId } from './ids.ts'
import { Problem } from './problem.ts'

/**
 * Commit points of a run, in order: each is one transaction, and what comes after it never needs what came before it
 * to be done again. `live` is not a promise to the protocol, only a mark between switched and the end.
 */
export const marks = ['accepted', 'preparing', 'prepared', 'protected', 'sealed', 'switched', 'live'] as const
export const Mark = z.enum(marks)
export type Mark = z.infer<typeof Mark>

/**
 * How a run ended. `recovered`, `undone`, `restarted`, `started`, `rebuilt`, `captured`: as asked, and checked. `refused`: nothing was
 * touched; `cancelled`: nor was it, for its person took it back while it waited. `failed`: the desktop is as it was before
 * the press. `handed-over`: the help desk has it, with everything kept.
 */
export const Outcome = z.enum([
  'recovered',
  'undone',
  'restarted',
  'started',
  'rebuilt',
  'captured',
  'refused',
  'cancelled',
  'failed',
  'handed-over',
])
export type Outcome = z.infer<typeof Outcome>

/**
 * `rebuild`: anew from the golden image, for the help desk. `capture`: a restore point is taken; nobody is told of it as of
 * their recovery, and whatever a person presses goes before it.
 */
export const RunKind = z.enum(['recover', 'undo', 'restart', 'start', 'rebuild', 'capture'])
export type RunKind = z.infer<typeof RunKind>

/** `disk-and-memory`: also what was not saved, as in the open editor. */
export const Brings = z.enum(['disk', 'disk-and-memory'])
export type Brings = z.infer<typeof Brings>

/**
 * Why only the disk is kept: the machine did not run; nothing in it answered in time; a program had files of the share open;
 * the share could not be let go of; memory is too large to be saved in the time that a person may be kept waiting; there
 * was no room; the save was interrupted or failed; this desktop's hypervisor can't, or its policy says so.
 */
export const DiskOnly = z.enum([
  'was-off',
  'no-answer',
  'share-in-use',
  'share-not-left',
  'too-slow',
  'no-room',
  'interrupted',
  'not-here',
])
export type DiskOnly = z.infer<typeof DiskOnly>

/** One run on a desktop, from press to outcome. */
export const Recovery = z
  .object({
    id: RunId,
    desktopId: DesktopId,
    kind: RunKind,
    /** The last commit point reached. */
    mark: Mark,
    outcome: Outcome.nullable(),
    /** The first way did not work, and it is being brought back to what it was before the press. */
    wayBack: z.boolean(),
    /** 1 for the first try. Each is another way: without memory, then an earlier point, at last the way back. */
    attempt: z.int().positive(),
    /** Which point it goes to now; none for restart, start, undo and rebuild. A later try may go to an earlier one. */
    point: z.object({ id: PointId, takenAt: Moment, warm: z.boolean() }).nullable(),
    /** Which point it went to first, if it is another one now. */
    firstPoint: z.object({ id: PointId, takenAt: Moment }).nullish(),
    /** Its place among those that wait until this desktop's host and storage can carry one more; 1 is next. */
    queue: z.object({ place: z.int().positive(), of: z.int().positive() }).nullish(),
    pressedBy: z.string().nullable(),
    pressedAt: Moment,
    endedAt: Moment.nullable(),
    /** When each mark was reached in the present attempt, in ms since the press. */
    reached: z.array(z.object({ mark: Mark, ms: z.int().nonnegative() })),
    /** What undo would bring back; null while nothing is kept, or no longer. */
    undo: z
      .object({
        until: Moment,
        brings: Brings,
        /** Why not memory, too. */
        diskOnly: DiskOnly.nullish(),
        /** This desktop's own median of undoing, in ms; null before the first time. */
        takesMs: z.int().positive().nullable(),
      })
      .nullable(),
    /** What an undo, or the way back, did bring back. */
    brought: Brings.nullish(),
    problem: Problem.nullable(),
  })
  .meta({ id: 'Recovery' })
export type Recovery = z.infer<typeof Recovery>

/** `generation` is that of the desktop which the person saw: a press at something older starts nothing. */
export const Press = z
  .strictObject({
    key: PressKey,
    kind: z.enum(['recover', 'restart']),
    generation: z.int().nonnegative(),
    /** A restore point by its id; without it, the last known good one. */
    pointId: PointId.optional(),
  })
  .meta({ id: 'Press' })
export type Press = z.infer<typeof Press>

export const UndoPress = z.strictObject({ key: PressKey, generation: z.int().nonnegative() }).meta({ id: 'UndoPress' })
export type UndoPress = z.infer<typeof UndoPress>
