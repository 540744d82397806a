import type { GuestAgent, Hypervisor } from '../hypervisors/hypervisor.ts'

/** One instance, as those who work inside it need it. */
export interface Machine {
  readonly hypervisor: Hypervisor
  readonly desktop: string
  readonly n: number
  readonly signal: AbortSignal
}

export function agentOf(machine: Machine): GuestAgent {
  return machine.hypervisor.guest(machine.desktop, machine.n)
}
