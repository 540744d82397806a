import { randomUUID } from 'node:crypto'
import { moment } from './moment.ts'
import { keepRenewed } from './renewal.ts'
import type { Store, Trx } from './store.ts'

/** Another broker has the duty by now: nothing more may be done for it. */
export class LostDutyError extends Error {
  override readonly name = 'LostDutyError'
}

/** What one broker at a time does, as long as it does it. */
export interface Duty {
  /** Aborted when the duty was lost: this broker was paused for too long, or can't reach the store. */
  readonly signal: AbortSignal
  /** Throws `LostDutyError` if it is no longer ours. In a transaction: what that writes counts only while it is. */
  check(trx: Trx): Promise<void>
}

/**
 * Does `work` if nobody else is at it, on this store, in this process or another: a point's proof, a schedule. Answers null
 * at once if somebody is. Held for as long as `work` takes; if this broker dies, it is free again within `leaseMs`.
 */
export async function onDuty<T>(
  store: Store,
  name: string,
  signal: AbortSignal,
  work: (duty: Duty) => Promise<T>,
): Promise<T | null> {
  const owner = `${store.holder.id}/${randomUUID()}`
  if (!(await take(store, name, owner))) return null
  const lost = new AbortController()
  const end = keepRenewed(
    {
      renew: () => renew(store, name, owner),
      lost: (why) => lost.abort(new LostDutyError(`the duty ${name} is lost: ${why}`)),
    },
    store.holder.leaseMs,
  )
  try {
    return await work({
      signal: AbortSignal.any([signal, lost.signal]),
      check: async (trx) => {
        const row = await trx
          .selectFrom('duty')
          .select('name')
          .where('name', '=', name)
          .where('owner', '=', owner)
          .executeTakeFirst()
        if (row === undefined) throw new LostDutyError(`the duty ${name} is lost: somebody else has it`)
      },
    })
  } finally {
    end()
    // If this fails, it runs out by itself.
    await store.db
      .deleteFrom('duty')
      .where('name', '=', name)
      .where('owner', '=', owner)
      .execute()
      .catch(() => undefined)
  }
}

async function take(store: Store, name: string, owner: string): Promise<boolean> {
  const { id, leaseMs, alone } = store.holder
  return store.transaction(async (trx) => {
    const until = moment(trx)
    const now = await trx
      .selectFrom('duty')
      .select(['owner', 'until'])
      .select(until.as('now'))
      .where('name', '=', name)
      .executeTakeFirst()
    if (now !== undefined) {
      // Alone on the store, whatever an earlier broker had is free: it can't be alive.
      const left = alone && !now.owner.startsWith(`${id}/`)
      if (!left && now.until > now.now) return false
      await trx.deleteFrom('duty').where('name', '=', name).execute()
    }
    await trx
      .insertInto('duty')
      .values({ name, owner, until: (eb) => eb(until, '+', leaseMs) })
      .execute()
    return true
  })
}

async function renew({ db, holder }: Store, name: string, owner: string): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('duty')
    .set({ until: (eb) => eb(moment(db), '+', holder.leaseMs) })
    .where('name', '=', name)
    .where('owner', '=', owner)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}
