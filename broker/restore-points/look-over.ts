import { record } from '../audit/audit.ts'
import { DamagedDiskError } from '../hypervisors/hypervisor.ts'
import type { Parts } from '../recovery/parts.ts'
import { clock, type Trx } from '../store/store.ts'
import { tellOfPoints } from './not-taken.ts'
import { proofOf } from './proving.ts'

/**
 * Looks whether what is known to be good still is: a disk that somebody deleted, edited or broke is no point any more, and is
 * said to have failed before anybody is offered it; memory that is gone makes it cold; and when the machine or the checks
 * have changed, the last known good one and the pinned ones are to be checked anew.
 */
export async function lookOver(parts: Parts, desktop: string): Promise<void> {
  const { store, hypervisor } = parts
  const kind = await proofOf(parts, desktop)
  const good = await store.db
    .selectFrom('restore_point')
    .select(['id', 'overlay_n', 'image_n', 'captured_n', 'pinned', 'proven_with', 'proof_due', 'proof_n'])
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'there')
    .where('proof', '=', 'known-good')
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  for (const [i, point] of good.entries()) {
    const spoiled = await whatIsWrong(parts, desktop, point.overlay_n)
    if (spoiled !== null) {
      await store.transaction((trx) => pointSpoiled(trx, desktop, point.id, spoiled))
      continue
    }
    const cold = point.image_n !== null && !(await hypervisor.imageFits(desktop, point.image_n, point.overlay_n))
    const isNew = point.proven_with !== null && point.proven_with !== kind
    const again = isNew && (i === 0 || point.pinned === 1) && point.proof_due === null && point.proof_n === null
    if (!cold && !again) continue
    await store.transaction(async (trx) => {
      await trx
        .updateTable('restore_point')
        .set({
          ...(cold ? { image_n: null, memory_bytes: 0 } : {}),
          ...(again ? { proof_due: await clock(trx), proof_tries: 0 } : {}),
        })
        .where('id', '=', point.id)
        .where('proof', '=', 'known-good')
        .execute()
      await record(trx, {
        actor: 'broker',
        action: 'point.looked-over',
        subject: `point:${point.id}`,
        detail: { desktop, memoryIsGone: cold, checkedAnew: again },
      })
      await tellOfPoints(trx, desktop)
    })
  }
}

/** Says of a point that its disk is no longer what was checked. Nothing of it is deleted. */
export async function pointSpoiled(trx: Trx, desktop: string, id: string, why: string): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable('restore_point')
    .set({ proof: 'failed', problem: why, proof_due: null })
    .where('id', '=', id)
    .where('proof', '=', 'known-good')
    .executeTakeFirstOrThrow()
  if (numUpdatedRows === 0n) return
  await record(trx, { actor: 'broker', action: 'point.spoiled', subject: `point:${id}`, detail: { desktop, why } })
  await tellOfPoints(trx, desktop)
}

async function whatIsWrong({ hypervisor }: Parts, desktop: string, overlay: number): Promise<string | null> {
  try {
    const facts = await hypervisor.disk(desktop, overlay)
    if (facts === null) return `its disk o-${overlay} is gone`
    return facts.sealed ? null : `its disk o-${overlay} was made writable`
  } catch (error) {
    if (error instanceof DamagedDiskError) return error.message
    throw error
  }
}
