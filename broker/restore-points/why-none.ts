import type { Kysely } from 'kysely'
import { type Problem, problem } from '../../shared/api/problem.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'

/** Why a desktop has no point that is known to be good, and what is being done about it. */
export async function whyNoKnownGood(db: Kysely<Database>, desktop: string): Promise<Problem> {
  const point = await db
    .selectFrom('restore_point')
    .select(['state', 'proof', 'proof_n', 'proof_due', 'problem'])
    .where('desktop_id', '=', desktop)
    .where('state', 'in', ['taking', 'there'])
    .orderBy('taken_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (point === undefined) return problem('no-known-good')
  if (point.state === 'taking') return problem('no-known-good', 'One is being taken now.')
  if (point.proof_n !== null) return problem('no-known-good', 'One is being started apart and checked now.')
  const failed = point.problem === null ? '' : `The last check failed: ${point.problem}. `
  if (point.proof_due === null) return problem('no-known-good', `${failed}Another is taken by itself.`)
  return { ...problem('no-known-good', `${failed}One waits to be checked.`), again: iso(point.proof_due) }
}
