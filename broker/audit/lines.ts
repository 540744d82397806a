import type { Kysely, Selectable, SelectQueryBuilder } from 'kysely'
import { sql } from 'kysely'
import type { AuditFilter } from '../../shared/api/audit.ts'
import type { AuditTable } from '../store/schema/audit.ts'
import type { Database } from '../store/schema.ts'
import { type Anchor, BEGINNING } from './chain.ts'

export type KeptLine = Selectable<AuditTable>

/** How many lines are held in memory at once. */
const PAGE = 1000

/** What the trail begins after: its start, or the last line that was taken off. */
export async function beginningOf(db: Kysely<Database>): Promise<Anchor> {
  const anchor = await db
    .selectFrom('audit_anchor')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return anchor ?? BEGINNING
}

/** All lines after one, oldest first, some at a time; `filter`: those alone. */
export async function* linesAfter(
  db: Kysely<Database>,
  after: number,
  filter: AuditFilter = {},
): AsyncGenerator<KeptLine> {
  let seq = after
  for (;;) {
    const page = await filtered(db, filter).where('seq', '>', seq).orderBy('seq').limit(PAGE).execute()
    yield* page
    seq = page.at(-1)?.seq ?? seq
    if (page.length < PAGE) return
  }
}

/** Lines that fit all of what is asked for. */
export function filtered(db: Kysely<Database>, filter: AuditFilter): SelectQueryBuilder<Database, 'audit', KeptLine> {
  const { text, actor, action, subject, from, to } = filter
  let query = db.selectFrom('audit').selectAll()
  if (actor !== undefined) query = query.where('actor', '=', actor)
  // `run.*` is all that begins so.
  if (action?.endsWith('*') === true) query = query.where(has('action', `${escaped(action.slice(0, -1))}%`))
  else if (action !== undefined) query = query.where('action', '=', action)
  if (subject !== undefined) query = query.where('subject', '=', subject)
  if (from !== undefined) query = query.where('at', '>=', Date.parse(from))
  if (to !== undefined) query = query.where('at', '<', Date.parse(to))
  if (text !== undefined) {
    const anywhere = `%${escaped(text)}%`
    query = query.where((eb) =>
      eb.or([has('actor', anywhere), has('action', anywhere), has('subject', anywhere), has('detail_json', anywhere)]),
    )
  }
  return query
}

function has(column: 'actor' | 'action' | 'subject' | 'detail_json', pattern: string) {
  return sql<boolean>`lower(${sql.ref(`audit.${column}`)}) like lower(${pattern}) escape '\\'`
}

/** So that what somebody types stands for itself. */
function escaped(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
