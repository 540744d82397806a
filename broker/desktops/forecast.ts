import type { Kysely } from 'kysely'
import type { Forecast } from '../../shared/api/desktop.ts'
import { problem } from '../../shared/api/problem.ts'
import type { DiskOnly } from '../../shared/api/recovery.ts'
import type { InstanceFacts } from '../hypervisors/hypervisor.ts'
import { brakedUntil, tooManyPresses } from '../recovery/brakes.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { iso } from '../recovery/run-view.ts'
import { SAVE_SHARE_MS } from '../recovery/steps/keep-memory.ts'
import { usualTime } from '../recovery/usual-time.ts'
import { changesSince } from '../rescue/changes.ts'
import { whyNoKnownGood } from '../restore-points/why-none.ts'
import type { Database } from '../store/schema.ts'

/** What a press would do now; `machine` is the desktop's, as it is, and whether its guest answers, as far as is known. */
export async function forecastFor(
  parts: Parts,
  desktop: string,
  needsHelp: boolean,
  machine: InstanceFacts | null,
  answers: boolean,
): Promise<Forecast> {
  const { db } = parts.store
  if (needsHelp) return { possible: false, problem: problem('needs-help') }
  const braked = await brakedUntil(db, desktop, settingsOf(parts, desktop).policy.pressesPerHour)
  if (braked !== null) return { possible: false, problem: tooManyPresses(braked) }
  const point = await db
    .selectFrom('restore_point')
    .select(['id', 'taken_at', 'image_n', 'picture'])
    .where('desktop_id', '=', desktop)
    .where('proof', '=', 'known-good')
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (point === undefined) return { possible: false, problem: await whyNoKnownGood(db, desktop) }
  const diskOnly = await whyDiskOnly(parts, desktop, machine, answers)
  return {
    possible: true,
    point: {
      id: point.id,
      takenAt: iso(point.taken_at),
      warm: point.image_n !== null,
      hasPicture: point.picture !== null,
    },
    takesMs: await usualTime(db, desktop, 'recover'),
    undoBrings: diskOnly === null ? 'disk-and-memory' : 'disk',
    undoDiskOnly: diskOnly,
    changes: await changesSince(db, desktop, point.id),
  }
}

const MIB = 1024 * 1024

/** Why undo would bring back the disk alone, by what can be known before a press; null: its memory, too. */
async function whyDiskOnly(
  { hypervisor, store, ...parts }: Parts,
  desktop: string,
  machine: InstanceFacts | null,
  answers: boolean,
): Promise<DiskOnly | null> {
  const { undoMemorySeconds, ballastMiB } = settingsOf({ hypervisor, store, ...parts }, desktop).policy
  if (!hypervisor.can.undoMemory || undoMemorySeconds === 0) return 'not-here'
  if (machine?.alive !== true || machine.status !== 'running') return 'was-off'
  if (!answers) return 'no-answer'
  if ((await hypervisor.room(desktop)) < (await hypervisor.imageBytes(desktop)) + ballastMiB * MIB) return 'no-room'
  return (await savedInTime(store.db, desktop, undoMemorySeconds * SAVE_SHARE_MS)) ? null : 'too-slow'
}

/** Whether saving its memory will take no longer than that, going by how long it took last, or would have taken. */
async function savedInTime(db: Kysely<Database>, desktop: string, withinMs: number): Promise<boolean> {
  const last = await db
    .selectFrom('run')
    .select(['save_ms', 'disk_only'])
    .where('desktop_id', '=', desktop)
    .where((eb) => eb.or([eb('save_ms', 'is not', null), eb('disk_only', '=', 'too-slow')]))
    .orderBy('pressed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  // Where nothing could be measured, what took too long takes as long again.
  return last === undefined || (last.save_ms === null ? last.disk_only !== 'too-slow' : last.save_ms <= withinMs)
}
