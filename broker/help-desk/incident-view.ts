import { type Kysely, type Selectable, sql } from 'kysely'
import type { Incident, Shared } from '../../shared/api/help-desk/incident.ts'
import { iso } from '../recovery/run-view.ts'
import type { IncidentTable } from '../store/schema/help-desk.ts'
import type { Database } from '../store/schema.ts'
import type { SharedFeature } from './incident-rule.ts'

/** What it is called in a word: `pool finance`. How many pressed is told beside it. */
export function titleOf({ feature, value }: Pick<Selectable<IncidentTable>, 'feature' | 'value'>): string {
  return `${feature} ${value}`
}

export function shownShared({ feature, value, pressed, all, at }: SharedFeature): Shared {
  return { feature, value, pressed, all, at: at === null ? null : iso(at) }
}

/** Incidents with how their desktops are: each by its last press. */
export async function shownIncidents(
  db: Kysely<Database>,
  rows: readonly Selectable<IncidentTable>[],
): Promise<Incident[]> {
  const ids = rows.map(({ id }) => id)
  if (ids.length === 0) return []
  const runs = await db
    .selectFrom('incident_run')
    .innerJoin('run', 'run.id', 'incident_run.run_id')
    .select(['incident_run.incident_id', 'run.desktop_id', 'run.outcome', 'run.pressed_at'])
    .where('incident_run.incident_id', 'in', ids)
    .orderBy('run.pressed_at')
    .execute()
  const closers = await db
    .selectFrom('person')
    .select(['id', 'name', 'display_name'])
    .where('id', 'in', ['', ...rows.flatMap(({ closed_by }) => closed_by ?? [])])
    .execute()
  const holds = await db
    .selectFrom('hold')
    .select('incident_id')
    .select(sql<number>`count(*)`.as('n'))
    .where('incident_id', 'in', ids)
    .groupBy('incident_id')
    .execute()
  return rows.map((row) => {
    const last = new Map(runs.filter((run) => run.incident_id === row.id).map((run) => [run.desktop_id, run.outcome]))
    const outcomes = [...last.values()]
    const closer = closers.find(({ id }) => id === row.closed_by)
    const recovered = outcomes.filter((outcome) => outcome === 'recovered').length
    const running = outcomes.filter((outcome) => outcome === null).length
    return {
      id: row.id,
      by: shownShared({ ...row, all: row.of_all, at: row.feature_at, pressed: last.size }),
      state: row.state,
      openedAt: iso(row.opened_at),
      firstAt: iso(row.first_at),
      lastAt: iso(row.last_at),
      closedAt: row.closed_at === null ? null : iso(row.closed_at),
      closedBy: closer === undefined ? null : { name: closer.name, displayName: closer.display_name },
      desktops: last.size,
      recovered,
      running,
      failed: outcomes.length - recovered - running,
      held: holds.some(({ incident_id }) => incident_id === row.id),
      offeredAt: row.offered_at === null ? null : iso(row.offered_at),
    }
  })
}
