import { z } from 'zod'
import { DesktopId, Moment, PointId, PressKey } from './ids.ts'

/** What was looked at while a point was proven, and what was seen. */
export const Check = z
  .object({ name: z.string(), passed: z.boolean(), tookMs: z.int().nonnegative(), saw: z.string() })
  .meta({ id: 'Check' })
export type Check = z.infer<typeof Check>

/**
 * What the disk was when the point was taken. `at-rest`: nothing wrote to it. `flushed`: the guest wrote all that it had and
 * held still meanwhile. `crash`: as if the power had failed, for nobody in the guest answered.
 */
export const Consistency = z.enum(['at-rest', 'flushed', 'crash'])
export type Consistency = z.infer<typeof Consistency>

/** `first`: the golden image, started and checked. `announced`: before a change that an administrator told of. */
export const PointReason = z.enum(['first', 'schedule', 'sign-out', 'announced', 'by-hand'])
export type PointReason = z.infer<typeof PointReason>

/** What going back to a point can't do, or may break. To be said before it is gone to, not after. */
export const PointLimit = z
  .object({
    kind: z.enum(['old', 'machine-password', 'firmware', 'local-storage']),
    /** In a sentence. */
    says: z.string(),
  })
  .meta({ id: 'PointLimit' })
export type PointLimit = z.infer<typeof PointLimit>

/**
 * State that can be gone back to. `known-good` is earned by starting, apart from the real desktop and cut off from the
 * network, and passing every check. `warm` points resume from memory in place of booting.
 */
export const RestorePoint = z
  .object({
    id: PointId,
    desktopId: DesktopId,
    takenAt: Moment,
    /** It is being taken: nothing can be said of it yet. */
    taking: z.boolean(),
    reason: PointReason,
    note: z.string().nullable(),
    takenBy: z.string().nullable(),
    consistency: Consistency,
    pinned: z.boolean(),
    proof: z.enum(['unproven', 'proving', 'known-good', 'failed']),
    provenAt: Moment.nullable(),
    /** Why it is not known to be good, or could not be taken. */
    problem: z.string().nullable(),
    /** When it is to be checked, for the first time or again; null when nothing is planned. */
    proofDueAt: Moment.nullable(),
    warm: z.boolean(),
    checks: z.array(Check),
    hasPicture: z.boolean(),
    limits: z.array(PointLimit),
    sizeBytes: z.int().nonnegative(),
    memoryBytes: z.int().nonnegative(),
  })
  .meta({ id: 'RestorePoint' })
export type RestorePoint = z.infer<typeof RestorePoint>

/** Asks for a point to be taken now. The note says why, in its person's words. */
export const TakePoint = z
  .strictObject({ key: PressKey, note: z.string().trim().max(200).optional() })
  .meta({ id: 'TakePoint' })
export type TakePoint = z.infer<typeof TakePoint>

/** A pinned point stays until it is unpinned. */
export const ChangePoint = z.strictObject({ pinned: z.boolean() }).meta({ id: 'ChangePoint' })
export type ChangePoint = z.infer<typeof ChangePoint>
