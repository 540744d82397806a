import { randomUUID } from 'node:crypto'
import { clock, type Trx } from '../store/store.ts'
import { type Run, tellOfRun } from './claim.ts'

type Asked = Pick<Run, 'desktop_id' | 'kind' | 'pressed_by' | 'generation_seen' | 'point_id' | 'undo_of'>

/** Writes down a run that was asked for. The database refuses it if another one of that desktop is open. */
export async function newRun(trx: Trx, asked: Asked): Promise<Run> {
  const run: Run = {
    ...asked,
    id: randomUUID(),
    mark: 'accepted',
    outcome: null,
    problem_json: null,
    attempt: 1,
    way_back: 0,
    fence: 0,
    lease_owner: null,
    lease_until: null,
    instance_n: null,
    overlay_n: null,
    old_instance_n: null,
    old_overlay_n: null,
    attempt_point_id: null,
    attempt_cold: 0,
    save_n: null,
    saved_n: null,
    saved_bytes: null,
    disk_only: null,
    save_ms: null,
    beside: null,
    brought: null,
    pressed_at: await clock(trx),
    ended_at: null,
  }
  await trx.insertInto('run').values(run).execute()
  await trx
    .insertInto('run_mark')
    .values({ run_id: run.id, attempt: 1, mark: 'accepted', at: run.pressed_at })
    .execute()
  await tellOfRun(trx, run)
  return run
}
