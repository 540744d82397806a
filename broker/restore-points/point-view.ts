import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Policy } from '../../shared/api/policy.ts'
import { Check, type RestorePoint } from '../../shared/api/restore-point.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { iso } from '../recovery/run-view.ts'
import type { RestorePointTable } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { limitsOf } from './limits.ts'

/** A point as its person sees it. `takenBy`: the name that is shown of whoever asked for it. */
function viewOfPoint(
  row: Selectable<RestorePointTable>,
  policy: Policy,
  takenBy: string | null,
  now: number,
): RestorePoint {
  return {
    id: row.id,
    desktopId: row.desktop_id,
    takenAt: iso(row.taken_at),
    taking: row.state === 'taking',
    reason: row.reason,
    note: row.note,
    takenBy,
    consistency: row.consistency,
    pinned: row.pinned === 1,
    proof: row.proof,
    provenAt: row.proven_at === null ? null : iso(row.proven_at),
    problem: row.problem,
    proofDueAt: row.proof_due === null ? null : iso(row.proof_due),
    warm: row.image_n !== null,
    checks: z.array(Check).parse(JSON.parse(row.checks_json)),
    hasPicture: row.picture !== null,
    limits: limitsOf(policy, now - row.taken_at),
    sizeBytes: row.size_bytes,
    memoryBytes: row.memory_bytes,
  }
}

/** The points of a desktop that are there or being taken, newest first. */
export async function pointsOf(parts: Parts, desktop: string): Promise<RestorePoint[]> {
  const { db } = parts.store
  const rows = await db
    .selectFrom('restore_point')
    .leftJoin('person', 'person.id', 'restore_point.taken_by')
    .selectAll('restore_point')
    .select('person.display_name')
    .where('desktop_id', '=', desktop)
    .where('state', 'in', ['taking', 'there'])
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const { policy } = settingsOf(parts, desktop)
  const now = await clock(db)
  return rows.map(({ display_name, ...row }) => viewOfPoint(row, policy, display_name, now))
}
