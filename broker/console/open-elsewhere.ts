import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import type { Principal } from '../identity/sessions.ts'
import { clock, type Store, type Trx } from '../store/store.ts'

/** Throws `open-elsewhere` if the desktop's picture is open in another session, with where and since when. */
export async function refuseOpenElsewhere(trx: Trx, sessionId: string, desktopId: string): Promise<void> {
  const other = await trx
    .selectFrom('desktop_console')
    .innerJoin('session', 'session.id', 'desktop_console.session_id')
    .leftJoin('kiosk', 'kiosk.id', 'session.kiosk_id')
    .select(['kiosk.name', 'kiosk.place', 'desktop_console.opened_at'])
    .where('desktop_console.desktop_id', '=', desktopId)
    .where('session.id', '!=', sessionId)
    .where('session.expires_at', '>', await clock(trx))
    .executeTakeFirst()
  if (other === undefined) return
  const error = new ProblemError('open-elsewhere')
  const { name, place, opened_at } = other
  error.problem.elsewhere = { kiosk: name, place, since: new Date(opened_at).toISOString() }
  throw error
}

/** The picture is open in this session from now on. */
export async function noteOpen(trx: Trx, sessionId: string, desktopId: string): Promise<void> {
  const values = { session_id: sessionId, opened_at: await clock(trx) }
  await trx
    .insertInto('desktop_console')
    .values({ desktop_id: desktopId, ...values })
    .onConflict((c) => c.column('desktop_id').doUpdateSet(values))
    .execute()
}

/** It is open in this session no more; where else it may be open stays so. */
export async function noteClosed(trx: Trx, sessionId: string, desktopId: string): Promise<void> {
  await trx
    .deleteFrom('desktop_console')
    .where('desktop_id', '=', desktopId)
    .where('session_id', '=', sessionId)
    .execute()
}

/** Makes this the session in which the picture may be open. That the desktop is the person's has been seen to. */
export async function takeOver(
  store: Store,
  { sessionId, personId, name }: Principal,
  desktopId: string,
): Promise<void> {
  await store.transaction(async (trx) => {
    await noteOpen(trx, sessionId, desktopId)
    await tell(trx, { person_id: personId, type: 'console-taken', subject: desktopId })
    await record(trx, { actor: `person:${name}`, action: 'console.taken-over', subject: `desktop:${desktopId}` })
  })
}

export async function mayShow({ db }: Store, sessionId: string, desktopId: string): Promise<boolean> {
  const row = await db
    .selectFrom('desktop_console')
    .select('session_id')
    .where('desktop_id', '=', desktopId)
    .executeTakeFirst()
  return row === undefined || row.session_id === sessionId
}

/** A broker that is alone and starts has no consoles open yet, whatever an earlier one left written. */
export async function forgetOpenConsoles({ db, holder }: Store): Promise<void> {
  if (holder.alone) await db.deleteFrom('desktop_console').execute()
}
