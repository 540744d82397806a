import { record } from '../audit/audit.ts'
import type { Store } from '../store/store.ts'
import type { DesktopSettings } from './settings.ts'

/** Writes what the configuration says of desktops into the store. Those it no longer names are kept, and belong to nobody's list. */
export async function seedDesktops(store: Store, desktops: Iterable<Omit<DesktopSettings, 'policy'>>): Promise<void> {
  await store.transaction(async (trx) => {
    for (const { id, name, owner, pool = null } of desktops) {
      const person = await trx
        .selectFrom('person')
        .select('id')
        .where('name', '=', owner.toLowerCase())
        .executeTakeFirst()
      if (person === undefined)
        throw new Error(`desktop ${id} belongs to "${owner}", who is not among the people; add them`)
      const before = await trx
        .selectFrom('desktop')
        .select(['name', 'owner_id', 'pool'])
        .where('id', '=', id)
        .executeTakeFirst()
      if (before === undefined) {
        await trx
          .insertInto('desktop')
          .values({ id, name, owner_id: person.id, pool, instance_n: null, overlay_n: null, next_due: null })
          .execute()
      } else if (before.name !== name || before.owner_id !== person.id || before.pool !== pool) {
        await trx.updateTable('desktop').set({ name, owner_id: person.id, pool }).where('id', '=', id).execute()
      } else continue
      await record(trx, {
        actor: 'broker',
        action: 'desktop.configured',
        subject: `desktop:${id}`,
        detail: { name, owner, ...(pool === null ? {} : { pool }) },
      })
    }
  })
}
