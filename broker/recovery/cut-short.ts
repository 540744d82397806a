import type { Trx } from '../store/store.ts'
import type { Run } from './claim.ts'

/** Whether this run went before a start that was under way: then the desktop may be off, and nobody starts it any more. */
export async function cutAStartShort(trx: Trx, run: Run): Promise<boolean> {
  const before = await trx
    .selectFrom('run')
    .select(['kind', 'outcome', 'problem_json'])
    .where('desktop_id', '=', run.desktop_id)
    .where('id', '!=', run.id)
    .orderBy('pressed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  // Only what was superseded failed without a problem.
  const cut = before?.outcome === 'failed' && before.problem_json === null
  return cut && (before.kind === 'start' || before.kind === 'restart')
}
