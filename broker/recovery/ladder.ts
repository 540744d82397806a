import type { Kysely } from 'kysely'
import { DamagedDiskError, UncertainError } from '../hypervisors/hypervisor.ts'
import type { Database } from '../store/schema.ts'
import type { Run } from './claim.ts'
import { pointOf, targetOf } from './target.ts'

/** The way that an attempt takes. */
export type Way = Pick<Run, 'attempt_point_id' | 'attempt_cold' | 'way_back'>

/**
 * The way after a failed one; null: there is none, and the help desk has it. Least is given up first: the same state
 * without its memory, which may hold the fault; then the next earlier point; then, after the allowed tries, the way back to
 * what was before the press, with its memory and at last without.
 */
export async function wayAfter(db: Kysely<Database>, run: Run, tries: number, error: unknown): Promise<Way | null> {
  const same: Way = { attempt_point_id: run.attempt_point_id, attempt_cold: run.attempt_cold, way_back: run.way_back }
  const hadMemory = (await targetOf(db, run)).image !== null
  const bringsBack = run.way_back === 1 || run.undo_of !== null
  if (hadMemory && (bringsBack || (run.attempt < tries && !(error instanceof DamagedDiskError))))
    return { ...same, attempt_cold: 1 }
  if (run.way_back === 0 && run.attempt < tries) {
    const point = pointOf(run)
    // That nobody knows whether it was started says nothing of the point.
    if (point === null || (run.mark === 'sealed' && error instanceof UncertainError)) return same
    const earlier = await earlierPoint(db, run.desktop_id, point)
    if (earlier !== null) return { attempt_point_id: earlier, attempt_cold: 0, way_back: 0 }
  }
  const wasReplaced = run.old_overlay_n !== null && run.old_overlay_n !== run.overlay_n
  return run.way_back === 0 && wasReplaced ? { attempt_point_id: null, attempt_cold: 0, way_back: 1 } : null
}

/** The newest point known to be good that is older than this one, or as old and after it in order; null if there is none. */
export async function earlierPoint(db: Kysely<Database>, desktop: string, than: string): Promise<string | null> {
  const { taken_at } = await db
    .selectFrom('restore_point')
    .select('taken_at')
    .where('id', '=', than)
    .executeTakeFirstOrThrow()
  const earlier = await db
    .selectFrom('restore_point')
    .select('id')
    .where('desktop_id', '=', desktop)
    .where('proof', '=', 'known-good')
    .where((eb) => eb.or([eb('taken_at', '<', taken_at), eb('taken_at', '=', taken_at).and('id', '<', than)]))
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return earlier?.id ?? null
}
