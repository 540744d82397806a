import type { Kysely } from 'kysely'
import type { Disk } from '../hypervisors/hypervisor.ts'
import type { Database } from '../store/schema.ts'
import type { Run } from './claim.ts'

/** Where an attempt goes: above which disk its overlay is made, and which memory it resumes from. */
export interface Target {
  /** null: no new overlay, the desktop's own is started again. */
  readonly backing: Disk | null
  readonly image: number | null
}

/** What the run's present attempt starts from. */
export async function targetOf(db: Kysely<Database>, run: Run): Promise<Target> {
  const { overlay, image } = await stateOf(db, run)
  return { backing: overlay, image: run.attempt_cold === 1 ? null : image }
}

/** The point that the run's present attempt goes to; null if it goes to none. */
export function pointOf(run: Pick<Run, 'point_id' | 'attempt_point_id'>): string | null {
  return run.attempt_point_id ?? run.point_id
}

async function stateOf(
  db: Kysely<Database>,
  run: Run,
): Promise<{ readonly overlay: Disk | null; readonly image: number | null }> {
  if (run.way_back === 1) {
    if (run.old_overlay_n === null) throw new Error(`run ${run.id} has no state to go back to`)
    return { overlay: run.old_overlay_n, image: (await keptBy(db, run.id))?.image_n ?? null }
  }
  if (run.undo_of !== null) {
    const kept = await keptBy(db, run.undo_of)
    if (kept === undefined) throw new Error(`what run ${run.id} is to bring back is not kept any more`)
    return { overlay: kept.overlay_n, image: kept.image_n }
  }
  if (run.kind === 'rebuild') return { overlay: 'golden', image: null }
  const point = pointOf(run)
  if (point === null) return { overlay: null, image: null }
  const { overlay_n, image_n, captured_n } = await db
    .selectFrom('restore_point')
    .select(['overlay_n', 'image_n', 'captured_n'])
    .where('id', '=', point)
    .executeTakeFirstOrThrow()
  // What a clone was checked on belongs to the proof, which may come or be taken away meanwhile.
  if (captured_n !== null && point === run.point_id && (await evenUnproven(db, run.id)))
    return { overlay: captured_n, image: null }
  return { overlay: overlay_n, image: image_n }
}

/** The help desk goes to its point as it was taken, known to be good or not. */
async function evenUnproven(db: Kysely<Database>, run: string): Promise<boolean> {
  const origin = await db.selectFrom('run_origin').select('even_unproven').where('run_id', '=', run).executeTakeFirst()
  return origin?.even_unproven === 1
}

async function keptBy(db: Kysely<Database>, run: string) {
  return db
    .selectFrom('undo_point')
    .select(['overlay_n', 'image_n'])
    .where('run_id', '=', run)
    .where('state', '=', 'kept')
    .executeTakeFirst()
}
