import { describe, expect, test } from 'vitest'
import { consoleWish, lightOf } from '../../../renderer/kiosk/state/derived.ts'
import type { KioskEvent } from '../../../renderer/kiosk/state/event.ts'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { problem } from '../../../shared/api/problem.ts'
import type { Link } from '../../../shared/bridge.ts'
import { counter, desktop, ended, facts, planner, run, session } from '../gallery/made.ts'
import { answer, atDesk, desk, Played } from './made.ts'

const down = (tries: number): Extract<Link, { is: 'down' }> => ({
  is: 'down',
  since: 0,
  tries,
  nextTryAt: 0,
  why: 'refused',
})
const state = (who: typeof session | null): KioskEvent => ({
  type: 'state',
  link: { is: 'up' },
  session: who,
  button: { is: 'none' },
})
const told = (change: Partial<Desktop>): KioskEvent => ({ type: 'desktop', desktop: { ...desktop, ...change } })

describe('before the desktop', () => {
  const arrived = () => new Played().send({ type: 'facts', facts })

  test.each<[string, Played, string]>([
    ['nothing is known yet', new Played(), 'start'],
    ['nobody said who is signed in', arrived(), 'start'],
    ['the broker did not answer from the start', arrived().send({ type: 'link', link: down(1) }), 'unreachable'],
    ['nobody is signed in', arrived().send(state(null)), 'sign-in'],
    ['somebody is, and their desktops are not known', arrived().send(state(session)), 'loading'],
    ['they have none', arrived().send(state(session), answer()), 'no-desktop'],
    ['they have several', arrived().send(state(session), answer(desktop, planner, counter)), 'choose'],
    ['they have one, which is opened at once', arrived().send(state(session), answer(desktop)), 'opening'],
    [
      'they chose one that is off',
      arrived().send(state(session), answer(desktop, planner), { type: 'choose', desktopId: planner.id }),
      'opening',
    ],
    [
      'they chose one that the help desk has',
      arrived().send(state(session), answer(desktop, counter), { type: 'choose', desktopId: counter.id }),
      'needs-help',
    ],
  ])('%s', (_, { kiosk }, is) => {
    expect(screenOf(kiosk).is).toBe(is)
  })

  test('a hold says what comes first, and stops saying it', () => {
    const played = arrived().send(state(null), desk('started'), desk('fired'))
    expect(played.kiosk.hint?.is).toBe('sign-in-first')
    expect(screenOf(played.kiosk).is).toBe('sign-in')
    expect(played.pass(7000).kiosk.hint).toBeNull()
    const choosing = arrived().send(state(session), answer(desktop, planner), desk('started'))
    expect(choosing.kiosk).toMatchObject({ hint: { is: 'choose-first' }, hold: { is: 'no' } })
  })
})

describe('at the desktop', () => {
  test('it is shown, takes input, and the button is lit', () => {
    const { kiosk } = atDesk()
    expect(screenOf(kiosk)).toMatchObject({ is: 'desktop', card: null, undo: null })
    expect(consoleWish(kiosk)).toMatchObject({ machine: 'accounts/3', reachable: true, cover: false, input: true })
    expect(lightOf(kiosk)).toBe('idle')
  })

  test('one lost heartbeat does not take the picture away, a second does', () => {
    const played = atDesk().send({ type: 'link', link: down(1) })
    expect(screenOf(played.kiosk).is).toBe('desktop')
    expect(screenOf(played.send({ type: 'link', link: down(2) }).kiosk)).toMatchObject({ is: 'unreachable', run: null })
    expect(consoleWish(played.kiosk)).toMatchObject({ reachable: false, cover: true, input: false })
  })

  test('a picture that blinks is not worth a word, one that stays away is', () => {
    const played = atDesk().send({ type: 'picture', is: 'opening' })
    expect(screenOf(played.kiosk).is).toBe('desktop')
    expect(consoleWish(played.kiosk)?.input).toBe(false)
    expect(screenOf(played.pass(1300).kiosk)).toMatchObject({ is: 'opening', why: 'picture-again' })
    expect(screenOf(played.send({ type: 'picture', is: 'shown' }).kiosk).is).toBe('desktop')
  })

  test('the session ends, and everything of it with it', () => {
    const { kiosk } = atDesk().send({ type: 'session', session: null })
    expect(screenOf(kiosk)).toEqual({ is: 'sign-in', state: { is: 'idle', ended: true } })
    expect(consoleWish(kiosk)).toBeNull()
  })

  test('signed out, the pictures go at once, and a session that is told late does not come back', () => {
    const played = atDesk().send({ type: 'sign-out' })
    expect(screenOf(played.kiosk).is).toBe('leaving')
    played.send(
      { type: 'session', session },
      { type: 'signed-out', answer: { ok: false, problem: problem('broker-unreachable') } },
    )
    expect(screenOf(played.kiosk).is).toBe('leaving')
    played.pass(2000)
    expect(played.effects.filter((e) => e.do === 'sign-out')).toHaveLength(2)
    played.send({ type: 'signed-out', answer: { ok: true, value: null } })
    expect(screenOf(played.kiosk)).toEqual({ is: 'sign-in', state: { is: 'idle', ended: false } })
  })

  test('a recovery from long ago is not told again', () => {
    const { kiosk } = atDesk({ recovery: ended('recovered') })
    expect(screenOf(kiosk)).toMatchObject({ is: 'desktop', card: null, undo: { outcome: 'recovered' } })
  })
})

