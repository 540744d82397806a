import { sql } from 'kysely'
import type { DeskFile } from '../../shared/api/help-desk/desk-file.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Desktops } from '../desktops/desktops.ts'
import type { Principal } from '../identity/sessions.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { iso } from '../recovery/run-view.ts'
import { clock } from '../store/store.ts'
import { approvalsIn, shownApproval } from './approval-view.ts'
import { desksWithin, shownDesks } from './desk-rows.ts'
import { holdsOf } from './holds.ts'
import { titleOf } from './incident-view.ts'
import { mayDo } from './may.ts'
import { reached, reachOf } from './reach.ts'

/** All of one desktop. Throws `unknown-desktop` for one that is out of reach. */
export async function deskFile(
  parts: Parts,
  desktops: Pick<Desktops, 'forHelpDesk'>,
  principal: Principal,
  id: string,
): Promise<DeskFile> {
  const { db } = parts.store
  const { pool, owner_id, storage } = await reached(db, principal, 'desktops.see', id, parts.desktops)
  const now = await clock(db)
  const facts = await desksWithin(db, reachOf(principal, 'desktops.see', [id]), now).execute()
  const [row] = await shownDesks(db, facts)
  if (row === undefined) throw new ProblemError('unknown-desktop')
  const desktop = await desktops.forHelpDesk(id)
  const { policy, share } = settingsOf(parts, id)
  const bytes = await db
    .selectFrom('restore_point')
    .select(sql<number>`coalesce(sum(size_bytes + memory_bytes), 0)`.as('points'))
    .select(sql<number>`count(case when proof <> 'known-good' and captured_n is not null then 1 end)`.as('unproven'))
    .where('desktop_id', '=', id)
    .where('state', '=', 'there')
    .executeTakeFirstOrThrow()
  const waiting = await approvalsIn(db)
    .where('a.desktop_id', '=', id)
    .where('a.state', '=', 'waiting')
    .where('a.until', '>', now)
    .executeTakeFirst()
  return {
    row,
    desktop,
    storage,
    sessions: await sessionsOf(parts, id, owner_id, now),
    policy,
    pointBytes: bytes.points,
    keptBytes: desktop.kept?.bytes ?? 0,
    holds: await holdsOf(db, id, pool),
    approval: waiting === undefined ? null : shownApproval(waiting, principal, now),
    help: desktop.help ?? null,
    messages: desktop.messages ?? [],
    incident: await incidentOf(parts, id),
    may: mayDo(principal, {
      desktop,
      pool,
      policy,
      now,
      hasShare: share !== null,
      canRescue: parts.hypervisor.reader !== null,
      somebodyThere: row.open !== null,
      hasUnproven: bytes.unproven > 0,
    }),
  }
}

async function sessionsOf(
  { store: { db } }: Parts,
  desktopId: string,
  ownerId: string,
  now: number,
): Promise<DeskFile['sessions']> {
  const rows = await db
    .selectFrom('session')
    .leftJoin('kiosk', 'kiosk.id', 'session.kiosk_id')
    .leftJoin('desktop_console as console', (join) =>
      join.onRef('console.session_id', '=', 'session.id').on('console.desktop_id', '=', desktopId),
    )
    .select(['session.created_at', 'kiosk.name', 'kiosk.place', 'console.opened_at'])
    .where('session.person_id', '=', ownerId)
    .where('session.expires_at', '>', now)
    .where((eb) => eb.or([eb('session.desktop_id', 'is', null), eb('session.desktop_id', '=', desktopId)]))
    .orderBy('session.created_at', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ created_at, name, place, opened_at }) => ({
    kiosk: name,
    place,
    since: iso(created_at),
    open: opened_at !== null,
  }))
}

/** The open incident that its last press belongs to. */
async function incidentOf({ store: { db } }: Parts, desktopId: string): Promise<DeskFile['incident']> {
  const row = await db
    .selectFrom('incident_run')
    .innerJoin('incident', 'incident.id', 'incident_run.incident_id')
    .innerJoin('run', 'run.id', 'incident_run.run_id')
    .select(['incident.id', 'incident.feature', 'incident.value', 'incident.pressed'])
    .where('run.desktop_id', '=', desktopId)
    .where('incident.state', '=', 'open')
    .orderBy('run.pressed_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : { id: row.id, title: titleOf(row) }
}
