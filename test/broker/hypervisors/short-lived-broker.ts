import { json } from 'node:stream/consumers'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import type { Start } from '../../../broker/hypervisors/hypervisor.ts'
import type { MachineSpec } from '../../../broker/hypervisors/machine-spec.ts'
import { QemuHypervisor } from '../../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { testQemu } from '../../rigs/warm-desktop.ts'

/** Starts a machine, says so, and waits to be killed. */
interface Task {
  readonly dataDir: string
  readonly desktop: string
  readonly spec: MachineSpec
  readonly n: number
  readonly start: Start
}

const { dataDir, desktop, spec, n, start } = (await json(process.stdin)) as Task
const { signal } = new AbortController()
const hypervisor = new QemuHypervisor(
  { ...testQemu, dataDir, desktops: { [desktop]: spec } },
  pino({ level: 'silent' }),
)
await hypervisor.open(signal)
await hypervisor.startInert(desktop, n, start, signal)
await hypervisor.resume(desktop, n, signal)
await hypervisor.guest(desktop, n).ping(30_000, signal)
console.log('running')
await delay(600_000)