describe('a run', () => {
  test('is followed to its end, whoever pressed, and its card closes by itself when all is as promised', () => {
    const played = atDesk().send({ type: 'recovery', recovery: run('sealed') })
    expect(screenOf(played.kiosk).is).toBe('recovering')
    expect(consoleWish(played.kiosk)).toMatchObject({ machine: null, cover: true, input: false })
    expect(lightOf(played.kiosk)).toBe('recovering')
    // Seen when it was 920 ms old, by the broker's account; this kiosk's clock need not agree with the broker's.
    expect(played.kiosk.follow?.since).toBe(played.at - 920)

    played.send({ type: 'recovery', recovery: run('live') }, told({ generation: 4, recovery: run('live') }))
    expect(consoleWish(played.kiosk)).toMatchObject({ machine: 'accounts/4', cover: false, input: false })

    played.send(told({ generation: 4, recovery: ended('recovered') }))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'desktop', card: { run: { outcome: 'recovered' } } })
    expect(lightOf(played.kiosk)).toBe('done')
    expect(screenOf(played.pass(20_000).kiosk)).toMatchObject({ card: null, undo: { outcome: 'recovered' } })
  })

  test('that went to an earlier point than promised is told until it is read', () => {
    const earlier = ended('recovered', { point: { id: 'other', takenAt: '2026-11-22T07:30:00Z', warm: true } })
    const played = atDesk().send(desk('started'), desk('fired')).pass(700)
    played.send({ type: 'accept' }, { type: 'pressed', key: 'desk-key', answer: { ok: true, value: run('accepted') } })
    played.send(told({ generation: 4, recovery: earlier })).pass(60_000)
    expect(screenOf(played.kiosk)).toMatchObject({ card: { run: { point: { id: 'other' } } } })
    expect(screenOf(played.send({ type: 'close-card' }).kiosk)).toMatchObject({ card: null })
  })

  test('leaves its card for as long as it could not be read', () => {
    const played = atDesk().send({ type: 'recovery', recovery: run('live') })
    played.send(told({ generation: 4, recovery: ended('recovered') }), { type: 'picture', is: 'opening' })
    played.pass(20_000).send({ type: 'picture', is: 'shown' })
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'desktop', card: { run: { outcome: 'recovered' } } })
  })

  test.each([
    ['failed', 'failed', 'failed'],
    ['handed-over', 'needs-help', 'failed'],
    ['refused', 'cannot-recover', 'idle'],
  ] as const)('that ended %s is told before anything else', (outcome, is, light) => {
    const played = atDesk().send({ type: 'recovery', recovery: run('sealed') })
    played.send(told({ recovery: ended(outcome, { undo: null, problem: problem('no-room') }) }))
    expect(screenOf(played.kiosk).is).toBe(is)
    expect(lightOf(played.kiosk)).toBe(light)
  })

  test('goes on in the broker while the broker cannot be reached', () => {
    const { kiosk } = atDesk().send({ type: 'recovery', recovery: run('sealed') }, { type: 'link', link: down(3) })
    expect(screenOf(kiosk)).toMatchObject({ is: 'unreachable', run: { mark: 'sealed' } })
  })

  test('that nobody asked for is shown as what it is, and what is told after it is believed', () => {
    const start = run('sealed', { kind: 'start', id: 'start', pressedBy: null, pressedAt: '2026-11-22T10:15:00Z' })
    const played = atDesk({ recovery: ended('recovered') }).send(told({ state: 'starting', recovery: start }))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'opening', why: 'starting' })
    played.send(told({ recovery: ended('recovered') }))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'desktop', card: null })
  })

  test('takes a question and a hold off the screen', () => {
    const played = atDesk().send(desk('started'), desk('fired'))
    expect(screenOf(played.kiosk).is).toBe('consent')
    played.send({ type: 'recovery', recovery: run('accepted') })
    expect(played.kiosk).toMatchObject({ question: null, hold: { is: 'no' } })
    expect(screenOf(played.kiosk).is).toBe('recovering')
  })
})

describe('answers that events overtook', () => {
  test('do not bring back what is over', () => {
    const played = atDesk()
      .send({ type: 'recovery', recovery: run('live') })
      .pass(5000)
    expect(played.kiosk.asked.inFlight).toBe(true)
    played.send(told({ generation: 4, recovery: ended('recovered') }))
    played.send(answer({ ...desktop, recovery: run('sealed') }))
    expect(screenOf(played.kiosk).is).toBe('desktop')
  })

  test('are asked for again', () => {
    const played = atDesk().pass(60_000)
    const asked = played.effects.filter((e) => e.do === 'ask-desktops').length
    played.send(told({ note: 'It was paused.' }), answer(desktop))
    expect(screenOf(played.kiosk)).toMatchObject({ desktop: { note: 'It was paused.' } })
    played.pass(60_000)
    expect(played.effects.filter((e) => e.do === 'ask-desktops')).toHaveLength(asked + 1)
  })
})
