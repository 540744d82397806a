import { z } from 'zod'
import { DesktopId, Moment, PointId, RunId } from '../ids.ts'
import { Paging, Somebody } from './acting.ts'

/** Why a second person has to agree: the point is older than the policy allows; a rebuild; asked by a junior. */
export const ApprovalWhy = z.enum(['older', 'rebuild', 'junior'])
export type ApprovalWhy = z.infer<typeof ApprovalWhy>

/**
 * An act that waits for a second person. Whoever asked for it can't agree; one decision counts. Agreed, it is carried out at
 * once; `could-not`: agreed, and it was refused then, as `problem` says.
 */
export const Approval = z
  .object({
    id: z.uuid(),
    desktop: z.object({ id: DesktopId, name: z.string(), pool: z.string().nullable(), owner: Somebody }),
    act: z.enum(['recover', 'restart', 'undo', 'rebuild']),
    point: z.object({ id: PointId, takenAt: Moment, proof: z.string() }).nullable(),
    why: z.array(ApprovalWhy).min(1),
    reason: z.string(),
    askedBy: Somebody,
    askedAt: Moment,
    /** When it is over, undecided. */
    until: Moment,
    state: z.enum(['waiting', 'agreed', 'refused', 'timed-out', 'withdrawn', 'could-not']),
    decidedBy: Somebody.nullable(),
    decidedAt: Moment.nullable(),
    word: z.string().nullable(),
    recoveryId: RunId.nullable(),
    problem: z.string().nullable(),
    /** Whether whoever asks this now may decide it. */
    mayDecide: z.boolean(),
  })
  .meta({ id: 'Approval' })
export type Approval = z.infer<typeof Approval>

export const ApprovalSearch = z.strictObject({ is: z.enum(['waiting', 'settled']).default('waiting'), ...Paging })
export type ApprovalSearch = z.infer<typeof ApprovalSearch>

export const ApprovalPage = z
  .object({ rows: z.array(Approval), total: z.int().nonnegative(), waiting: z.int().nonnegative() })
  .meta({ id: 'ApprovalPage' })
export type ApprovalPage = z.infer<typeof ApprovalPage>

/** A refusal needs words. */
export const Decide = z
  .strictObject({ agree: z.boolean(), word: z.string().trim().max(300).default('') })
  .refine(({ agree, word }) => agree || word.length >= 3, { error: 'some words on why', path: ['word'] })
  .meta({ id: 'Decide' })
export type Decide = z.infer<typeof Decide>
