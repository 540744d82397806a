import { flush } from '../../guest/linux.ts'
import type { Claim, Run } from '../claim.ts'
import type { Parts } from '../parts.ts'

/** The press must not wait for a guest that may be dead. */
const FLUSH_MS = 1000

/**
 * Asks the old machine to write what it has, for a second at most, while everything else is prepared: without its memory,
 * what it has not written is lost to undo. Never fails: it may be dead, which is why it is being replaced.
 */
export async function flushOld(parts: Parts, claim: Claim, run: Run): Promise<void> {
  if (run.kind === 'restart' || run.old_instance_n === null) return
  const { hypervisor } = parts
  const { desktop_id: desktop, old_instance_n: n } = run
  try {
    const { alive, status } = await hypervisor.instance(desktop, n)
    if (alive && status === 'running') await flush({ hypervisor, desktop, n, signal: claim.signal }, FLUSH_MS)
  } catch (err) {
    parts.log.info({ run: run.id, err }, 'the old machine did not write what it had before it is replaced')
  }
}
