import type { Consistency } from '../../../shared/api/restore-point.ts'
import { record } from '../../audit/audit.ts'
import { letGo, whileStill } from '../../guest/hold-still.ts'
import type { Machine } from '../../guest/machine.ts'
import { HypervisorError } from '../../hypervisors/hypervisor.ts'
import { clock } from '../../store/store.ts'
import type { Claim, Run } from '../claim.ts'
import { finish } from '../finish.ts'
import { type Parts, settingsOf } from '../parts.ts'
import { sealChain } from '../seal-for-sure.ts'

interface Switched {
  readonly consistency: Consistency
  readonly why: string | null
  readonly pausedMs: number
}

/** switched -> its end, of a point: the machine writes to the new overlay, and what it wrote to until then is the point. */
export async function switchToOverlay(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { desktop_id: desktop, old_overlay_n: taken, overlay_n: n } = run
  if (taken === null || n === null) throw new Error(`run ${run.id} takes a point without numbers`)
  const began = performance.now()
  const { consistency, why, pausedMs } = await switchMachine(parts, claim, run, n)
  const agoMs = Math.round(performance.now() - began)
  const facts = await sealChain(parts, desktop, taken)
  await claim.commit(async (trx, now) => {
    const at = await clock(trx)
    await trx
      .updateTable('restore_point')
      .set({
        state: 'there',
        captured_n: taken,
        overlay_n: taken,
        taken_at: at - agoMs,
        consistency,
        size_bytes: facts.sizeBytes,
        proof_due: at,
      })
      .where('id', '=', now.point_id)
      .execute()
    // Of what nobody asked for, the newest is worth checking, and the others no longer.
    await trx
      .updateTable('restore_point')
      .set({ proof_due: null })
      .where('desktop_id', '=', desktop)
      .where('id', '!=', now.point_id)
      .where('proof', '=', 'unproven')
      .where('proof_n', 'is', null)
      .where('reason', 'in', ['schedule', 'sign-out'])
      .execute()
    await trx.updateTable('announced_desktop').set({ state: 'taken' }).where('point_id', '=', now.point_id).execute()
    await record(trx, {
      actor: 'broker',
      action: 'point.taken',
      subject: `point:${now.point_id ?? ''}`,
      detail: { desktop, disk: `o-${taken}`, bytes: facts.sizeBytes, consistency, why, pausedMs },
    })
    await finish(trx, now, 'captured')
  })
}

async function switchMachine(parts: Parts, claim: Claim, run: Run, n: number): Promise<Switched> {
  const { hypervisor } = parts
  const { desktop_id: desktop, old_instance_n: i } = run
  const before = i === null ? null : await hypervisor.instance(desktop, i)
  if (i === null || before?.alive !== true) return { consistency: 'crash', why: 'it did not run', pausedMs: 0 }
  const machine: Machine = { hypervisor, desktop, n: i, signal: claim.signal }
  const off = before.status === 'off'

  // An earlier broker began it, and it may be done at any time: only a look tells whether it is.
  if (run.attempt > 1) {
    if (!off) await letGo(machine)
    await checkWritesTo(machine, n)
    return { consistency: 'crash', why: 'the broker ended while it was taken', pausedMs: 0 }
  }
  const act = async () => {
    await claim.read()
    await hypervisor.switchDisk(desktop, i, n, claim.signal)
  }
  if (before.status !== 'running') {
    await act()
    await checkWritesTo(machine, n)
    return { consistency: off ? 'at-rest' : 'crash', why: off ? null : 'it stood still', pausedMs: 0 }
  }
  const { held, why, tookMs } = await whileStill(machine, settingsOf(parts, desktop).policy.guest, act)
  await checkWritesTo(machine, n)
  return { consistency: held ? 'flushed' : 'crash', why, pausedMs: tookMs }
}

async function checkWritesTo({ hypervisor, desktop, n: i }: Machine, n: number): Promise<void> {
  const { alive, disk } = await hypervisor.instance(desktop, i)
  // One that ended meanwhile writes to nothing; what it wrote last is below the new overlay, or in it.
  if (!alive || disk !== n) throw new HypervisorError(`i-${i} was not seen to write to o-${n}`)
}
