import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { consoleWish, lightOf } from '../../../renderer/kiosk/state/derived.ts'
import type { Effect, KioskEvent } from '../../../renderer/kiosk/state/event.ts'
import { type Kiosk, nothingKnown } from '../../../renderer/kiosk/state/kiosk.ts'
import { postureOn } from '../../../renderer/kiosk/state/posture.ts'
import { type Screen, screenOf } from '../../../renderer/kiosk/state/screen.ts'
import { step, wakeAt } from '../../../renderer/kiosk/state/step.ts'
import { type ProblemName, problemName } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { afternoon, COPIED, facts, KEY, type Moment, SENT, session, TAKEN } from './arbitrary.ts'

interface Seen {
  readonly before: Kiosk
  readonly after: Kiosk
  readonly event: KioskEvent
  readonly effects: readonly Effect[]
  readonly at: number
}

/** Plays an afternoon, timers and all: ticks come when they are due, before whatever happens later. */
function play(moments: readonly Moment[], look: (seen: Seen) => void): { kiosk: Kiosk; at: number } {
  let kiosk = nothingKnown
  let at = 1000
  let keys = 0
  const apply = (event: KioskEvent) => {
    const before = kiosk
    const [after, ...effects] = step(before, event, at)
    kiosk = after
    look({ before, after, event, effects, at })
  }
  for (const { event, afterMs } of moments) {
    const then = at + afterMs
    for (;;) {
      const due = wakeAt(kiosk, at)
      if (due === null || due > then) break
      at = Math.max(at, due)
      apply({ type: 'tick' })
    }
    at = then
    apply(withKeys(event, () => `key-${++keys}`, kiosk))
  }
  return { kiosk, at }
}

function withKeys(event: KioskEvent, fresh: () => string, { press, files, question }: Kiosk): KioskEvent {
  if (event.type === 'button-action' && event.action.key === KEY)
    return { ...event, action: { ...event.action, key: fresh() } }
  if (!('key' in event)) return event
  const asked: Record<string, string | undefined> = {
    [SENT]: press?.key,
    [COPIED]: files?.sending?.key,
    [TAKEN]: question?.is === 'take-point' ? question.sending?.key : undefined,
  }
  return { ...event, key: event.key === KEY ? fresh() : (asked[event.key] ?? 'key-0') }
}

const always = (look: (seen: Seen) => void) => {
  fc.assert(
    fc.property(afternoon, (moments) => {
      play(moments, look)
    }),
    { numRuns: 400 },
  )
}

describe('whatever happens', () => {
  test('a tick leaves nothing that is due already: the page never spins', () => {
    always(({ event, after, at }) => {
      if (event.type !== 'tick') return
      const due = wakeAt(after, at)
      if (due !== null) expect(due).toBeGreaterThan(at)
    })
  })

  test('a screen that waits has a time at which it asks again: never a spinner for ever', () => {
    const waits: readonly Screen['is'][] = [
      'loading',
      'leaving',
      'no-desktop',
      'choose',
      'opening',
      'pressing',
      'press-kept',
      'recovering',
      'needs-help',
      'consent',
      'queued',
      'points',
      'take-point',
      'files',
    ]
    always(({ after, at }) => {
      if (waits.includes(screenOf(after).is)) expect(wakeAt(after, at)).not.toBeNull()
    })
  })

  test('every screen has its posture, its light and its wish of the console, and only the desktop itself takes input', () => {
    always(({ after }) => {
      const screen = screenOf(after)
      expect(Math.abs(postureOn(screen).lean)).toBeLessThanOrEqual(30)
      expect(lightOf(after)).toBeTypeOf('string')
      if (consoleWish(after)?.input === true) expect(screen.is).toBe('desktop')
    })
  })

  test('nothing of a person stays when they are gone', () => {
    always(({ after }) => {
      if (after.session) return
      expect(after).toMatchObject({
        desktops: null,
        chosen: null,
        press: null,
        follow: null,
        kept: null,
        files: null,
        points: null,
        waiting: null,
        cancelling: null,
      })
      expect(['button', undefined]).toContain(after.question?.is)
      expect(consoleWish(after)).toBeNull()
    })
  })

  test('when the world is well again, so is the page: there is a way forward from everywhere', () => {
    fc.assert(
      fc.property(afternoon, (moments) => {
        const { kiosk, at } = play(moments, () => undefined)
        expect(screenOf(healed(kiosk, at)).is).toBe('desktop')
      }),
      { numRuns: 400 },
    )
  })
})

