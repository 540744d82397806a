import { sql } from 'kysely'
import type { People, PeopleQuery } from '../../shared/api/person.ts'
import type { Store } from '../store/store.ts'
import { personView } from './person-view.ts'

/** One page of those who fit, by name. */
export async function listPeople({ db }: Store, query: PeopleQuery): Promise<People> {
  const { find, role, pool, source, locked, after, limit } = query
  const part = `%${(find ?? '').toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const fits = db
    .selectFrom('person')
    .where('deleted_at', 'is', null)
    .where('source', '!=', 'service')
    .$if(find !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          sql<boolean>`name like ${part} escape '\\'`,
          sql<boolean>`lower(display_name) like ${part} escape '\\'`,
        ]),
      ),
    )
    .$if(role !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          eb('role', '=', role ?? 'user'),
          eb.exists(
            eb
              .selectFrom('person_group')
              .select('person_id')
              .whereRef('person_group.person_id', '=', 'person.id')
              .where('person_group.role', '=', role ?? 'user'),
          ),
        ]),
      ),
    )
    .$if(pool !== undefined, (q) =>
      q.where((eb) =>
        eb.or([
          // The names of pools have no signs that JSON or `like` would read.
          eb('pools_json', 'like', `%"${pool ?? ''}"%`),
          eb.exists(
            eb
              .selectFrom('person_group')
              .select('person_id')
              .whereRef('person_group.person_id', '=', 'person.id')
              .where('person_group.pools_json', 'like', `%"${pool ?? ''}"%`),
          ),
        ]),
      ),
    )
    .$if(source !== undefined, (q) => q.where('source', '=', source ?? 'config'))
    .$if(locked !== undefined, (q) => q.where('locked_at', locked === 'yes' ? 'is not' : 'is', null))
  const { total } = await fits.select((eb) => eb.fn.countAll<number>().as('total')).executeTakeFirstOrThrow()
  const rows = await fits
    .selectAll()
    .$if(after !== undefined, (q) => q.where('name', '>', after ?? ''))
    .orderBy('name')
    .limit(limit + 1)
    .execute()
  const people = await Promise.all(rows.slice(0, limit).map((row) => personView(db, row)))
  return { people, more: rows.length > limit, total }
}
