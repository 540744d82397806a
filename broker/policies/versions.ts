import type { Kysely, Selectable } from 'kysely'
import type { Database, PolicyTable } from '../store/schema.ts'

/** The version of a scope's policy that counts, if anything was ever said there. */
export async function versionOf(db: Kysely<Database>, scope: string): Promise<Selectable<PolicyTable> | undefined> {
  return db
    .selectFrom('policy')
    .selectAll()
    .where('scope', '=', scope)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
}
