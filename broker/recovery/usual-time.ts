import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'

/** How many of a desktop's own runs its usual time is taken from. */
const REMEMBERED = 20

/** The median of this desktop's latest runs of a kind that ended as asked, from press to checked, in ms. */
export async function usualTime(
  db: Kysely<Database>,
  desktop: string,
  kind: 'recover' | 'undo',
): Promise<number | null> {
  const rows = await db
    .selectFrom('run')
    .select(['pressed_at', 'ended_at'])
    .where('desktop_id', '=', desktop)
    .where('kind', '=', kind)
    .where('outcome', '=', kind === 'recover' ? 'recovered' : 'undone')
    .orderBy('pressed_at', 'desc')
    .limit(REMEMBERED)
    .execute()
  const times = rows.map((r) => (r.ended_at ?? r.pressed_at) - r.pressed_at).sort((a, b) => a - b)
  const median = times[Math.floor(times.length / 2)]
  return median === undefined ? null : Math.max(1, median)
}
