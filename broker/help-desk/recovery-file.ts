import type { RecoveryFile } from '../../shared/api/help-desk/recoveries.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Principal } from '../identity/sessions.ts'
import { iso, viewOfRun } from '../recovery/run-view.ts'
import type { Store } from '../store/store.ts'
import { approvalOfRun } from './approval-view.ts'
import { recoveriesById } from './recovery-rows.ts'

/** More than any run writes. */
const LINES = 500

/** All that is known of a run. That it is within reach has been seen to. */
export async function recoveryFile({ db }: Pick<Store, 'db'>, principal: Principal, id: string): Promise<RecoveryFile> {
  const [row] = await recoveriesById(db, [id])
  const run = await db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined || run === undefined) throw new ProblemError('unknown-recovery')
  const marks = await db
    .selectFrom('run_mark')
    .selectAll()
    .where('run_id', '=', id)
    .orderBy('at')
    .orderBy('attempt')
    .execute()
  const lines = await db
    .selectFrom('audit')
    .select(['seq', 'at', 'actor', 'action', 'detail_json'])
    .where('subject', '=', `run:${id}`)
    .orderBy('seq')
    .limit(LINES)
    .execute()
  const kept = await db.selectFrom('undo_point').selectAll().where('run_id', '=', id).executeTakeFirst()
  const incident = await db.selectFrom('incident_run').select('incident_id').where('run_id', '=', id).executeTakeFirst()
  return {
    row,
    recovery: await viewOfRun(db, run),
    steps: marks.map(({ attempt, mark, at }, i) => ({
      attempt,
      mark,
      at: iso(at),
      tookMs: Math.max(0, at - (marks[i - 1]?.at ?? run.pressed_at)),
    })),
    lines: lines.map(({ seq, at, actor, action, detail_json }) => ({
      seq,
      at: iso(at),
      actor,
      action,
      detail: JSON.parse(detail_json) as Record<string, unknown>,
    })),
    kept:
      kept === undefined
        ? null
        : {
            state: kept.state,
            sealedAt: iso(kept.sealed_at),
            until: iso(kept.kept_until),
            bytes: kept.size_bytes,
            memoryBytes: kept.memory_bytes,
          },
    approval: await approvalOfRun(db, principal, id),
    incidentId: incident?.incident_id ?? null,
  }
}
