import type { TimelineEntry } from '../../../../shared/api/help-desk/timeline.ts'

/** Where an entry stands. `aside`: in hours that a later recovery put aside, so they are no part of today's desktop. */
export interface Placed {
  readonly entry: TimelineEntry
  readonly aside: boolean
  /** The dashed lane leaves here: a recovery that kept what was there. */
  readonly leaves: boolean
  /** It joins here: the point that was gone back to. */
  readonly joins: boolean
}

const WENT_BACK = new Set(['recovered', 'handed-over'])

/**
 * Two lanes: what the desktop stands on, and what a recovery kept aside. Newest first, as the entries are. Of recoveries
 * within hours that are aside themselves nothing more is drawn.
 */
export function placeOnLanes(entries: readonly TimelineEntry[]): Placed[] {
  let until: number | null = null
  return entries.map((entry) => {
    const at = Date.parse(entry.at)
    const joins: boolean = until !== null && at <= until
    if (joins) until = null
    const leaves = until === null && !joins && wentBackTo(entry) !== null
    const aside = until !== null
    if (leaves) until = wentBackTo(entry)
    return { entry, aside, leaves, joins }
  })
}

/** When the point was taken that a recovery went back to and stayed at; null: it is no such recovery. */
function wentBackTo(entry: TimelineEntry): number | null {
  if (entry.is !== 'recovery') return null
  const { kind, outcome, point, undone } = entry.recovery
  if (kind !== 'recover' || outcome === null || !WENT_BACK.has(outcome) || point === null || undone) return null
  return Date.parse(point.takenAt)
}
