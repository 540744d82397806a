import type { EventTable } from '../store/schema.ts'
import { clock, type Store, type Trx } from '../store/store.ts'

export interface OutboxEvent {
  readonly seq: number
  readonly type: EventTable['type']
  readonly subject: string
}

/** Notes that something changed, in the transaction that changes it. Readers fetch how it is by then. */
export async function tell(trx: Trx, event: Omit<EventTable, 'seq' | 'at'>): Promise<void> {
  await trx
    .insertInto('event')
    .values({ ...event, at: await clock(trx) })
    .execute()
}

/** Whoever is away longer than this is told how everything is, not what changed. */
const KEPT_MS = 60 * 60 * 1000

/** Forgets what was told too long ago to be asked for again. */
export async function forgetOldEvents(store: Store): Promise<void> {
  const now = await store.now()
  await store.db
    .deleteFrom('event')
    .where('at', '<', now - KEPT_MS)
    .execute()
}

/** What was told, in order. `seq` is the place in it: whoever knows theirs misses nothing. */
export class Outbox {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async since(personId: string, seq: number, limit: number): Promise<OutboxEvent[]> {
    return this.#store.db
      .selectFrom('event')
      .select(['seq', 'type', 'subject'])
      .where('person_id', '=', personId)
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute()
  }

  /** The same of everybody, for the help desk. */
  async sinceOfAll(seq: number, limit: number): Promise<OutboxEvent[]> {
    return this.#store.db
      .selectFrom('event')
      .select(['seq', 'type', 'subject'])
      .where('seq', '>', seq)
      .orderBy('seq')
      .limit(limit)
      .execute()
  }

  /** The place of the first that is kept still: whoever heard one before it may have missed some. */
  async oldest(): Promise<number> {
    const row = await this.#store.db.selectFrom('event').select('seq').orderBy('seq').limit(1).executeTakeFirst()
    return row?.seq ?? 0
  }

  async newest(): Promise<number> {
    const row = await this.#store.db
      .selectFrom('event')
      .select('seq')
      .orderBy('seq', 'desc')
      .limit(1)
      .executeTakeFirst()
    return row?.seq ?? 0
  }

  /** Calls back when something may have been told, until the returned function is called. */
  listen(hear: () => void): () => void {
    return this.#store.onCommit(hear)
  }
}
