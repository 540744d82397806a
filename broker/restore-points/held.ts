import { type Kysely, type SqlBool, sql } from 'kysely'
import type { Database } from '../store/schema.ts'

/** The help desk holds this desktop, or its pool: nothing is done to it by itself. */
export async function isHeld(db: Kysely<Database>, desktop: string): Promise<boolean> {
  const row = await db
    .selectFrom('desktop')
    .innerJoin('hold', (join) =>
      join.on(sql<SqlBool>`hold.scope = 'desktop:' || desktop.id or hold.scope = 'pool:' || desktop.pool`),
    )
    .select('desktop.id')
    .where('desktop.id', '=', desktop)
    .executeTakeFirst()
  return row !== undefined
}

/** The desktops that are held now. */
export async function heldDesktops(db: Kysely<Database>): Promise<Set<string>> {
  const rows = await db
    .selectFrom('desktop')
    .innerJoin('hold', (join) =>
      join.on(sql<SqlBool>`hold.scope = 'desktop:' || desktop.id or hold.scope = 'pool:' || desktop.pool`),
    )
    .select('desktop.id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}
