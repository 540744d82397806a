import { type Claim, newNumbers, type Run, reach } from '../claim.ts'
import { condemn } from '../condemn.ts'
import { killForSure } from '../kill-for-sure.ts'
import type { Parts } from '../parts.ts'
import { killStrays } from '../strays.ts'
import { targetOf } from '../target.ts'
import { releaseRoom } from './release-room.ts'
import { checkInert } from './start-beside.ts'

/**
 * sealed -> switched: the new machine is started inert, unless it was beside the old one, looked at, and only then becomes the
 * desktop.
 */
export async function start(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { hypervisor } = parts
  const { desktop_id: desktop, instance_n: n, overlay_n: overlay } = run
  if (n === null || overlay === null) throw new Error(`run ${run.id} is being started without numbers`)
  const target = await targetOf(parts.store.db, run)

  await releaseRoom(parts, run)
  await killEarlierAttempts(parts, claim, run)
  await killStrays(parts, desktop, claim.signal)
  if (run.beside === null) {
    if (target.backing !== null && (await hypervisor.disk(desktop, overlay)) === null) {
      await claim.read()
      await hypervisor.createOverlay(desktop, overlay, target.backing)
    }
    await claim.read()
    const memory = target.image === null ? null : ({ mode: 'load', image: target.image } as const)
    await hypervisor.startInert(desktop, n, { disk: overlay, memory, network: 'desktop' }, claim.signal)
  }
  try {
    checkInert(n, overlay, await hypervisor.instance(desktop, n), run.beside !== null)
  } catch (error) {
    if (run.beside === null) throw error
    parts.log.warn({ run: run.id, err: error }, 'what was started beside the old machine is started anew')
    await claim.commit(async (trx, now) => {
      await condemn(trx, desktop, n, 'what was started beside the old one is not as it was asked for')
      await newNumbers(trx, now)
    })
    return
  }

  await claim.commit(async (trx, now) => {
    await trx
      .updateTable('desktop')
      .set((eb) => ({ instance_n: n, overlay_n: overlay, generation: eb('generation', '+', 1) }))
      .where('id', '=', desktop)
      .execute()
    await reach(
      trx,
      now,
      'switched',
      {},
      { instance: `i-${n}`, disk: `o-${overlay}`, memory: target.image === null ? null : `m-${target.image}` },
    )
  })
}

/** Those of this run are known by name: to end them, nobody need be asked what is alive. */
async function killEarlierAttempts(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const earlier = await parts.store.db
    .selectFrom('instance')
    .select('n')
    .where('run_id', '=', run.id)
    .where('condemned_at', 'is not', null)
    .execute()
  for (const { n } of earlier) await killForSure(parts, run.desktop_id, n, claim.signal)
}
