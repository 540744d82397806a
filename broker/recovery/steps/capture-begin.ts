import { ProblemError } from '../../../shared/api/problem.ts'
import { type Claim, type Run, reach } from '../claim.ts'
import { takeNumber } from '../numbers.ts'
import type { Parts } from '../parts.ts'

/** accepted -> preparing, of a point: the number of the overlay that the desktop will write to. */
export async function beginCapture(_parts: Parts, claim: Claim, _run: Run): Promise<void> {
  await claim.commit(async (trx, run) => {
    const desktop = await trx
      .selectFrom('desktop')
      .selectAll()
      .where('id', '=', run.desktop_id)
      .executeTakeFirstOrThrow()
    if (desktop.overlay_n === null) throw new ProblemError('no-known-good')
    const n = await takeNumber(trx, run.desktop_id, run.id)
    await reach(
      trx,
      run,
      'preparing',
      { instance_n: n, overlay_n: n, old_instance_n: desktop.instance_n, old_overlay_n: desktop.overlay_n },
      { n },
    )
  })
}
