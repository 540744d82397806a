import { ProblemError } from '../../../shared/api/problem.ts'
import { DamagedDiskError, NoRoomError } from '../../hypervisors/hypervisor.ts'
import { type Claim, type Run, reach } from '../claim.ts'
import type { Parts } from '../parts.ts'

/**
 * preparing -> switched, of a point: an overlay is put on the desktop's disk, and becomes the desktop's before the machine
 * writes to it. As long as it is empty, it and what is below it say the same: so whether the machine is switched to it, is
 * switched later, or never is, nothing is lost.
 */
export async function putOverlayOn(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { hypervisor } = parts
  const { desktop_id: desktop, old_instance_n: i, old_overlay_n: below, overlay_n: n } = run
  if (below === null || n === null) throw new Error(`run ${run.id} takes a point without numbers`)
  if (i !== null) {
    const { alive, status } = await hypervisor.instance(desktop, i)
    if (alive && (status === 'panicked' || status === 'unknown'))
      throw new ProblemError('desktop-off', 'What has stopped with an error is not worth a point.')
  }
  try {
    await claim.read()
    await hypervisor.createOverlay(desktop, n, below)
    const made = await hypervisor.disk(desktop, n)
    if (made?.backing !== below)
      throw new ProblemError('hypervisor-failed', "The new disk does not stand on the desktop's.")
  } catch (cause) {
    if (cause instanceof NoRoomError) throw new ProblemError('no-room', cause.message, { cause })
    if (cause instanceof DamagedDiskError) throw new ProblemError('disk-damaged', cause.message, { cause })
    throw cause
  }
  await claim.commit(async (trx, now) => {
    await trx.updateTable('desktop').set({ overlay_n: n }).where('id', '=', desktop).execute()
    await reach(trx, now, 'switched', {}, { disk: `o-${n}`, below: `o-${below}` })
  })
}
