import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type Bar, bar, hiddenBar } from '../../../renderer/kiosk/state/bar.ts'
import { calm, type Distress, type DistressInput, distress } from '../../../renderer/kiosk/state/distress.ts'
import { paceOf } from '../../../renderer/kiosk/state/pace.ts'
import { createSpeaker } from '../../../renderer/kiosk/state/speaker.ts'
import { run } from '../gallery/made.ts'

describe('the bar', () => {
  const after = (state: Bar, at: number) => bar(state, { type: 'tick', at }).shown

  test('goes four seconds after its last use', () => {
    const shown = bar(hiddenBar, { type: 'show', at: 0 })
    expect([after(shown, 3999), after(shown, 4000)]).toEqual([true, false])
    const used = bar(bar(shown, { type: 'pointer', inside: true, at: 3000 }), {
      type: 'pointer',
      inside: false,
      at: 3500,
    })
    expect([after(used, 7499), after(used, 7500)]).toEqual([true, false])
  })

  test('does not go while it is used', () => {
    const shown = bar(hiddenBar, { type: 'show', at: 0 })
    expect(after(bar(shown, { type: 'focus', inside: true, at: 100 }), 1e6)).toBe(true)
    expect(after(bar(shown, { type: 'pointer', inside: true, at: 100 }), 1e6)).toBe(true)
  })

  test('that came to help stays longer', () => {
    const offered = bar(hiddenBar, { type: 'offer', at: 0 })
    expect([after(offered, 9999), after(offered, 10_000)]).toEqual([true, false])
  })
})

describe('distress', () => {
  function play(...inputs: readonly DistressInput[]) {
    let state: Distress = calm
    return inputs.map((input) => {
      const [next, output] = distress(state, input)
      state = next
      return output
    })
  }
  const key = (key: string, at: number): DistressInput => ({ type: 'key', key, at })

  test('two quick escapes show the bar, a third gives it the keys', () => {
    expect(play(key('Escape', 0), key('Escape', 400), key('Escape', 800))).toEqual([null, 'show', 'focus'])
    expect(play(key('Escape', 0), key('Escape', 1600))).toEqual([null, null])
    expect(play(key('Escape', 0), key('a', 100), key('Escape', 200))).toEqual([null, null, null])
  })

  test('keys and clicks that change nothing for three seconds bring help, once', () => {
    const acts: DistressInput[] = [key('a', 0), { type: 'click', at: 500 }, key('b', 900)]
    const ticks: DistressInput[] = [
      { type: 'tick', at: 2999 },
      { type: 'tick', at: 3000 },
      { type: 'tick', at: 3500 },
    ]
    expect(play(...acts, ...ticks)).toEqual([null, null, null, null, 'offer', null])
  })

  test('not when the picture answers, nor for a click or two', () => {
    const acts: DistressInput[] = [key('a', 0), key('b', 100), key('c', 200)]
    expect(play(...acts, { type: 'picture-changed' }, { type: 'tick', at: 9000 }).at(-1)).toBeNull()
    expect(play({ type: 'click', at: 0 }, { type: 'click', at: 100 }, { type: 'tick', at: 9000 }).at(-1)).toBeNull()
  })
})

describe('the pace of a run', () => {
  test('is slow past twice its usual time, or when one step takes as long as all of it', () => {
    expect(paceOf(run('sealed'), 4000, 4800)).toMatchObject({ slow: false, stalled: false })
    expect(paceOf(run('sealed'), 4000, 5000).slow).toBe(true)
    expect(paceOf(run('live'), 4000, 7000).slow).toBe(false)
    expect(paceOf(run('live'), 4000, 8001).slow).toBe(true)
  })

  test('where nothing was measured yet, a boot is what to expect', () => {
    expect(paceOf(run('sealed'), null, 50_000)).toMatchObject({ slow: false })
    expect(paceOf(run('sealed'), null, 200_000)).toMatchObject({ slow: true, stalled: true })
  })

  test('its step grows, and never says that it is done', () => {
    const parts = [1000, 2000, 5000, 1e7].map((ms) => paceOf(run('sealed'), 4000, ms).part)
    expect([...parts].sort((a, b) => a - b)).toEqual(parts)
    expect(parts.every((p) => p >= 0 && p <= 1)).toBe(true)
  })
})

describe('the speaker', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('speaks at most every two seconds, and then the latest; what is urgent at once', () => {
    const calmly: string[] = []
    const urgently: string[] = []
    const speaker = createSpeaker({ calm: (t) => calmly.push(t), urgent: (t) => urgently.push(t) })
    for (const text of ['one', 'two', 'three']) speaker.say(text, false)
    speaker.say('now', true)
    expect([calmly, urgently]).toEqual([['one'], ['now']])
    vi.advanceTimersByTime(2000)
    expect(calmly).toEqual(['one', 'three'])
    vi.advanceTimersByTime(2000)
    speaker.say('four', false)
    expect(calmly).toEqual(['one', 'three', 'four'])
  })
})
