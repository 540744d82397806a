import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import type { Feature } from './incident-rule.ts'

/** A change is behind presses of this long after it at most. */
const CHANGE_MS = 24 * 60 * 60 * 1000

/** From which image each desktop is, by its id. */
export type Images = ReadonlyMap<string, string>

/** What each desktop that is configured has in common with others, `since` a moment as far as changes are meant. */
export async function featuresOf(
  db: Kysely<Database>,
  images: Images,
  since: number,
): Promise<Map<string, readonly Feature[]>> {
  const desktops = await db.selectFrom('desktop').select(['id', 'pool', 'host', 'storage']).execute()
  const changes = await db
    .selectFrom('announced_desktop as a')
    .innerJoin('announcement as change', 'change.id', 'a.announcement_id')
    .select(['a.desktop_id', 'change.note', 'change.made_at'])
    .where('change.made_at', '>=', since - CHANGE_MS)
    .execute()
  const changesOf = Map.groupBy(changes, ({ desktop_id }) => desktop_id)
  return new Map(
    desktops
      .filter(({ id }) => images.has(id))
      .map(({ id, pool, host, storage }) => {
        const features: Feature[] = [
          { feature: 'host', value: host, at: null },
          { feature: 'storage', value: storage, at: null },
          { feature: 'image', value: images.get(id) ?? '', at: null },
        ]
        if (pool !== null) features.push({ feature: 'pool', value: pool, at: null })
        // Announced twice, it is one change.
        const notes = new Map((changesOf.get(id) ?? []).map(({ note, made_at }) => [note, made_at]))
        for (const [note, at] of notes) features.push({ feature: 'change', value: note, at })
        return [id, features]
      }),
  )
}