describe('a press', () => {
  test('is the same under its key however often it is sent, and is not sent again once it was answered', () => {
    fc.assert(
      fc.property(afternoon, (moments) => {
        const sent = new Map<string, string>()
        const answered = new Set<string>()
        play(moments, ({ event, effects }) => {
          for (const { press } of effects.filter((e) => e.do === 'press')) {
            const { kind, key, desktopId, generation, pointId, runId } = press
            const content = JSON.stringify({ kind, desktopId, generation, pointId, runId })
            expect(sent.get(key) ?? content).toBe(content)
            expect(answered).not.toContain(key)
            sent.set(key, content)
          }
          if (event.type === 'pressed' && isAnswer(event)) answered.add(event.key)
        })
      }),
      { numRuns: 800 },
    )
  })

  test('to recover is only sent first when consent was open for long enough to be read, and was given', () => {
    const sent = new Set<string>()
    const chosen = new Set<string>()
    always(({ before, event, effects, at }) => {
      for (const { press } of effects.filter((e) => e.do === 'press')) {
        if (press.kind !== 'recover' || before.press?.key === press.key) continue
        sent.add(press.key)
        if (press.pointId !== null) chosen.add(press.key)
        expect(before.question).toMatchObject({ is: 'consent', key: press.key, pointId: press.pointId })
        expect(at - (before.question?.openedAt ?? Infinity)).toBeGreaterThanOrEqual(600)
        expect(['accept', 'button-action', 'recover', 'hold-released', 'tick']).toContain(event.type)
      }
    })
    // The property is about something: such presses did happen.
    expect(sent.size).toBeGreaterThan(0)
    expect(chosen.size).toBeGreaterThan(0)
  })

  test('stands alone: while one has no answer, no other is sent', () => {
    always(({ before, effects }) => {
      for (const { press } of effects.filter((e) => e.do === 'press'))
        if (before.press !== null) expect(press.key).toBe(before.press.key)
    })
  })
})

describe('a copy of what was kept', () => {
  test('is asked for by a person alone, names something, is the same under its key, and not asked for again once answered', () => {
    let copies = 0
    fc.assert(
      fc.property(afternoon, (moments) => {
        const sent = new Map<string, string>()
        const answered = new Set<string>()
        play(moments, ({ before, event, effects }) => {
          for (const { rescue, runId } of effects.filter((e) => e.do === 'copy')) {
            copies++
            const content = JSON.stringify({ rescue, runId })
            if (!sent.has(rescue.key)) expect(event.type).toBe('copy')
            expect(sent.get(rescue.key) ?? content).toBe(content)
            expect(answered).not.toContain(rescue.key)
            expect(before.kept?.runId).toBe(runId)
            if (!('whole' in rescue)) expect(rescue.folders.length + rescue.paths.length).toBeGreaterThan(0)
            sent.set(rescue.key, content)
          }
          if (event.type === 'copying' && isAnswer(event)) answered.add(event.key)
        })
      }),
      { numRuns: 800 },
    )
    expect(copies).toBeGreaterThan(0)
  })
})

function isAnswer({ answer }: Extract<KioskEvent, { type: 'pressed' | 'copying' }>): boolean {
  const none: ProblemName = 'broker-unreachable'
  return answer.ok || problemName(answer.problem) !== none
}

/** The broker answers, the session holds, one desktop runs, its picture comes; the person closes what is open. */
function healed(kiosk: Kiosk, start: number): Kiosk {
  let at = start
  let now = kiosk
  const apply = (event: KioskEvent) => {
    ;[now] = step(now, event, at)
  }
  const well: Recovery | null = null
  apply({ type: 'hold-lost', source: 'pointer' })
  apply({ type: 'hold-lost', source: 'key' })
  apply({ type: 'button-action', action: { type: 'cancelled', key: 'key' } })
  apply({ type: 'facts', facts })
  apply({ type: 'link', link: { is: 'up' } })
  apply({ type: 'signed-out', answer: { ok: true, value: null } })
  apply({ type: 'state', link: { is: 'up' }, session, button: { is: 'ready', name: 'B' } })
  if (now.press !== null) apply({ type: 'pressed', key: now.press.key, answer: { ok: false, problem: anyProblem } })
  apply({ type: 'ask-again' })
  apply({
    type: 'desktops',
    answer: {
      ok: true,
      value: [
        {
          id: 'one',
          name: 'One',
          generation: 1000,
          state: 'running',
          note: null,
          share: null,
          forecast: { possible: false, problem: anyProblem },
          recovery: well,
        },
      ],
    },
  })
  apply({ type: 'decline' })
  apply({ type: 'close-files' })
  apply({ type: 'close-card' })
  apply({ type: 'bring-here' })
  apply({ type: 'taken-over' })
  apply({ type: 'picture', is: 'opening' })
  apply({ type: 'picture', is: 'shown' })
  at += 10_000
  apply({ type: 'tick' })
  return now
}

const anyProblem = {
  type: 'urn:daruma:problem:busy',
  title: 'Busy.',
  status: 409,
  todo: 'Wait.',
}
