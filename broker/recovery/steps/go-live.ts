import { closeMountPoint, mountShare, startSession, waitUntilAtRest } from '../../guest/linux.ts'
import type { Machine } from '../../guest/machine.ts'
import { GuestError, HypervisorError } from '../../hypervisors/hypervisor.ts'
import { clock } from '../../store/store.ts'
import { type Claim, type Run, reach } from '../claim.ts'
import { makesOverlay } from '../makes-overlay.ts'
import { type Parts, settingsOf } from '../parts.ts'
import { targetOf } from '../target.ts'
import { bringsBackWhatWas } from './brings-back-what-was.ts'
import { agentAnswers, beforeLink, type Stage } from './stages.ts'

/** switched -> live: it runs, learns that time has passed, gets its network, its share and its session, in this order. */
export async function goLive(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { hypervisor } = parts
  const { desktop_id: desktop, instance_n: n } = run
  if (n === null) throw new Error(`run ${run.id} goes live without a machine`)
  const machine: Machine = { hypervisor, desktop, n, signal: claim.signal }

  const stoodStill = (await hypervisor.instance(desktop, n)).status === 'paused'
  if (stoodStill) {
    await claim.read()
    await hypervisor.resume(desktop, n, claim.signal)
    if ((await hypervisor.instance(desktop, n)).status === 'paused')
      throw new HypervisorError(`i-${n} stands still after it was resumed`)
  }
  const fromMemory = (await targetOf(parts.store.db, run)).image !== null
  const asItWas = bringsBackWhatWas(run)
  const { share, policy } = settingsOf(parts, desktop)
  // The disk stays what it is, so there is nothing better to try without it.
  const withoutShare = asItWas || !makesOverlay(run)
  let shareIsMissing = false
  // What ran since it was made ready beside the old one still is.
  const ready = run.beside === 'ready' && !stoodStill
  for (const stage of stages(parts, claim, machine, fromMemory, asItWas)) {
    if (ready && stage.beforeLink === true) continue
    try {
      await stage.act()
    } catch (err) {
      // What is brought back as it was may have been broken: it is the person's all the same.
      // But what answered when its memory was saved answers now, or that memory is of no use.
      const mayFail = stage.name === 'share' ? withoutShare : asItWas && !(fromMemory && stage.beforeLink === true)
      if (!(mayFail && err instanceof GuestError)) throw err
      parts.log.info({ run: run.id, stage: stage.name, err }, 'the state that was brought back does not do this')
      if (share !== null && (stage.name === 'agent' || stage.name === 'share')) shareIsMissing = true
      if (stage.name === 'agent') break
      if (stage.name === 'share' && share !== null)
        await closeMountPoint(machine, share.mountPoint, policy.sessionSeconds * 1000).catch((closing: unknown) => {
          if (!(closing instanceof GuestError)) throw closing
        })
    }
  }
  await claim.commit(async (trx, now) => {
    const share_missing_since = shareIsMissing ? await clock(trx) : null
    await trx.updateTable('desktop').set({ share_missing_since }).where('id', '=', desktop).execute()
    await reach(trx, now, 'live', {}, shareIsMissing ? { share: 'missing' } : {})
  })
}

/** How long something that answers may take to come to rest when it may be broken, and is let in all the same. */
const BROKEN_REST_MS = 60_000

function stages(parts: Parts, claim: Claim, machine: Machine, fromMemory: boolean, asItWas: boolean): Stage[] {
  const { hypervisor } = parts
  const { desktop, n, signal } = machine
  const { share, policy } = settingsOf(parts, desktop)
  const link: Stage = {
    name: 'link',
    act: async () => {
      await claim.read()
      await hypervisor.setLink(desktop, n, true, signal)
      if (!(await hypervisor.instance(desktop, n)).linkUp)
        throw new HypervisorError(`i-${n} has no link after it was linked`)
    },
  }
  const rest: Stage = {
    name: 'rest',
    act: async () => {
      await claim.read()
      await waitUntilAtRest(machine, asItWas ? BROKEN_REST_MS : policy.bootSeconds * 1000)
    },
  }
  const letIn: Stage[] = [
    {
      name: 'share',
      act: async () => {
        if (share === null) return
        const { unc, mountPoint, user } = share
        await claim.read()
        await mountShare(
          machine,
          { unc, mountPoint, user, password: await share.password() },
          policy.sessionSeconds * 1000,
        )
      },
    },
    {
      name: 'session',
      act: async () => {
        await claim.read()
        await startSession(machine, policy.sessionSeconds * 1000)
      },
    },
  ]
  if (fromMemory) return [...beforeLink(parts, machine, asItWas), link, ...letIn]
  return [link, agentAnswers(parts, machine, false), rest, ...letIn]
}
