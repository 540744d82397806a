import { describe, expect, test } from 'vitest'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import { problem } from '../../../shared/api/problem.ts'
import { ended, facts, run } from '../gallery/made.ts'
import { atDesk, desk, type Played } from './made.ts'

const press = (played: Played, source = 'pointer', key = 'screen-key') =>
  played.send({ type: 'hold-pressed', source, key })
const release = (played: Played, source = 'pointer') => played.send({ type: 'hold-released', source })

describe('on the screen', () => {
  test('three seconds arm: it asks, and the key is that of the touch', () => {
    const played = press(atDesk())
    expect(played.kiosk.hold).toMatchObject({ is: 'holding', by: 'screen' })
    expect(screenOf(played.pass(2999).kiosk).is).toBe('desktop')
    expect(screenOf(played.pass(1).kiosk).is).toBe('consent')
    expect(played.kiosk.question).toMatchObject({ key: 'screen-key' })
    // Letting go afterwards is neither a tap nor an answer.
    expect(screenOf(release(played).pass(1000).kiosk).is).toBe('consent')
  })

  test('a tick that came late costs nothing: what counts is how long it was held', () => {
    const played = press(atDesk())
    played.at += 3200
    expect(screenOf(release(played).kiosk).is).toBe('consent')
  })

  test('let go too soon, it says that nothing has changed, and then nothing more', () => {
    const played = press(atDesk()).pass(1500)
    expect(release(played).kiosk.hold).toMatchObject({ is: 'cancelled', heldMs: 1500, tap: false })
    expect(played.pass(2000).kiosk.hold.is).toBe('no')
    expect(played.presses).toEqual([])
  })

  test('a tap is told how it is meant', () => {
    const played = press(atDesk()).pass(200)
    expect(release(played).kiosk.hold).toMatchObject({ is: 'cancelled', tap: true })
  })

  test('a window that loses the person loses the hold', () => {
    const played = press(atDesk(), 'key').pass(2000).send({ type: 'hold-lost', source: 'key' })
    expect(screenOf(played.pass(5000).kiosk).is).toBe('desktop')
  })

  test('two at once are one: the other is not heard', () => {
    const played = press(press(atDesk()).pass(500), 'key', 'other').pass(500)
    release(played, 'key')
    expect(played.kiosk.hold.is).toBe('holding')
    expect(played.pass(2000).kiosk.question).toMatchObject({ key: 'screen-key' })
  })
})

describe('on the desk', () => {
  test('a second whole hold accepts, and so does a tap', () => {
    const twice = atDesk().send(desk('started'), desk('fired')).pass(1000)
    twice.send(desk('started', 'b')).pass(3000).send(desk('fired', 'b'))
    expect(twice.presses).toMatchObject([{ key: 'desk-key' }])
    const tapped = atDesk().send(desk('started'), desk('fired')).pass(1000)
    tapped.send(desk('started', 'b'), desk('cancelled', 'b'), desk('tapped', 'b'))
    expect(tapped.presses).toMatchObject([{ key: 'desk-key' }])
  })

  test('nobody accepts what they have not seen', () => {
    const played = atDesk().send(desk('started'), desk('fired')).pass(599)
    played.send({ type: 'accept' }, desk('tapped', 'b'))
    expect(played.presses).toEqual([])
    expect(screenOf(played.kiosk).is).toBe('consent')
    expect(played.pass(1).send({ type: 'accept' }).presses).toHaveLength(1)
  })

  test('neither a tap nor a whole hold: says how', () => {
    const played = atDesk().send(desk('started'), desk('fired')).pass(1000)
    played.send(desk('started', 'b')).pass(1500).send(desk('cancelled', 'b'))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'consent', unsure: true })
  })

  test('takes over from a hold on the screen, which then does not fire as well', () => {
    const played = press(atDesk()).pass(1000).send(desk('fired'))
    expect(played.kiosk.question).toMatchObject({ is: 'consent', key: 'desk-key' })
    const opened = played.kiosk.question?.openedAt
    expect(played.pass(5000).kiosk.question).toMatchObject({ is: 'consent', openedAt: opened })
    expect(played.presses).toEqual([])
  })
})

test('where Recover cannot help, a hold says why', () => {
  const played = atDesk({ forecast: { possible: false, problem: problem('no-room') } }).send(
    desk('started'),
    desk('fired'),
  )
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'cannot-recover', problem: problem('no-room') })
})

test('a forecast that goes while it is asked goes with the question', () => {
  const played = atDesk().send(desk('started'), desk('fired'))
  const [first] = played.kiosk.desktops ?? []
  if (first === undefined) throw new Error('no desktop')
  played.send({ type: 'desktop', desktop: { ...first, forecast: { possible: false, problem: problem('no-room') } } })
  expect(screenOf(played.kiosk).is).toBe('cannot-recover')
  expect(played.pass(1000).send({ type: 'accept' }).presses).toEqual([])
})

const letGo = (key: string) => ({ type: 'button-action', action: { type: 'cancelled', key, letGo: true } }) as const

test('press twice in place of a hold: the first asks, the second answers, however long they take', () => {
  const played = atDesk().send({ type: 'press-twice', on: true })
  played.send(desk('started'), letGo('desk-key'), desk('tapped'))
  expect(screenOf(played.kiosk).is).toBe('consent')
  played.pass(700).send(desk('started', 'b')).pass(2000).send(letGo('b'))
  expect(played.presses).toMatchObject([{ key: 'desk-key' }])
})

test('press twice: one that is unplugged while pressed is no press', () => {
  const played = atDesk().send({ type: 'press-twice', on: true })
  played.send(desk('started')).pass(500).send(desk('cancelled'))
  expect(screenOf(played.kiosk).is).toBe('desktop')
})

test.each([1000, 6000])('where %i ms are set, the button on the screen is held for that', (holdMs) => {
  const played = press(atDesk().send({ type: 'facts', facts: { ...facts, holdMs } }))
  expect(screenOf(played.pass(holdMs - 1).kiosk).is).toBe('desktop')
  expect(screenOf(played.pass(1).kiosk).is).toBe('consent')
})

test('after a recovery the button on the desk rests, and so does a hold that was begun meanwhile', () => {
  const played = atDesk()
  const [first] = played.kiosk.desktops ?? []
  if (first === undefined) throw new Error('no desktop')
  played.send({ type: 'desktop', desktop: { ...first, recovery: run('preparing') } }).pass(4000)
  played.send({ type: 'desktop', desktop: { ...first, recovery: ended('recovered') } })
  played.send({ type: 'picture', is: 'shown' })
  played.send(desk('started')).pass(3000).send(desk('fired'))
  expect(screenOf(played.kiosk).is).toBe('desktop')
  played.pass(6000).send(desk('started')).pass(3000).send(desk('fired'))
  expect(screenOf(played.kiosk).is).toBe('desktop')
  played.send(desk('started')).pass(3000).send(desk('fired'))
  expect(screenOf(played.kiosk).is).toBe('consent')
})

test('while the button is being tried, it does nothing else, and what it did is told', () => {
  const played = atDesk().send({ type: 'show-button' })
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'button', tried: 'nothing' })
  played.send(desk('started'))
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'button', tried: 'held' })
  played.pass(3000).send(desk('fired'))
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'button', tried: 'held-whole' })
  played.send(desk('started', 'b'), letGo('b'), desk('tapped', 'b'))
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'button', tried: 'let-go' })
  expect(screenOf(played.send({ type: 'decline' }).kiosk).is).toBe('desktop')
  expect(played.presses).toEqual([])
})
