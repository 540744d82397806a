import type { Problem } from '../../shared/api/problem.ts'
import type { Outcome } from '../../shared/api/recovery.ts'
import { record } from '../audit/audit.ts'
import { notTaken } from '../restore-points/not-taken.ts'
import { clock, type Trx } from '../store/store.ts'
import { type Run, tellOfRun } from './claim.ts'

/** Ends a run: for ever, visibly, and written down. */
export async function finish(trx: Trx, run: Run, outcome: Outcome, problem: Problem | null = null): Promise<void> {
  await trx
    .updateTable('run')
    .set({ outcome, problem_json: problem === null ? null : JSON.stringify(problem), ended_at: await clock(trx) })
    .where('id', '=', run.id)
    .execute()
  if (run.kind === 'capture' && run.point_id !== null && outcome !== 'captured')
    await notTaken(trx, run.point_id, problem?.detail ?? problem?.title ?? 'Something else went before it.')
  if (outcome === 'handed-over')
    await trx.updateTable('desktop').set({ needs_help: 1 }).where('id', '=', run.desktop_id).execute()
  if (outcome === 'rebuilt')
    await trx.updateTable('desktop').set({ needs_help: 0 }).where('id', '=', run.desktop_id).execute()
  await record(trx, {
    actor: 'broker',
    action: `run.${outcome}`,
    subject: `run:${run.id}`,
    detail: { desktop: run.desktop_id, ...(problem === null ? {} : { problem: problem.type, why: problem.detail }) },
  })
  await tellOfRun(trx, run)
}
