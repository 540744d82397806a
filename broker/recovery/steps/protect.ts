import { setTimeout as delay } from 'node:timers/promises'
import { agentOf, type Machine } from '../../guest/machine.ts'
import { type Claim, newNumbers, type Run, reach } from '../claim.ts'
import { condemn } from '../condemn.ts'
import type { Parts } from '../parts.ts'
import { keepMemory, type Memory } from './keep-memory.ts'
import { type Beside, startBeside } from './start-beside.ts'

/** Nobody waits for a guest that may be dead. */
const ASK_MS = 1000
const POLITE_MS = 15_000
const STOP_MS = 5000

/**
 * prepared -> protected: the old machine is stopped for good, its memory kept where that is safe, and it is condemned before
 * it is killed.
 */
export async function protect(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const old = run.old_instance_n
  let memory: Memory = { diskOnly: run.disk_only ?? 'was-off' }
  let beside: Beside = 'not'
  if (old !== null) {
    const machine: Machine = { hypervisor: parts.hypervisor, desktop: run.desktop_id, n: old, signal: claim.signal }
    const { alive, status } = await parts.hypervisor.instance(run.desktop_id, old)
    const runs = alive && status === 'running'
    if (runs) {
      await claim.read()
      if (run.kind === 'restart') await askToPowerDown(machine)
    }
    if (run.save_n !== null) {
      if (runs) {
        const besideIt = startBeside(parts, claim, run)
        try {
          memory = await keepMemory(parts, claim, run, machine, run.save_n)
        } finally {
          beside = await besideIt()
        }
      }
      // Stopped by an earlier claim of this run, and nobody knows what it had let go of then.
      else if (alive && status === 'paused' && run.fence > 1) memory = { diskOnly: 'interrupted' }
    }
    await claim.read()
    // If it can't be stopped it can still be killed, and the disk is kept all the same.
    try {
      await parts.hypervisor.stop(run.desktop_id, old, AbortSignal.any([claim.signal, AbortSignal.timeout(STOP_MS)]))
    } catch (err) {
      parts.log.info({ run: run.id, err }, 'the old machine could not be stopped; it is killed next')
    }
  }
  await claim.commit(async (trx, now) => {
    if (old !== null) await condemn(trx, now.desktop_id, old, `replaced by run ${now.id}`)
    const set =
      'image' in memory
        ? { saved_n: memory.image, saved_bytes: memory.bytes, save_ms: memory.tookMs, disk_only: null }
        : { disk_only: memory.diskOnly, save_ms: memory.wouldTakeMs ?? null }
    const detail = 'image' in memory ? { memory: `m-${memory.image}`, bytes: memory.bytes } : memory
    await reach(
      trx,
      now,
      'protected',
      { ...set, beside: beside === 'started' || beside === 'ready' ? beside : null },
      detail,
    )
    if (beside === 'lost' && now.instance_n !== null) {
      await condemn(trx, now.desktop_id, now.instance_n, 'it could not be started beside the old one')
      await newNumbers(trx, now)
    }
  })
}

/** A guest that can is let down gently; one that can't is not waited for. */
async function askToPowerDown(machine: Machine): Promise<void> {
  const { hypervisor, desktop, n, signal } = machine
  try {
    await agentOf(machine).powerDown(ASK_MS, signal)
  } catch {
    signal.throwIfAborted()
    return
  }
  const until = performance.now() + POLITE_MS
  while (performance.now() < until) {
    const { alive, status } = await hypervisor.instance(desktop, n)
    if (!alive || status === 'off') return
    await delay(200, undefined, { signal })
  }
}
