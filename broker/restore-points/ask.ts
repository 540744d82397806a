import { randomUUID } from 'node:crypto'
import { ProblemError } from '../../shared/api/problem.ts'
import type { PointReason } from '../../shared/api/restore-point.ts'
import { record } from '../audit/audit.ts'
import type { Run } from '../recovery/claim.ts'
import { newRun } from '../recovery/new-run.ts'
import { clock, type Trx } from '../store/store.ts'

export interface PointWish {
  readonly desktop: string
  readonly reason: Exclude<PointReason, 'first'>
  readonly note: string | null
  /** The person who asks; null for the broker itself. */
  readonly person: { readonly id: string; readonly name: string } | null
}

/**
 * Asks for a point of a desktop as it is now. Throws `busy` while something else is done to it, and `no-known-good` or
 * `needs-help` if there is no desktop to take one of.
 */
export async function askForPoint(trx: Trx, wish: PointWish): Promise<Run> {
  const desktop = await trx.selectFrom('desktop').selectAll().where('id', '=', wish.desktop).executeTakeFirstOrThrow()
  if (desktop.overlay_n === null) throw new ProblemError('no-known-good')
  if (desktop.needs_help === 1) throw new ProblemError('needs-help')
  const open = await trx
    .selectFrom('run')
    .select('id')
    .where('desktop_id', '=', wish.desktop)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  if (open !== undefined) throw new ProblemError('busy')

  const point = randomUUID()
  await trx
    .insertInto('restore_point')
    .values({
      id: point,
      desktop_id: wish.desktop,
      overlay_n: desktop.overlay_n,
      image_n: null,
      taken_at: await clock(trx),
      proof: 'unproven',
      proven_at: null,
      checks_json: '[]',
      picture: null,
      state: 'taking',
      captured_n: null,
      reason: wish.reason,
      note: wish.note,
      taken_by: wish.person?.id ?? null,
      problem: null,
      proof_n: null,
      proof_due: null,
      proven_with: null,
    })
    .execute()
  const run = await newRun(trx, {
    desktop_id: wish.desktop,
    kind: 'capture',
    pressed_by: wish.person?.id ?? null,
    generation_seen: desktop.generation,
    point_id: point,
    undo_of: null,
  })
  await record(trx, {
    actor: wish.person === null ? 'broker' : `person:${wish.person.name}`,
    action: 'point.asked',
    subject: `point:${point}`,
    detail: { desktop: wish.desktop, run: run.id, reason: wish.reason, note: wish.note },
  })
  return run
}
