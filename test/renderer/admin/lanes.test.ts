import { describe, expect, test } from 'vitest'
import { placeOnLanes } from '../../../renderer/admin/pages/desktop/lanes.ts'
import type { TimelineEntry } from '../../../shared/api/help-desk/timeline.ts'
import { point, run } from '../gallery/admin/made.ts'

const at = (hour: number) => `2026-11-18T${String(hour).padStart(2, '0')}:00:00.000Z`
const note = (hour: number): TimelineEntry => ({
  is: 'note',
  at: at(hour),
  what: 'console.opened',
  by: 'broker',
  says: null,
})
const taken = (hour: number): TimelineEntry => ({
  is: 'point',
  at: at(hour),
  point: point(hour, { takenAt: at(hour) }),
})
const back = (hour: number, to: number, change: Parameters<typeof run>[1] = {}): TimelineEntry => ({
  is: 'recovery',
  at: at(hour),
  recovery: run(1, { point: { id: 'x', takenAt: at(to) }, ...change }),
  keptUntil: null,
})
const draw = (entries: TimelineEntry[]) =>
  placeOnLanes(entries)
    .map(({ aside, leaves, joins }) => (leaves ? 'leaves' : joins ? 'joins' : aside ? 'aside' : 'on'))
    .join(' ')

describe('the lanes of a timeline', () => {
  test('hours between a recovery and the point it went back to are no part of today', () => {
    expect(draw([note(12), back(11, 8), note(10), taken(9), taken(8), note(7)])).toBe('on leaves aside aside joins on')
  })
  test('an older recovery among them changes nothing of it', () => {
    expect(draw([back(12, 6), back(11, 8), note(9), taken(8), note(7), taken(6)])).toBe(
      'leaves aside aside aside aside joins',
    )
  })
  test('they join at the first that is no later, where the point itself is gone', () => {
    expect(draw([back(12, 8), note(10), note(7)])).toBe('leaves aside joins')
  })
  test('what was undone, failed, or is under way put nothing aside', () => {
    expect(draw([back(12, 8, { undone: true }), note(10)])).toBe('on on')
    expect(draw([back(12, 8, { outcome: 'failed' }), note(10)])).toBe('on on')
    expect(draw([back(12, 8, { outcome: null }), note(10)])).toBe('on on')
  })
})
