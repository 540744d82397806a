import { overlaysBeingRead } from '../rescue/being-read.ts'
import type { Trx } from '../store/store.ts'

/** The disks and images that something in the store stands for. What nothing stands for, nothing ever will: numbers are given once. */
export interface References {
  readonly overlays: ReadonlySet<number>
  readonly images: ReadonlySet<number>
  /** Instances that live, or may be started still. */
  readonly instances: ReadonlySet<number>
}

export async function referencesOf(trx: Trx, desktop: string): Promise<References> {
  const overlays = new Set<number>(await overlaysBeingRead(trx, desktop))
  const images = new Set<number>()
  const instances = new Set<number>()
  const add = (set: Set<number>, ...numbers: (number | null)[]) => {
    for (const n of numbers) if (n !== null) set.add(n)
  }
  const row = await trx.selectFrom('desktop').selectAll().where('id', '=', desktop).executeTakeFirstOrThrow()
  add(overlays, row.overlay_n)
  add(instances, row.instance_n)
  const points = await trx
    .selectFrom('restore_point')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('state', 'in', ['taking', 'there'])
    .execute()
  for (const point of points) {
    add(overlays, point.captured_n, point.proof_n, point.proof === 'known-good' ? point.overlay_n : null)
    add(images, point.image_n, point.proof_n)
    add(instances, point.proof_n)
  }
  const kept = await trx
    .selectFrom('undo_point')
    .selectAll()
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'kept')
    .execute()
  for (const undo of kept) {
    add(overlays, undo.overlay_n)
    add(images, undo.image_n)
  }
  const runs = await trx
    .selectFrom('run')
    .selectAll()
    .where('desktop_id', '=', desktop)
    // What the help desk has is kept with all that there is, until they are done.
    .where((eb) =>
      eb.or([eb('outcome', 'is', null), ...(row.needs_help === 1 ? [eb('outcome', '=', 'handed-over')] : [])]),
    )
    .execute()
  for (const run of runs) {
    const given = await trx.selectFrom('instance').select('n').where('run_id', '=', run.id).execute()
    const numbers = given.map((i) => i.n)
    add(overlays, run.overlay_n, run.old_overlay_n, ...numbers)
    add(images, run.save_n, run.saved_n, ...numbers)
    add(instances, run.instance_n, run.old_instance_n, ...numbers)
  }
  return { overlays, images, instances }
}
