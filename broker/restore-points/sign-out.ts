import { ProblemError } from '../../shared/api/problem.ts'
import type { Tail } from '../events/tail.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { clock } from '../store/store.ts'
import { askForPoint } from './ask.ts'
import { isHeld } from './held.ts'

/** What was taken so lately needs no other of nearly the same. */
const LATELY_MS = 10 * 60 * 1000

/** Hears of sessions that end, until the returned function is called. */
export function hearSignOuts(parts: Parts, tail: Tail): () => void {
  return tail.listen(({ type, person_id }) => {
    if (type !== 'session-ended') return
    takeAtSignOut(parts, person_id).catch((err: unknown) =>
      parts.log.warn({ err }, 'no point could be asked for when somebody signed out'),
    )
  })
}

/** Somebody's session ended: if it was their last, a point is taken of what they left, where the policy says so. */
async function takeAtSignOut(parts: Parts, personId: string): Promise<void> {
  const { store, desktops } = parts
  await store.transaction(async (trx) => {
    const now = await clock(trx)
    const other = await trx
      .selectFrom('session')
      .select('id')
      .where('person_id', '=', personId)
      .where('expires_at', '>', now)
      .executeTakeFirst()
    if (other !== undefined) return
    const theirs = await trx.selectFrom('desktop').select(['id']).where('owner_id', '=', personId).execute()
    for (const { id } of theirs) {
      if (!desktops.has(id) || !settingsOf(parts, id).policy.pointAtSignOut || (await isHeld(trx, id))) continue
      const lately = await trx
        .selectFrom('restore_point')
        .select('id')
        .where('desktop_id', '=', id)
        .where('taken_at', '>', now - LATELY_MS)
        .where('taken_at', '<=', now)
        .executeTakeFirst()
      if (lately !== undefined) continue
      await askForPoint(trx, { desktop: id, reason: 'sign-out', note: null, person: null }).catch((error: unknown) => {
        // The schedule takes the next one.
        if (!(error instanceof ProblemError)) throw error
      })
    }
  })
}
