import { setTimeout as delay } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Logger } from 'pino'
import { clock, type Store } from '../store/store.ts'
import { timeOut } from './approvals.ts'
import { endLate } from './help-life.ts'
import type { Images } from './incident-features.ts'
import { type IncidentRule, IncidentWatch } from './incident-watch.ts'

const LOOK_MS = 2_000
const BYTES_MS = 10 * 60_000

/**
 * What the help desk's time brings with it: requests and questions that nobody answers are over, presses that come together are
 * noticed, and what points take is noted for each day. Any number of brokers may: each change is looked at again in its own
 * transaction. Returns what ends it.
 */
export function keepHelpDesk(store: Store, log: Logger, images: Images, rule: IncidentRule): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  let bytesAt = Number.NEGATIVE_INFINITY
  const watch = new IncidentWatch(store, images, rule)
  const look = async () => {
    await endWhatIsLate(store)
    await watch.look()
    if (performance.now() - bytesAt < BYTES_MS) return
    await noteBytes(store)
    bytesAt = performance.now()
  }
  const keep = async () => {
    while (!signal.aborted) {
      await look().catch((err: unknown) => {
        if (!signal.aborted) log.error({ err }, "the help desk's time could not be kept; it is tried again")
      })
      await delay(LOOK_MS, undefined, { signal }).catch(() => undefined)
    }
  }
  const kept = keep()
  return async () => {
    ending.abort(new Error('the broker stops'))
    await kept
  }
}

/** Only if there is any: a transaction is a commit, and every commit wakes whoever waits for one. */
async function endWhatIsLate(store: Store): Promise<void> {
  const { db } = store
  const now = await store.now()
  const approval = await db
    .selectFrom('approval')
    .select('id')
    .where('state', '=', 'waiting')
    .where('until', '<=', now)
    .executeTakeFirst()
  const help = await db.selectFrom('help').select('id').where('state', 'in', ['asked', 'allowed']).executeTakeFirst()
  if (approval === undefined && help === undefined) return
  await store.transaction(async (trx) => {
    await timeOut(trx, await clock(trx))
    await endLate(trx)
  })
}

/** What all points take now, as what they took today, UTC. */
async function noteBytes(store: Store): Promise<void> {
  await store.transaction(async (trx) => {
    const day = new Date(await clock(trx)).toISOString().slice(0, 10)
    const { bytes } = await trx
      .selectFrom('restore_point')
      .select(sql<number>`coalesce(sum(size_bytes + memory_bytes), 0)`.as('bytes'))
      .where('state', '=', 'there')
      .executeTakeFirstOrThrow()
    await trx
      .insertInto('point_bytes_day')
      .values({ day, bytes })
      .onConflict((c) => c.column('day').doUpdateSet({ bytes }))
      .execute()
  })
}
