import type {
  AuditFilter,
  AuditLine,
  AuditPage,
  AuditSearch,
  AuditTakenOff,
  AuditVerified,
  AuditVerify,
} from '../../shared/api/audit.ts'
import type { Store } from '../store/store.ts'
import { record } from './audit.ts'
import { type Anchor, ChainCheck } from './chain.ts'
import { beginningOf, filtered, type KeptLine, linesAfter } from './lines.ts'

/** So many lines are looked at in one call: well within its time, and often enough to show how far it is. */
const STRETCH = 20_000
const FAULTS_TOLD = 100

/** The audit trail for those who may read it. */
export class Trail {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async search({ before, limit, ...filter }: AuditSearch): Promise<AuditPage> {
    let query = filtered(this.#store.db, filter)
    if (before !== undefined) query = query.where('seq', '<', before)
    const found = await query
      .orderBy('seq', 'desc')
      .limit(limit + 1)
      .execute()
    const lines = found.slice(0, limit).map(lineOf)
    return { lines, next: found.length > limit ? (lines.at(-1)?.seq ?? null) : null }
  }

  /** Looks at the next stretch after a line that is taken for right. Never throws for what is wrong with the trail. */
  async verify({ seq, hash }: AuditVerify): Promise<AuditVerified> {
    const { db } = this.#store
    const beginning = await beginningOf(db)
    const from = seq === undefined || hash === undefined || seq < beginning.seq ? beginning : { seq, hash }
    const faults: AuditVerified['faults'] = await this.#faultsOf(from, beginning)
    const check = new ChainCheck(from)
    for await (const line of linesAfter(db, from.seq)) {
      check.take(line)
      if (check.checked === STRETCH) break
    }
    const newest = await db.selectFrom('audit').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
    faults.push(...check.faults)
    return {
      from,
      last: check.last,
      checked: check.checked,
      newest: newest?.seq ?? 0,
      done: check.checked < STRETCH,
      faults: faults.slice(0, FAULTS_TOLD),
    }
  }

  async takenOff(): Promise<AuditTakenOff[]> {
    const rows = await this.#store.db.selectFrom('audit_anchor').selectAll().orderBy('seq', 'desc').execute()
    return rows.map(({ first_seq, seq, hash, at, file, file_digest }) => ({
      first: first_seq,
      last: { seq, hash },
      at: new Date(at).toISOString(),
      file,
      fileDigest: file_digest,
    }))
  }

  /** What fits, oldest first. That it was asked for is a line itself, before anything is given out. */
  async export(by: string, filter: AuditFilter, format: string): Promise<AsyncIterable<KeptLine>> {
    await this.#store.transaction((trx) =>
      record(trx, { actor: `person:${by}`, action: 'audit.exported', subject: 'audit', detail: { format, ...filter } }),
    )
    return linesAfter(this.#store.db, 0, filter)
  }

  /** What is wrong with where it begins: another line than was thought, or lines that went without a word. */
  async #faultsOf(from: Anchor, beginning: Anchor): Promise<AuditVerified['faults']> {
    const { db } = this.#store
    if (from.seq === 0) return []
    if (from.seq !== beginning.seq) {
      const line = await db.selectFrom('audit').select('hash').where('seq', '=', from.seq).executeTakeFirst()
      return line?.hash === from.hash ? [] : [{ seq: from.seq, what: 'anchor' }]
    }
    if (from.hash !== beginning.hash) return [{ seq: from.seq, what: 'anchor' }]
    const told = await filtered(db, { action: 'audit.taken-off', subject: `audit:${from.seq}` }).execute()
    const fits = told.some(({ detail_json }) => (JSON.parse(detail_json) as { hash?: unknown }).hash === from.hash)
    return fits ? [] : [{ seq: from.seq, what: 'unwritten' }]
  }
}

function lineOf({ seq, at, actor, action, subject, detail_json, hash }: KeptLine): AuditLine {
  const detail = JSON.parse(detail_json) as AuditLine['detail']
  return { seq, at: new Date(at).toISOString(), actor, action, subject, detail, hash }
}
