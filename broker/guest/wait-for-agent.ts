import { setTimeout as delay } from 'node:timers/promises'
import { GuestError } from '../hypervisors/hypervisor.ts'
import { agentOf, type Machine } from './machine.ts'

const ASK_MS = 1000

/**
 * Waits until the agent in the guest answers, `withinMs` at most. Throws `GuestError`; at once if the machine ended,
 * powered off or panicked, for then it will never answer.
 */
export async function waitForAgent(machine: Machine, withinMs: number): Promise<void> {
  const { hypervisor, desktop, n, signal } = machine
  const until = performance.now() + withinMs
  const agent = agentOf(machine)
  for (;;) {
    const asked = performance.now()
    try {
      await agent.ping(Math.max(1, Math.min(ASK_MS, until - asked)), signal)
      return
    } catch (cause) {
      signal.throwIfAborted()
      const { alive, status } = await hypervisor.instance(desktop, n)
      if (!alive) throw new GuestError('the machine ended', { cause })
      if (status === 'panicked' || status === 'off') throw new GuestError(`the machine is ${status}`, { cause })
      if (performance.now() >= until)
        throw new GuestError(`the agent in the guest did not answer within ${Math.round(withinMs / 1000)} s`, { cause })
      // An agent that refuses at once must not make this a busy loop.
      await delay(Math.max(0, 50 - (performance.now() - asked)), undefined, { signal })
    }
  }
}
