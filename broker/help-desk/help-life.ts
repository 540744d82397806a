import type { Selectable } from 'kysely'
import { record } from '../audit/audit.ts'
import type { HelpTable } from '../store/schema/help-desk.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { tellOf } from './tell-help-desk.ts'

/** What was allowed and is not made use of is over. */
const UNUSED_MS = 60_000

type Row = Selectable<HelpTable>

/** Ends what nobody answered, what nobody makes use of, and what belongs to a session that ended. Answers how many. */
export async function endLate(trx: Trx): Promise<number> {
  const now = await clock(trx)
  const open = await trx
    .selectFrom('help')
    .leftJoin('session', (join) => join.onRef('session.id', '=', 'help.session_id').on('session.expires_at', '>', now))
    .selectAll('help')
    .select('session.id as session')
    .where('help.state', 'in', ['asked', 'allowed'])
    .execute()
  let ended = 0
  for (const { session, ...row } of open) {
    if (row.state === 'asked' && row.answer_by <= now) {
      await trx.updateTable('help').set({ state: 'timed-out', ended_at: now }).where('id', '=', row.id).execute()
      await sayOfHelp(trx, 'broker', 'timed-out', row, {})
    } else if (session === null) {
      await endHelp(trx, row, 'broker', 'the session that asked has ended')
    } else if (row.state === 'allowed' && row.consoles === 0 && (row.answered_at ?? now) + UNUSED_MS <= now) {
      await endHelp(trx, row, 'broker', 'the picture was not open')
    } else continue
    ended++
  }
  return ended
}

/** A console for it was opened (1) or closed (-1). Once the last is closed, it is over. */
export async function countConsoles(trx: Trx, id: string, by: 1 | -1): Promise<void> {
  const row = await trx
    .updateTable('help')
    .set((eb) => ({ consoles: eb('consoles', '+', by) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) return
  if (row.consoles <= 0) await endHelp(trx, row, 'broker', 'the picture was closed')
  else await tellOf(trx, 'help', row)
}

/** A broker that is alone and starts has no console open, whatever an earlier one left written. */
export async function endHelpLeftOpen(store: Store): Promise<void> {
  if (!store.holder.alone) return
  await store.transaction(async (trx) => {
    const open = await trx.selectFrom('help').selectAll().where('state', 'in', ['asked', 'allowed']).execute()
    for (const row of open) await endHelp(trx, row, 'broker', 'the broker was started anew')
  })
}

/** Fine if it is over. Whoever has the picture open is cut off by hearing of it. */
export async function endHelp(trx: Trx, row: Row, actor: string, why: string): Promise<void> {
  if (row.state !== 'asked' && row.state !== 'allowed') return
  await trx
    .updateTable('help')
    .set({ state: 'ended', ended_at: await clock(trx) })
    .where('id', '=', row.id)
    .execute()
  await sayOfHelp(trx, actor, 'ended', row, { why })
}

/** Writes it down, and tells both ends. */
export async function sayOfHelp(
  trx: Trx,
  actor: string,
  what: 'asked' | 'allowed' | 'refused' | 'timed-out' | 'ended',
  row: Pick<Row, 'id' | 'desktop_id'>,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await record(trx, {
    actor,
    action: `help.${what}`,
    subject: `desktop:${row.desktop_id}`,
    detail: { help: row.id, ...detail },
  })
  await tellOf(trx, 'help', row)
}
