import { record } from '../audit/audit.ts'
import { tellOfRun } from '../recovery/claim.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { overlaysBeingRead } from '../rescue/being-read.ts'
import { clock, type Trx } from '../store/store.ts'
import { tellOfPoints } from './not-taken.ts'
import { thinned } from './thinning.ts'

const HOUR_MS = 60 * 60 * 1000
const GIB = 1024 ** 3

/**
 * Says of points which are too many, and of what recoveries put aside whose time is over, that they are to be deleted: from
 * then on nobody may go to them. What a run uses or somebody reads is left for the next time.
 */
export async function thin(parts: Parts, desktop: string): Promise<void> {
  const room = await parts.hypervisor.room(desktop)
  const { policy } = settingsOf(parts, desktop)
  await parts.store.transaction(async (trx) => {
    await thinPoints(trx, parts, desktop)
    await thinUndo(trx, desktop, room < policy.freeGiB * GIB)
  })
}

async function thinPoints(trx: Trx, parts: Parts, desktop: string): Promise<void> {
  const rows = await trx
    .selectFrom('restore_point')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'there')
    .execute()
  const used = await pointsInUse(trx, desktop)
  const points = rows.map((row) => ({
    id: row.id,
    takenAt: row.taken_at,
    proof: row.proof,
    asked: row.reason === 'by-hand' || row.reason === 'announced',
    held: row.pinned === 1 || row.proof_n !== null || used.has(row.id),
    due: row.proof_due !== null,
    bytes: row.size_bytes + row.memory_bytes,
  }))
  const gone = thinned(points, settingsOf(parts, desktop).policy, await clock(trx))
  for (const id of gone) {
    await trx
      .updateTable('restore_point')
      // What is being deleted is known to be good no longer, for whoever asks only that.
      .set({ state: 'deleting', proof: 'unproven', proof_due: null, picture: null })
      .where('id', '=', id)
      .execute()
    await record(trx, { actor: 'broker', action: 'point.thinned', subject: `point:${id}`, detail: { desktop } })
  }
  if (gone.length > 0) await tellOfPoints(trx, desktop)
}

/** Whatever an open run goes to, or came by. */
async function pointsInUse(trx: Trx, desktop: string): Promise<Set<string>> {
  const runs = await trx
    .selectFrom('run')
    .select(['point_id', 'attempt_point_id'])
    .where('desktop_id', '=', desktop)
    .where('outcome', 'is', null)
    .execute()
  return new Set(runs.flatMap((run) => [run.point_id, run.attempt_point_id]).filter((id) => id !== null))
}

async function thinUndo(trx: Trx, desktop: string, shortOfRoom: boolean): Promise<void> {
  const { needs_help } = await trx
    .selectFrom('desktop')
    .select('needs_help')
    .where('id', '=', desktop)
    .executeTakeFirstOrThrow()
  // The help desk has it, with all that there is.
  if (needs_help === 1) return
  const now = await clock(trx)
  const read = await overlaysBeingRead(trx, desktop)
  const kept = await trx
    .selectFrom('undo_point')
    .innerJoin('run', 'run.id', 'undo_point.run_id')
    .select(['undo_point.run_id', 'undo_point.overlay_n', 'undo_point.kept_until', 'undo_point.sealed_at'])
    .select(['run.id', 'run.desktop_id', 'run.kind', 'run.outcome'])
    .where('undo_point.desktop_id', '=', desktop)
    .where('undo_point.state', '=', 'kept')
    .orderBy('undo_point.sealed_at')
    .execute()
  const undoing = await trx
    .selectFrom('run')
    .select('undo_of')
    .where('desktop_id', '=', desktop)
    .where('outcome', 'is', null)
    .where('undo_of', 'is not', null)
    .execute()
  const free = kept.filter(
    (k) => k.outcome !== null && !read.has(k.overlay_n) && !undoing.some((run) => run.undo_of === k.run_id),
  )
  // For want of room one goes at a time: how much that gives is seen when it is gone.
  const oldest = shortOfRoom ? free.find((k) => k.sealed_at < now - HOUR_MS) : undefined
  for (const point of free) {
    if (point.kept_until > now && point !== oldest) continue
    await trx.updateTable('undo_point').set({ state: 'deleting' }).where('run_id', '=', point.run_id).execute()
    await record(trx, {
      actor: 'broker',
      action: 'undo.given-up',
      subject: `run:${point.run_id}`,
      detail: { desktop, why: point.kept_until > now ? 'there is no room' : 'its time is over' },
    })
    await tellOfRun(trx, point)
  }
}
