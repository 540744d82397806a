import { z } from 'zod'
import { TIMELINE_NOTES, type Timeline, type TimelineEntry } from '../../shared/api/help-desk/timeline.ts'
import type { Parts } from '../recovery/parts.ts'
import { iso } from '../recovery/run-view.ts'
import { pointsOf } from '../restore-points/point-view.ts'
import { recoveriesById } from './recovery-rows.ts'

const PAGE = 50

/** What the trail says in words: why, what was written, what was seen. */
const Says = z.object({ reason: z.string(), text: z.string(), why: z.string(), word: z.string() }).partial().catch({})

/**
 * What happened to a desktop before a moment, newest first. Each kind is asked for by its index, one page of each; what comes
 * at the same moment as the last of a page is on that page.
 */
export async function timelineOf(parts: Parts, desktop: string, beforeMs: number | null): Promise<Timeline> {
  const before = beforeMs ?? Number.MAX_SAFE_INTEGER
  const all = [
    ...(await points(parts, desktop, before)),
    ...(await recoveries(parts, desktop, before)),
    ...(await changes(parts, desktop, before)),
    ...(await notes(parts, desktop, before)),
  ].sort((a, b) => b.at.localeCompare(a.at))
  const last = all[PAGE - 1]
  if (last === undefined) return { entries: all, next: null }
  const entries = all.filter((entry) => entry.at >= last.at)
  return { entries, next: entries.length < all.length ? last.at : null }
}

async function points(parts: Parts, desktop: string, before: number): Promise<TimelineEntry[]> {
  const taken = await pointsOf(parts, desktop)
  return taken
    .filter(({ takenAt }) => Date.parse(takenAt) < before)
    .map((point) => ({ is: 'point', at: point.takenAt, point }))
}

async function recoveries({ store: { db } }: Parts, desktop: string, before: number): Promise<TimelineEntry[]> {
  const runs = await db
    .selectFrom('run')
    .leftJoin('undo_point as kept', (join) => join.onRef('kept.run_id', '=', 'run.id').on('kept.state', '=', 'kept'))
    .select(['run.id', 'kept.kept_until'])
    .where('run.desktop_id', '=', desktop)
    .where('run.kind', '!=', 'capture')
    .where('run.pressed_at', '<', before)
    .orderBy('run.pressed_at', 'desc')
    .limit(PAGE + 1)
    .execute()
  const until = new Map(runs.map(({ id, kept_until }) => [id, kept_until]))
  const rows = await recoveriesById(
    db,
    runs.map(({ id }) => id),
  )
  return rows.map((recovery) => {
    const kept = until.get(recovery.id) ?? null
    return { is: 'recovery', at: recovery.pressedAt, recovery, keptUntil: kept === null ? null : iso(kept) }
  })
}

async function changes({ store: { db } }: Parts, desktop: string, before: number): Promise<TimelineEntry[]> {
  const announced = await db
    .selectFrom('announced_desktop as a')
    .innerJoin('announcement as change', 'change.id', 'a.announcement_id')
    .innerJoin('person as by', 'by.id', 'change.made_by')
    .select(['change.id', 'change.note', 'change.made_at', 'by.display_name'])
    .where('a.desktop_id', '=', desktop)
    .where('change.made_at', '<', before)
    .orderBy('change.made_at', 'desc')
    .limit(PAGE + 1)
    .execute()
  return announced.map(({ id, note, made_at, display_name }) => ({
    is: 'change',
    at: iso(made_at),
    announcementId: id,
    note,
    by: display_name,
  }))
}

async function notes({ store: { db } }: Parts, desktop: string, before: number): Promise<TimelineEntry[]> {
  const lines = await db
    .selectFrom('audit')
    .select(['at', 'actor', 'action', 'detail_json'])
    .where('subject', '=', `desktop:${desktop}`)
    .where('action', 'in', TIMELINE_NOTES)
    .where('at', '<', before)
    .orderBy('seq', 'desc')
    .limit(PAGE + 1)
    .execute()
  return lines.flatMap(({ at, actor, action, detail_json }) => {
    const what = TIMELINE_NOTES.find((note) => note === action)
    if (what === undefined) return []
    const { reason, text, word, why } = Says.parse(JSON.parse(detail_json))
    return [{ is: 'note', at: iso(at), what, by: actor, says: text ?? reason ?? word ?? why ?? null }]
  })
}
