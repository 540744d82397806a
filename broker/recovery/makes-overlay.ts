import type { Run } from './claim.ts'

/** Whether a run puts another disk in the place of the desktop's, and so keeps the one that was there. */
export function makesOverlay(run: Pick<Run, 'point_id' | 'undo_of' | 'kind'>): boolean {
  return run.point_id !== null || run.undo_of !== null || run.kind === 'rebuild'
}
