import { type Claim, type Run, reach } from '../claim.ts'
import { makesOverlay } from '../makes-overlay.ts'
import { takeNumber } from '../numbers.ts'
import type { Parts } from '../parts.ts'
import { mayBegin, tellWaiting } from '../queue.ts'
import { slotsOf } from '../slots.ts'
import { WaitsError } from '../waits-error.ts'

/**
 * accepted -> preparing: its turn has come, and the numbers that this run may use are written down before anything uses them.
 * Throws `WaitsError` if it has not.
 */
export async function begin(parts: Parts, claim: Claim, _run: Run): Promise<void> {
  await claim.commit(async (trx, run) => {
    // Looked at here, where nobody else can begin at the same time.
    if (run.kind !== 'capture' && !(await mayBegin(trx, slotsOf(parts))).has(run.id))
      throw new WaitsError(`run ${run.id} waits for its turn`)
    const desktop = await trx
      .selectFrom('desktop')
      .selectAll()
      .where('id', '=', run.desktop_id)
      .executeTakeFirstOrThrow()
    const n = await takeNumber(trx, run.desktop_id, run.id)
    const makes = makesOverlay(run)
    await reach(
      trx,
      run,
      'preparing',
      {
        instance_n: n,
        overlay_n: makes ? n : desktop.overlay_n,
        old_instance_n: desktop.instance_n,
        old_overlay_n: desktop.overlay_n,
        save_n: makes && desktop.instance_n !== null ? await takeNumber(trx, run.desktop_id, run.id) : null,
      },
      { n },
    )
    await tellWaiting(trx)
  })
}
