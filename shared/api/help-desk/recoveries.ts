import { z } from 'zod'
import { DesktopId, Moment, PointId, RunId } from '../ids.ts'
import { PoolName } from '../policy.ts'
import { Mark, Outcome, Recovery, RunKind } from '../recovery.ts'
import { Paging, Somebody } from './acting.ts'
import { Approval } from './approval.ts'

/** A run in a list of the help desk. */
export const RecoveryRow = z
  .object({
    id: RunId,
    desktop: z.object({ id: DesktopId, name: z.string(), pool: z.string().nullable(), owner: Somebody }),
    kind: RunKind,
    mark: Mark,
    outcome: Outcome.nullable(),
    wayBack: z.boolean(),
    attempt: z.int().positive(),
    point: z.object({ id: PointId, takenAt: Moment }).nullable(),
    /** null: the broker itself. */
    pressedBy: Somebody.nullable(),
    /** Somebody of the help desk, not the desktop's person. */
    byHelpDesk: z.boolean(),
    /** At which kiosk; null: in a browser, or not known. */
    kiosk: z.string().nullable(),
    reason: z.string().nullable(),
    pressedAt: Moment,
    endedAt: Moment.nullable(),
    /** It was taken back later. */
    undone: z.boolean(),
  })
  .meta({ id: 'RecoveryRow' })
export type RecoveryRow = z.infer<typeof RecoveryRow>

/** `open`: under way. `bad`: failed, refused or handed over. */
export const RecoverySearch = z.strictObject({
  is: z.enum(['open', 'ended', 'bad', 'undone']).optional(),
  kind: z.enum(['recover', 'undo', 'restart', 'rebuild']).optional(),
  pool: PoolName.optional(),
  desktopId: DesktopId.optional(),
  q: z.string().trim().max(100).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  ...Paging,
})
export type RecoverySearch = z.infer<typeof RecoverySearch>

export const RecoveryPage = z
  .object({ rows: z.array(RecoveryRow), total: z.int().nonnegative() })
  .meta({ id: 'RecoveryPage' })
export type RecoveryPage = z.infer<typeof RecoveryPage>

/** All that is known of a run. */
export const RecoveryFile = z
  .object({
    row: RecoveryRow,
    recovery: Recovery,
    /** Each mark of each attempt, in order; `tookMs`: since the one before. */
    steps: z.array(z.object({ attempt: z.int().positive(), mark: Mark, at: Moment, tookMs: z.int().nonnegative() })),
    /** Lines of the audit trail on it; `detail` has the hypervisor's own words, which are text to be shown and no more. */
    lines: z.array(
      z.object({
        seq: z.int().positive(),
        at: Moment,
        actor: z.string(),
        action: z.string(),
        detail: z.record(z.string(), z.unknown()),
      }),
    ),
    kept: z
      .object({
        state: z.enum(['kept', 'deleting', 'gone']),
        sealedAt: Moment,
        until: Moment,
        bytes: z.int().nonnegative(),
        memoryBytes: z.int().nonnegative(),
      })
      .nullable(),
    approval: Approval.nullable(),
    incidentId: z.uuid().nullable(),
  })
  .meta({ id: 'RecoveryFile' })
export type RecoveryFile = z.infer<typeof RecoveryFile>
