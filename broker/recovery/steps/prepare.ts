import { ProblemError } from '../../../shared/api/problem.ts'
import type { DiskOnly } from '../../../shared/api/recovery.ts'
import { DamagedDiskError, NoRoomError } from '../../hypervisors/hypervisor.ts'
import { type Claim, type Run, reach } from '../claim.ts'
import { earlierPoint } from '../ladder.ts'
import { type Parts, settingsOf } from '../parts.ts'
import { pointOf, type Target, targetOf } from '../target.ts'
import { flushOld } from './flush-old.ts'
import { releaseRoom } from './release-room.ts'

const MIB = 1024 * 1024

/**
 * preparing -> prepared: everything that could be refused is tried while the old machine still runs. After this there is
 * no refusal any more.
 */
export async function prepare(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const { hypervisor } = parts
  const { desktop_id: desktop, overlay_n: overlay, instance_n: n } = run
  if (overlay === null || n === null) throw new Error(`run ${run.id} is being prepared without numbers`)

  const flushed = flushOld(parts, claim, run)
  await releaseRoom(parts, run)
  try {
    await hypervisor.reserve(desktop, n, settingsOf(parts, desktop).policy.ballastMiB * MIB)
  } catch (cause) {
    if (cause instanceof NoRoomError) throw new ProblemError('no-room', cause.message, { cause })
    throw cause
  }
  const diskOnly = await roomForMemory(parts, run)

  const { backing, point } = await whereTo(parts, run)
  if (backing !== null) {
    try {
      await claim.read()
      await hypervisor.createOverlay(desktop, overlay, backing)
      const made = await hypervisor.disk(desktop, overlay)
      if (made?.backing !== backing)
        throw new ProblemError('hypervisor-failed', 'The new disk does not stand on the point.')
    } catch (cause) {
      if (cause instanceof NoRoomError) throw new ProblemError('no-room', cause.message, { cause })
      if (cause instanceof DamagedDiskError) throw new ProblemError('disk-damaged', cause.message, { cause })
      throw cause
    }
  }
  await flushed
  await claim.commit(async (trx, now) =>
    reach(trx, now, 'prepared', {
      attempt_point_id: point === now.point_id ? null : point,
      disk_only: diskOnly,
      ...(diskOnly === null ? {} : { save_n: null }),
    }),
  )
}

/** Takes room for the old machine's memory; without it, undo brings back the disk alone. Answers why, or null. */
async function roomForMemory({ hypervisor, ...parts }: Parts, run: Run): Promise<DiskOnly | null> {
  if (run.save_n === null) return null
  if (!hypervisor.can.undoMemory) return 'not-here'
  if (settingsOf({ hypervisor, ...parts }, run.desktop_id).policy.undoMemorySeconds === 0) return 'not-here'
  try {
    await hypervisor.reserve(run.desktop_id, run.save_n, await hypervisor.imageBytes(run.desktop_id))
    return null
  } catch (cause) {
    // It costs the memory, and not the press.
    return cause instanceof NoRoomError ? 'no-room' : 'interrupted'
  }
}

/** The first state on the ladder that can be read: a point whose disk is damaged is passed over for the next earlier one. */
async function whereTo(parts: Parts, run: Run): Promise<Pick<Target, 'backing'> & { readonly point: string | null }> {
  const { db } = parts.store
  let asked = run
  for (;;) {
    const { backing } = await targetOf(db, asked)
    const point = pointOf(asked)
    if (backing === null) return { backing, point }
    try {
      if ((await parts.hypervisor.disk(run.desktop_id, backing)) !== null) return { backing, point }
      throw new DamagedDiskError('the disk to go back to is not there')
    } catch (cause) {
      if (!(cause instanceof DamagedDiskError)) throw cause
      const earlier = point === null ? null : await earlierPoint(db, run.desktop_id, point)
      if (earlier === null) throw new ProblemError('disk-damaged', cause.message, { cause })
      parts.log.warn({ run: run.id, point, earlier, err: cause }, 'a point is damaged; an earlier one is gone to')
      asked = { ...asked, attempt_point_id: earlier }
    }
  }
}
