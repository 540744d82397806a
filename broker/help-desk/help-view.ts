import type { Kysely } from 'kysely'
import type { Help } from '../../shared/api/help-desk/help.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'

export function helpsIn(db: Kysely<Database>) {
  return db
    .selectFrom('help')
    .innerJoin('person', 'person.id', 'help.by_id')
    .innerJoin('desktop', 'desktop.id', 'help.desktop_id')
    .selectAll('help')
    .select(['person.name', 'person.display_name', 'desktop.pool'])
}
type Row = Awaited<ReturnType<ReturnType<typeof helpsIn>['execute']>>[number]

export function shownHelp(row: Row): Help {
  return {
    id: row.id,
    desktopId: row.desktop_id,
    by: { name: row.name, displayName: row.display_name },
    reason: row.reason,
    wants: row.wants,
    allowed: row.allowed,
    state: row.state,
    askedAt: iso(row.asked_at),
    answerBy: iso(row.answer_by),
    answeredAt: row.answered_at === null ? null : iso(row.answered_at),
    endedAt: row.ended_at === null ? null : iso(row.ended_at),
    watching: row.state === 'allowed' && row.consoles > 0,
  }
}

/** What is asked of a desktop's person, or goes on, now. */
export async function openHelpOf(db: Kysely<Database>, desktopId: string): Promise<Help | null> {
  const row = await helpsIn(db)
    .where('help.desktop_id', '=', desktopId)
    .where('help.state', 'in', ['asked', 'allowed'])
    .executeTakeFirst()
  return row === undefined ? null : shownHelp(row)
}
