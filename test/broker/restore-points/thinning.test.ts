import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Keep, type Thinnable, thinned } from '../../../broker/restore-points/thinning.ts'

const HOUR = 60 * 60 * 1000
const DAY = 24 * HOUR
const GIB = 1024 ** 3
const NOW = Date.UTC(2026, 10, 23, 12, 0)

const usual: Keep = { keepHourlyHours: 24, keepDailyDays: 30, keepWeeklyWeeks: 8, keepPoints: 60, keepGiB: 200 }

function point(id: string, takenAt: number, change: Partial<Thinnable> = {}): Thinnable {
  return { id, takenAt, proof: 'known-good', asked: false, held: false, due: false, bytes: GIB, ...change }
}

test('one an hour for a day, one a day for a month, one a week for eight weeks', () => {
  // Four an hour, for a hundred days.
  const points = Array.from({ length: 100 * 24 * 4 }, (_, i) => point(`${i}`, NOW - i * 15 * 60_000))
  const gone = new Set(thinned(points, { ...usual, keepPoints: 1000 }, NOW))
  const kept = points.filter((p) => !gone.has(p.id))
  const aged = (from: number, to: number) => kept.filter((p) => NOW - p.takenAt >= from && NOW - p.takenAt < to)
  expect(aged(0, DAY).length).toBeGreaterThanOrEqual(24)
  expect(aged(0, DAY).length).toBeLessThanOrEqual(26)
  expect(aged(2 * DAY, 30 * DAY).length).toBeGreaterThanOrEqual(27)
  expect(aged(2 * DAY, 30 * DAY).length).toBeLessThanOrEqual(29)
  expect(aged(31 * DAY, 56 * DAY).length).toBeGreaterThanOrEqual(3)
  expect(aged(31 * DAY, 56 * DAY).length).toBeLessThanOrEqual(4)
  expect(aged(57 * DAY, 100 * DAY)).toEqual([])
})

test('of an hour, what is known to be good is kept before what is newer and is not', () => {
  const points = [
    point('newest', NOW - 1),
    point('good', NOW - 5 * HOUR + 600_000),
    point('unproven', NOW - 5 * HOUR + 900_000, { proof: 'unproven' }),
  ]
  expect(thinned(points, { ...usual, keepDailyDays: 0, keepWeeklyWeeks: 0 }, NOW)).toEqual(['unproven'])
})

test('what failed is kept for a day, as evidence', () => {
  const points = [point('newest', NOW - 1)]
  for (const hours of [2, 30]) points.push(point(`${hours}`, NOW - hours * HOUR, { proof: 'failed' }))
  expect(thinned(points, usual, NOW)).toEqual(['30'])
})

const arbitrary = fc.record({
  points: fc
    .array(
      fc.record({
        age: fc.integer({ min: -DAY, max: 120 * DAY }),
        proof: fc.constantFrom('unproven', 'proving', 'known-good', 'failed'),
        asked: fc.boolean(),
        held: fc.boolean(),
        due: fc.boolean(),
        bytes: fc.integer({ min: 0, max: 30 * GIB }),
      }),
      { maxLength: 80 },
    )
    .map((all) => all.map(({ age, ...rest }, i) => point(`${i}`, NOW - age, rest))),
  keep: fc.record({
    keepHourlyHours: fc.integer({ min: 0, max: 48 }),
    keepDailyDays: fc.integer({ min: 0, max: 40 }),
    keepWeeklyWeeks: fc.integer({ min: 0, max: 20 }),
    keepPoints: fc.integer({ min: 1, max: 80 }),
    keepGiB: fc.integer({ min: 1, max: 300 }),
  }),
})

test('never the last that is known to be good, never what is held, and as few and as small as was said', () => {
  fc.assert(
    fc.property(arbitrary, ({ points, keep }) => {
      const gone = new Set(thinned(points, keep, NOW))
      const kept = points.filter((p) => !gone.has(p.id))
      const newest = points.reduce<Thinnable | null>((a, b) => (a === null || b.takenAt > a.takenAt ? b : a), null)
      const good = points.filter((p) => p.proof === 'known-good')
      const lastGood = Math.max(...good.map((p) => p.takenAt))
      if (good.length > 0) expect(kept.some((p) => p.proof === 'known-good' && p.takenAt === lastGood)).toBe(true)
      for (const p of points.filter((q) => q.held)) expect(gone.has(p.id)).toBe(false)
      // Whatever is too much may not go: what is held, the newest, the last good.
      const must = kept.filter((p) => p.held || p.takenAt === newest?.takenAt || p.takenAt === lastGood)
      if (kept.length > must.length) {
        expect(kept.length).toBeLessThanOrEqual(Math.max(keep.keepPoints, must.length))
        expect(kept.reduce((sum, p) => sum + p.bytes, 0)).toBeLessThanOrEqual(
          Math.max(
            keep.keepGiB * GIB,
            must.reduce((sum, p) => sum + p.bytes, 0),
          ),
        )
      }
      // Thinning what was thinned thins nothing more.
      expect(thinned(kept, keep, NOW)).toEqual([])
    }),
    { numRuns: 2000 },
  )
})
