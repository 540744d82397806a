import { randomUUID } from 'node:crypto'
import { record } from '../audit/audit.ts'
import { takeNumber } from '../recovery/numbers.ts'
import { clock, type Store } from '../store/store.ts'
import { tellOfPoints } from './not-taken.ts'

/**
 * Sees to it that a desktop which was never made ready earns its first known good point: a clone of the golden image,
 * booted apart and cut off, checked, and saved at rest, before anybody logged on and with no share mounted. Fine if that is
 * under way.
 */
export async function seeToFirstPoint(store: Store, desktop: string): Promise<void> {
  await store.transaction(async (trx) => {
    const { overlay_n } = await trx
      .selectFrom('desktop')
      .select('overlay_n')
      .where('id', '=', desktop)
      .executeTakeFirstOrThrow()
    if (overlay_n !== null) return
    const underWay = await trx
      .selectFrom('restore_point')
      .select('id')
      .where('desktop_id', '=', desktop)
      .where('state', '=', 'there')
      .where((eb) =>
        eb.or([eb('proof', '=', 'known-good'), eb('proof_due', 'is not', null), eb('proof_n', 'is not', null)]),
      )
      .executeTakeFirst()
    if (underWay !== undefined) return
    const id = randomUUID()
    const at = await clock(trx)
    // Its disk gets a number of its own with each check.
    const unused = await takeNumber(trx, desktop, null)
    await trx
      .insertInto('restore_point')
      .values({
        id,
        desktop_id: desktop,
        overlay_n: unused,
        image_n: null,
        taken_at: at,
        proof: 'unproven',
        proven_at: null,
        checks_json: '[]',
        picture: null,
        captured_n: null,
        note: null,
        taken_by: null,
        problem: null,
        proof_n: null,
        proof_due: at,
        proven_with: null,
      })
      .execute()
    await record(trx, { actor: 'broker', action: 'point.first', subject: `point:${id}`, detail: { desktop } })
    await tellOfPoints(trx, desktop)
  })
}
