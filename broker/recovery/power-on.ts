import { record } from '../audit/audit.ts'
import type { Store, Trx } from '../store/store.ts'
import { finish } from './finish.ts'
import { newRun } from './new-run.ts'

/**
 * Asks for a desktop to be started, if it has no open run: from its own disk, or for the first time from its restore
 * point. Answers whether it was asked.
 */
export async function askToStart(store: Store, desktopId: string): Promise<boolean> {
  return store.transaction((trx) => startAsked(trx, desktopId))
}

/** The same, in a transaction that does more. */
export async function startAsked(trx: Trx, desktopId: string): Promise<boolean> {
  const desktop = await trx.selectFrom('desktop').selectAll().where('id', '=', desktopId).executeTakeFirstOrThrow()
  const open = await trx
    .selectFrom('run')
    .selectAll()
    .where('desktop_id', '=', desktopId)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  if ((open !== undefined && open.kind !== 'capture') || desktop.needs_help === 1) return false
  if (open !== undefined) await finish(trx, open, 'failed')
  const point =
    desktop.overlay_n !== null
      ? undefined
      : await trx
          .selectFrom('restore_point')
          .select('id')
          .where('desktop_id', '=', desktopId)
          .where('proof', '=', 'known-good')
          .orderBy('taken_at', 'desc')
          .orderBy('id', 'desc')
          .limit(1)
          .executeTakeFirstOrThrow()
  const run = await newRun(trx, {
    desktop_id: desktopId,
    kind: 'start',
    pressed_by: null,
    generation_seen: desktop.generation,
    point_id: point?.id ?? null,
    undo_of: null,
  })
  await record(trx, {
    actor: 'broker',
    action: 'start.asked',
    subject: `run:${run.id}`,
    detail: { desktop: desktopId },
  })
  return true
}
