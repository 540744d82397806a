import { ProblemError } from '../../shared/api/problem.ts'
import { clock, type Trx } from '../store/store.ts'

const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * 60_000
const FORGOTTEN_AFTER_MS = 24 * 60 * 60_000

/** Too many wrong passwords for a name: none is looked at for a while. */
export class TooManyTries extends ProblemError {
  readonly waitSeconds: number

  constructor(waitMs: number) {
    const seconds = Math.ceil(waitMs / 1000)
    super('too-many-tries', `The next one is looked at in ${seconds} s.`)
    this.waitSeconds = seconds
  }
}

/**
 * Counts a try before its password is looked at, so that many at once count as many. Answers since when further ones have to
 * wait, or null. Throws `TooManyTries` while one has to wait.
 */
export async function countTry(trx: Trx, name: string): Promise<number | null> {
  const now = await clock(trx)
  await trx
    .deleteFrom('sign_in_failure')
    .where('blocked_until', '<', now - FORGOTTEN_AFTER_MS)
    .execute()
  const before = await trx.selectFrom('sign_in_failure').selectAll().where('name', '=', name).executeTakeFirst()
  if (before !== undefined && before.blocked_until > now && before.count >= FREE_TRIES) {
    throw new TooManyTries(before.blocked_until - now)
  }
  const count = (before?.count ?? 0) + 1
  const waitMs = count < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (count - FREE_TRIES), LONGEST_WAIT_MS)
  const values = { count, blocked_until: now + waitMs }
  await trx
    .insertInto('sign_in_failure')
    .values({ name, ...values })
    .onConflict((c) => c.column('name').doUpdateSet(values))
    .execute()
  return waitMs === 0 ? null : now + waitMs
}

/** The password was right: the tries before it are forgiven. */
export async function forgiveTries(trx: Trx, name: string): Promise<void> {
  await trx.deleteFrom('sign_in_failure').where('name', '=', name).execute()
}

/** Nobody looked at the password after all: that try does not count. */
export async function takeBackTry(trx: Trx, name: string): Promise<void> {
  const now = await clock(trx)
  await trx
    .updateTable('sign_in_failure')
    .set((eb) => ({ count: eb('count', '-', 1), blocked_until: now }))
    .where('name', '=', name)
    .where('count', '>', 0)
    .execute()
}
