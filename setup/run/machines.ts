import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import type { Hypervisor } from '../../broker/hypervisors/hypervisor.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { DESKTOP, type Demo, qemuSetup } from './broker-config.ts'

/** What a guest may take to end its session and to write everything to its disk and its share. */
const POWER_DOWN_MS = 20_000

/** Ends the demo's machines, each asked to power down first. The broker must be gone, or it would start them again. */
export async function endMachines(demo: Demo): Promise<void> {
  const hypervisor = new QemuHypervisor(qemuSetup(demo), pino({ level: 'silent' }))
  const { signal } = new AbortController()
  await hypervisor.open(signal)
  try {
    await Promise.all(
      (await hypervisor.alive(DESKTOP)).map(async (n) => {
        await powerDown(hypervisor, n, signal)
        await hypervisor.kill(DESKTOP, n, signal)
      }),
    )
  } finally {
    await hypervisor.close()
  }
}

/** A guest that does not answer, or not in time, is not waited for: it is a computer whose plug is pulled. */
async function powerDown(hypervisor: Hypervisor, n: number, signal: AbortSignal): Promise<void> {
  const until = Date.now() + POWER_DOWN_MS
  try {
    if ((await hypervisor.instance(DESKTOP, n)).status !== 'running') return
    await hypervisor.guest(DESKTOP, n).powerDown(3000, signal)
    while (Date.now() < until && (await hypervisor.instance(DESKTOP, n)).status === 'running')
      await delay(200, undefined, { signal })
  } catch {
    // It is ended in any case.
  }
}
