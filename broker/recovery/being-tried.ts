import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import { makesOverlay } from './makes-overlay.ts'

/**
 * Whether the desktop's machine is a try that has not passed its checks: if it does not pass, its disk is not kept. So until it
 * has, nobody is let at its keys; whatever a person wrote is then on the desktop's disk, or on one that is kept.
 */
export async function isBeingTried(db: Kysely<Database>, desktop: string): Promise<boolean> {
  const open = await db
    .selectFrom('run')
    .select(['kind', 'point_id', 'undo_of'])
    .where('desktop_id', '=', desktop)
    .where('outcome', 'is', null)
    .where('mark', 'in', ['switched', 'live'])
    .where('kind', '!=', 'capture')
    .executeTakeFirst()
  return open !== undefined && makesOverlay(open)
}
