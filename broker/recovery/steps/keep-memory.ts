import type { DiskOnly } from '../../../shared/api/recovery.ts'
import { leaveShares } from '../../guest/leave-shares.ts'
import type { Machine } from '../../guest/machine.ts'
import { NoRoomError, TooSlowError } from '../../hypervisors/hypervisor.ts'
import type { Claim, Run } from '../claim.ts'
import { type Parts, settingsOf } from '../parts.ts'

/** Of each second that a person may be kept waiting, so much is for the save: the rest is for letting go of the shares. */
export const SAVE_SHARE_MS = 500

/** What became of the old machine's memory: m-n, how large that is and how long it took; or why there is none. */
export type Memory =
  | { readonly image: number; readonly bytes: number; readonly tookMs: number }
  | { readonly diskOnly: DiskOnly; readonly wouldTakeMs?: number | null }

/**
 * Has the guest let go of its shares while its network is still up, and then saves its memory, each for half as long as its
 * policy lets a person wait: the guest may be dead. Only a memory that has no share mounted and no connection to a file server may ever run again: it
 * holds nothing old that could be written over something new. Whatever fails costs the memory and nothing else.
 */
export async function keepMemory(
  { hypervisor, log, ...parts }: Parts,
  claim: Claim,
  run: Run,
  machine: Machine,
  image: number,
): Promise<Memory> {
  const { desktop, n } = machine
  const halfMs = settingsOf({ hypervisor, log, ...parts }, desktop).policy.undoMemorySeconds * SAVE_SHARE_MS
  const left = await leaveShares(machine, halfMs)
  if (left !== 'left') return { diskOnly: left }

  const began = performance.now()
  try {
    // The room that was held for it.
    await hypervisor.release(desktop, image)
    await claim.read()
    const { bytes } = await hypervisor.saveMemory(desktop, n, image, halfMs, claim.signal)
    return { image, bytes, tookMs: Math.round(performance.now() - began) }
  } catch (err) {
    claim.signal.throwIfAborted()
    log.info({ run: run.id, err }, 'the memory of the old machine could not be saved; undo brings back its disk')
    if (err instanceof NoRoomError) return { diskOnly: 'no-room' }
    if (err instanceof TooSlowError)
      return { diskOnly: 'too-slow', wouldTakeMs: err.takesMs === null ? null : Math.max(err.takesMs, halfMs + 1) }
    return { diskOnly: 'interrupted' }
  }
}
