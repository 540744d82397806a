import { leaveShares } from '../../guest/leave-shares.ts'
import { setClock } from '../../guest/linux.ts'
import type { Machine } from '../../guest/machine.ts'
import { waitForAgent } from '../../guest/wait-for-agent.ts'
import { GuestError } from '../../hypervisors/hypervisor.ts'
import { type Parts, settingsOf } from '../parts.ts'

/** One thing of several that a machine goes through, in their order, before it is its person's. */
export interface Stage {
  readonly name: 'agent' | 'clock' | 'no share' | 'link' | 'rest' | 'share' | 'session'
  /** From memory, it comes before anything on a network sees the machine. */
  readonly beforeLink?: boolean
  readonly act: () => Promise<void>
}

export function agentAnswers(parts: Parts, machine: Machine, fromMemory: boolean): Stage {
  const { warmSeconds, bootSeconds } = settingsOf(parts, machine.desktop).policy
  const act = () => waitForAgent(machine, (fromMemory ? warmSeconds : bootSeconds) * 1000)
  return { name: 'agent', beforeLink: true, act }
}

/**
 * What a machine that was resumed from memory goes through before it is linked: nothing on a network may see the old time, nor
 * a share that its memory brought back (`wasLeft`: it had let go of its shares before it was saved). The generation id
 * reseeds it by itself.
 */
export function beforeLink(parts: Parts, machine: Machine, wasLeft: boolean): Stage[] {
  const withinMs = settingsOf(parts, machine.desktop).policy.sessionSeconds * 1000
  const clock: Stage = { name: 'clock', beforeLink: true, act: () => setClock(machine, withinMs) }
  const noShare: Stage = {
    name: 'no share',
    beforeLink: true,
    // Had something mounted one since, what is old in it must not get out.
    act: async () => {
      const left = await leaveShares(machine, withinMs)
      if (left !== 'left') throw new GuestError(`the memory that was kept holds a share: ${left}`)
    },
  }
  return [agentAnswers(parts, machine, true), clock, ...(wasLeft ? [noShare] : [])]
}
