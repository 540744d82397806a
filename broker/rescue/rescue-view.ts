import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { Problem, problem } from '../../shared/api/problem.ts'
import { DiskPath, type LeftoverEntry, LeftoverFolder, type Leftovers, Rescue } from '../../shared/api/rescue.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database, LeftoverTable, RescueTable } from '../store/schema.ts'
import { decodePath, shownName, shownPath } from './disk-path.ts'

/** What is kept of a folder of leftovers; what is shown of it is made of its path. */
export const KeptFolder = LeftoverFolder.omit({ place: true, name: true, shown: true }).extend({
  /** A DiskPath; empty for the root. */
  path: z.string(),
})
export type KeptFolder = z.infer<typeof KeptFolder>

/** What is kept of a file that was not copied. */
export const KeptSkip = z.object({ path: DiskPath, why: Rescue.shape.skipped.element.shape.why })
export type KeptSkip = z.infer<typeof KeptSkip>

const NOTHING = { added: 0, changed: 0, removed: 0, bytes: 0 }

/** What a recovery left behind, as its person sees it. */
export async function viewOfLeftovers(
  db: Kysely<Database>,
  run: { readonly id: string; readonly desktop_id: string; readonly outcome: string | null },
  canRead: boolean,
): Promise<Leftovers> {
  const row = await db.selectFrom('leftovers').selectAll().where('recovery_id', '=', run.id).executeTakeFirst()
  const kept = await db
    .selectFrom('undo_point')
    .select('run_id')
    .where('run_id', '=', run.id)
    .where('state', '=', 'kept')
    .executeTakeFirst()
  const latest = await db
    .selectFrom('rescue')
    .selectAll()
    .where('recovery_id', '=', run.id)
    .orderBy('asked_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const common = {
    recoveryId: run.id,
    desktopId: run.desktop_id,
    rescue: latest === undefined ? null : viewOfRescue(latest),
  }
  const without = (state: 'waiting' | 'failed' | 'gone', why: Problem | null = null): Leftovers => ({
    ...common,
    state,
    problem: why,
    scannedAt: null,
    total: NOTHING,
    listed: 0,
    folders: [],
  })
  if (kept === undefined) return without(run.outcome === null ? 'waiting' : 'gone')
  if (row === undefined) return canRead ? without('waiting') : without('failed', problem('no-rescue'))
  const folders = z.array(KeptFolder).parse(JSON.parse(row.folders_json))
  return {
    ...common,
    state: row.state,
    problem: problemIn(row.problem_json),
    scannedAt: row.scanned_at === null ? null : iso(row.scanned_at),
    total: { added: row.added, changed: row.changed, removed: row.removed, bytes: row.bytes },
    listed: row.listed,
    folders: folders.map(({ path, ...folder }, place) => {
      const bytes = decodePath(path)
      return { ...folder, place, name: shownName(bytes), shown: shownPath(bytes) }
    }),
  }
}

export function viewOfEntry(row: Selectable<LeftoverTable>): LeftoverEntry {
  const bytes = decodePath(row.path)
  return {
    place: row.place,
    path: row.path,
    name: shownName(bytes),
    shown: shownPath(bytes),
    type: row.type,
    change: row.change,
    sizeBytes: row.size_bytes,
    changedAt: row.changed_at === null ? null : iso(row.changed_at),
  }
}

export function viewOfRescue(row: Selectable<RescueTable>): Rescue {
  const skipped = z.array(KeptSkip).parse(JSON.parse(row.skipped_json))
  return {
    id: row.id,
    recoveryId: row.recovery_id,
    desktopId: row.desktop_id,
    state: row.state,
    outcome: row.outcome,
    askedAt: iso(row.asked_at),
    endedAt: row.ended_at === null ? null : iso(row.ended_at),
    folder: row.folder,
    copied: { files: row.copied_files, bytes: row.copied_bytes },
    of: { files: row.of_files, bytes: row.of_bytes },
    renamed: row.renamed,
    skipped: skipped.map(({ path, why }) => ({ shown: shownPath(decodePath(path)), why })),
    skippedFiles: row.skipped_files,
    problem: problemIn(row.problem_json),
  }
}

function problemIn(json: string | null): Problem | null {
  return json === null ? null : Problem.parse(JSON.parse(json))
}
