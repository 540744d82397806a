import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DEBOUNCE_MS, HoldWatch } from '../../../main/button/hold-watch.ts'
import type { ButtonAction } from '../../../shared/button.ts'
import { HOLD_MS, STUCK_MS, TAP_MS } from '../../../shared/hold.ts'

function watched() {
  const actions: ButtonAction[] = []
  const stuck: (string | null)[] = []
  const watch = new HoldWatch({ action: (a) => actions.push(a), stuck: (s) => stuck.push(s) })
  return { watch, actions, stuck, types: () => actions.map((a) => a.type) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a hold', () => {
  test('fires after three seconds, once, under one key', () => {
    const { watch, actions, types } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(HOLD_MS - 1)
    expect(types()).toEqual(['started'])
    vi.advanceTimersByTime(1)
    expect(types()).toEqual(['started', 'fired'])
    watch.report('a', false)
    vi.advanceTimersByTime(STUCK_MS)
    expect(types()).toEqual(['started', 'fired'])
    expect(new Set(actions.map((a) => a.key)).size).toBe(1)
  })

  test('let go early is cancelled; a tap is told as one; the next press has another key', () => {
    const { watch, actions, types } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(HOLD_MS - DEBOUNCE_MS)
    watch.report('a', false)
    vi.advanceTimersByTime(DEBOUNCE_MS)
    expect(types()).toEqual(['started', 'cancelled'])
    watch.report('a', true)
    vi.advanceTimersByTime(TAP_MS / 2)
    watch.report('a', false)
    vi.advanceTimersByTime(DEBOUNCE_MS)
    expect(types().slice(2)).toEqual(['started', 'cancelled', 'tapped'])
    expect(new Set(actions.map((a) => a.key)).size).toBe(2)
  })

  test('let go just before it would fire is cancelled, though that is only certain afterwards', () => {
    const { watch, types } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(HOLD_MS - 10)
    watch.report('a', false)
    vi.advanceTimersByTime(HOLD_MS)
    expect(types()).toEqual(['started', 'cancelled'])
  })

  test('a contact that bounces neither starts, ends nor delays one', () => {
    const { watch, types } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(5)
    watch.report('a', false)
    vi.advanceTimersByTime(DEBOUNCE_MS)
    expect(types()).toEqual([])
    watch.report('a', true)
    vi.advanceTimersByTime(HOLD_MS - 5)
    watch.report('a', false)
    vi.advanceTimersByTime(10)
    watch.report('a', true)
    vi.advanceTimersByTime(0)
    expect(types()).toEqual(['started', 'fired'])
  })

  test('a source that is lost ends it without firing, and its press is not taken up again', () => {
    const { watch, types, stuck } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(HOLD_MS - 1)
    watch.lost('a')
    watch.report('b', true)
    vi.advanceTimersByTime(STUCK_MS)
    expect(types()).toEqual(['started', 'cancelled'])
    expect(stuck).toEqual(['b'])
  })

  test('unplugging is no tap', () => {
    const { watch, types } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(TAP_MS / 2)
    watch.lost('a')
    expect(types()).toEqual(['started', 'cancelled'])
  })

  test('two buttons: the first owns the hold, the second changes nothing', () => {
    const { watch, types } = watched()
    for (const source of ['a', 'b']) watch.report(source, false)
    watch.report('a', true)
    vi.advanceTimersByTime(1000)
    watch.report('b', true)
    vi.advanceTimersByTime(1000)
    watch.report('b', false)
    vi.advanceTimersByTime(HOLD_MS - 2000)
    expect(types()).toEqual(['started', 'fired'])
  })
})

describe('stuck', () => {
  test('pressed when found: nothing fires until it was let go', () => {
    const { watch, types, stuck } = watched()
    watch.report('a', true)
    vi.advanceTimersByTime(STUCK_MS)
    expect([types(), stuck]).toEqual([[], ['a']])
    watch.report('a', false)
    vi.advanceTimersByTime(DEBOUNCE_MS)
    expect(stuck).toEqual(['a', null])
    watch.report('a', true)
    vi.advanceTimersByTime(HOLD_MS)
    expect(types()).toEqual(['started', 'fired'])
  })

  test('held on and on: fires once, then is stuck', () => {
    const { watch, types, stuck } = watched()
    watch.report('a', false)
    watch.report('a', true)
    vi.advanceTimersByTime(STUCK_MS)
    expect([types(), stuck]).toEqual([['started', 'fired'], ['a']])
  })
})

interface Said {
  readonly pressed: boolean
  readonly at: number
}

/** How long a source has been pressed at `now`, by all that it ever said: the judge's own, slower way to tell. */
function heldFor(said: readonly Said[], now: number): number {
  const spans = said.filter((s, i) => s.pressed !== said[i - 1]?.pressed)
  let since = Infinity
  for (const [i, { pressed, at }] of spans.entries()) {
    const until = spans[i + 1]?.at ?? now
    if (pressed && i > 0) since = Math.min(since, at)
    if (!pressed && until - at >= DEBOUNCE_MS) since = Infinity
  }
  return now - since
}

test('whatever buttons say, and whenever: no hold fires that was not one unbroken press of three seconds', () => {
  const step = fc.record({
    source: fc.constantFrom('a', 'b'),
    say: fc.constantFrom('pressed', 'pressed', 'released', 'lost'),
    thenMs: fc.oneof(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: HOLD_MS + 200 })),
  })
  let fired = 0
  fc.assert(
    fc.property(fc.array(step, { minLength: 10, maxLength: 40 }), (steps) => {
      const said: Record<string, Said[]> = { a: [], b: [] }
      const ends = new Map<string, string[]>()
      const watch = new HoldWatch({
        action: ({ type, key }) => {
          ends.set(key, [...(ends.get(key) ?? []), type])
          if (type !== 'fired') return
          fired++
          const held = Object.values(said).map((s) => heldFor(s, performance.now()))
          expect(Math.max(...held)).toBeGreaterThanOrEqual(HOLD_MS)
        },
        stuck: () => undefined,
      })
      for (const { source, say, thenMs } of steps) {
        if (say === 'lost') {
          said[source] = []
          watch.lost(source)
        } else {
          said[source]?.push({ pressed: say === 'pressed', at: performance.now() })
          watch.report(source, say === 'pressed')
        }
        vi.advanceTimersByTime(thenMs)
      }
      watch.close()
      expect(vi.getTimerCount()).toBe(0)
      for (const types of ends.values()) {
        expect(types[0]).toBe('started')
        expect(types.filter((t) => t === 'fired' || t === 'cancelled')).toHaveLength(1)
      }
    }),
    { numRuns: 500 },
  )
  expect(fired).toBeGreaterThan(0)
})
