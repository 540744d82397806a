import type { Kysely } from 'kysely'
import type { Database } from '../store/schema.ts'
import { clock, type Trx } from '../store/store.ts'
import { BEGINNING, ChainCheck, hashOf } from './chain.ts'
import { beginningOf, linesAfter } from './lines.ts'

export interface AuditEntry {
  /** Who: `person:<name>`, or `broker` for what it does by itself. */
  readonly actor: string
  /** What: `recovery.accepted`, `session.refused`... */
  readonly action: string
  /** To what: `desktop:<id>`, `run:<id>`, `person:<name>`... */
  readonly subject: string
  readonly detail?: Readonly<Record<string, unknown>>
}

/** Writes a line into the trail, in the transaction of what it tells. Each line's hash covers the one before. */
export async function record(trx: Trx, entry: AuditEntry): Promise<void> {
  // The last line is never taken off, so there is one to follow.
  const last = await trx.selectFrom('audit').select(['seq', 'hash']).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  const { seq, hash: previous } = last ?? BEGINNING
  const line = {
    at: await clock(trx),
    actor: entry.actor,
    action: entry.action,
    subject: entry.subject,
    detail_json: JSON.stringify(entry.detail ?? {}),
    previous,
  }
  // Counted here, for PostgreSQL's own counting leaves gaps where a transaction failed.
  await trx
    .insertInto('audit')
    .values({ ...line, seq: seq + 1, hash: hashOf(line) })
    .execute()
}

/** The first line whose hash is not what its content says, or that does not follow the one before; null if all is well. */
export async function firstBreak(db: Kysely<Database>): Promise<number | null> {
  const check = new ChainCheck(await beginningOf(db))
  for await (const line of linesAfter(db, check.last.seq)) {
    check.take(line)
    if (check.faults.length > 0) break
  }
  return check.faults[0]?.seq ?? null
}
