import { problem } from '../../../shared/api/problem.ts'
import type { Outcome, RunKind } from '../../../shared/api/recovery.ts'
import { shareOpens } from '../../guest/linux.ts'
import { agentOf, type Machine } from '../../guest/machine.ts'
import { pictureMoves } from '../../guest/screen.ts'
import { GuestError } from '../../hypervisors/hypervisor.ts'
import type { Claim, Run } from '../claim.ts'
import { finish } from '../finish.ts'
import { type Parts, settingsOf } from '../parts.ts'
import { targetOf } from '../target.ts'
import { bringsBackWhatWas } from './brings-back-what-was.ts'

const ANSWER_MS = 10_000
const SHARE_MS = 20_000
const PICTURE_MS = 15_000

const asAsked: Record<RunKind, Outcome> = {
  recover: 'recovered',
  undo: 'undone',
  restart: 'restarted',
  start: 'started',
  rebuild: 'rebuilt',
  capture: 'captured',
}

/** live -> its end: the guest answers, the share opens, the picture moves. */
export async function check(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { desktop_id: desktop, instance_n: n } = run
  if (n === null) throw new Error(`run ${run.id} is checked without a machine`)
  const fromMemory = (await targetOf(parts.store.db, run)).image !== null
  const machine: Machine = { hypervisor: parts.hypervisor, desktop, n, signal: claim.signal }
  if (bringsBackWhatWas(run)) {
    if (!(await parts.hypervisor.instance(desktop, n)).alive) throw new GuestError('the machine ended')
    if (fromMemory) await agentOf(machine).ping(ANSWER_MS, claim.signal)
  } else {
    await agentOf(machine).ping(ANSWER_MS, claim.signal)
    const { share } = settingsOf(parts, desktop)
    if (share !== null && !(await shareOpens(machine, share.mountPoint, SHARE_MS)))
      throw new GuestError(`${share.label} does not open`)
    if (!(await pictureMoves(machine, PICTURE_MS))) throw new GuestError('the picture does not move')
  }
  await claim.commit(async (trx, now) => {
    if (bringsBackWhatWas(now)) {
      const brought = fromMemory ? 'disk-and-memory' : 'disk'
      await trx.updateTable('run').set({ brought }).where('id', '=', now.id).execute()
    }
    if (now.way_back === 1) await finish(trx, now, 'failed', problem('not-repaired'))
    else await finish(trx, now, asAsked[now.kind])
  })
}
