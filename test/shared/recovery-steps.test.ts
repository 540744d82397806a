import { expect, test } from 'vitest'
import type { Mark, Recovery } from '../../shared/api/recovery.ts'
import { stepsOf } from '../../shared/recovery-steps.ts'

function recovery(reached: readonly (readonly [Mark, number])[], endedMs: number | null = null): Recovery {
  const pressed = Date.parse('2026-03-02T09:00:00Z')
  return {
    id: '3f0c3b5e-2f43-4d0c-9a7c-0c1b5a9f0a01',
    desktopId: 'accounts',
    kind: 'recover',
    mark: reached.at(-1)?.[0] ?? 'accepted',
    outcome: endedMs === null ? null : 'recovered',
    wayBack: false,
    attempt: 1,
    point: null,
    pressedBy: null,
    pressedAt: new Date(pressed).toISOString(),
    endedAt: endedMs === null ? null : new Date(pressed + endedMs).toISOString(),
    reached: reached.map(([mark, ms]) => ({ mark, ms })),
    undo: null,
    problem: null,
  }
}

test('at the press, the first step is now and the others are next', () => {
  expect(stepsOf(recovery([['accepted', 0]])).map((s) => s.state)).toEqual(['now', 'next', 'next', 'next'])
})

test('each step is done at its mark, and tells how long it took', () => {
  const steps = stepsOf(
    recovery([
      ['accepted', 0],
      ['prepared', 200],
      ['protected', 500],
      ['sealed', 900],
      ['switched', 1400],
    ]),
  )
  expect(steps).toEqual([
    { step: 'keeping', state: 'done', tookMs: 900 },
    { step: 'going-back', state: 'done', tookMs: 500 },
    { step: 'starting', state: 'now', tookMs: null },
    { step: 'checking', state: 'next', tookMs: null },
  ])
})

test('at the end all are done', () => {
  const steps = stepsOf(
    recovery(
      [
        ['sealed', 900],
        ['switched', 1400],
        ['live', 3000],
      ],
      3900,
    ),
  )
  expect(steps.map((s) => s.tookMs)).toEqual([900, 500, 1600, 900])
})
