import { clock } from '../../store/store.ts'
import { type Claim, type Run, reach } from '../claim.ts'
import { killForSure } from '../kill-for-sure.ts'
import { type Parts, settingsOf } from '../parts.ts'
import { sealChain } from '../seal-for-sure.ts'

const DAY_MS = 24 * 60 * 60 * 1000

/** protected -> sealed: the old machine is ended, and then, when nothing can write any more, its disk is sealed. */
export async function kill(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { desktop_id: desktop, old_instance_n: old, old_overlay_n: kept } = run
  if (old !== null) {
    await claim.read()
    await killForSure(parts, desktop, old, claim.signal)
  }

  // A restart goes on with the same disk: nothing is replaced, so nothing is put aside.
  const facts = kept === null || kept === run.overlay_n ? null : await sealChain(parts, desktop, kept)
  const memory = kept === null ? null : await memoryOf(parts, run, kept)
  await claim.commit(async (trx, now) => {
    if (facts !== null && kept !== null) {
      const at = await clock(trx)
      await trx
        .insertInto('undo_point')
        .values({
          run_id: now.id,
          desktop_id: desktop,
          overlay_n: kept,
          size_bytes: facts.sizeBytes,
          changed_ms: Math.trunc(facts.changedMs),
          sealed_at: at,
          kept_until: at + settingsOf(parts, desktop).policy.undoDays * DAY_MS,
          state: 'kept',
          image_n: memory,
          memory_bytes: memory === null ? 0 : (now.saved_bytes ?? 0),
          disk_only: memory === null ? (now.disk_only ?? 'interrupted') : null,
        })
        .execute()
    }
    const detail = facts === null ? {} : { kept: `o-${kept}`, bytes: facts.sizeBytes, memory: memory && `m-${memory}` }
    await reach(trx, now, 'sealed', {}, detail)
  })
}

/** m-n, if the memory that was saved still belongs to the disk, now that nothing can write to that any more. */
async function memoryOf({ hypervisor, log }: Parts, run: Run, kept: number): Promise<number | null> {
  if (run.saved_n === null) return null
  try {
    if (await hypervisor.imageFits(run.desktop_id, run.saved_n, kept)) return run.saved_n
  } catch (err) {
    log.warn({ run: run.id, err }, 'the memory that was saved could not be looked at; undo has the disk')
    return null
  }
  log.warn(
    { run: run.id, image: run.saved_n },
    'a machine wrote to its disk after its memory was saved; undo has the disk',
  )
  return null
}
