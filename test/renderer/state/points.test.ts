import { describe, expect, test } from 'vitest'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import { problem } from '../../../shared/api/problem.ts'
import { desktop, earlierPointId, point, pointId, points, run } from '../gallery/made.ts'
import { atDesk, desk, type Played } from './made.ts'

const told = (list = points) => ({ type: 'points', desktopId: desktop.id, answer: { ok: true, value: list } }) as const
const asks = ({ effects }: Played) => effects.filter((e) => e.do === 'ask-points').length
const consentTo = (pointId: string) =>
  atDesk().send({ type: 'ask-points' }, told(), { type: 'choose-point', pointId, key: 'point-key' })

describe('earlier points', () => {
  test('are asked for while they are looked at, and forgotten with it', () => {
    const played = atDesk()
    expect(asks(played)).toBe(0)
    expect(screenOf(played.send({ type: 'ask-points' }).kiosk)).toMatchObject({ is: 'points', points: { list: null } })
    expect(asks(played)).toBe(1)
    played.send(told()).pass(30_000)
    expect(asks(played)).toBe(2)
    expect(played.send({ type: 'decline' }).kiosk.points).toBeNull()
  })

  test('one of them is gone to by its id, with consent, and what is said is of that one', () => {
    const played = consentTo(earlierPointId).pass(700)
    expect(screenOf(played.kiosk)).toMatchObject({
      is: 'consent',
      point: { id: earlierPointId, takesMs: 4100, chosen: true },
    })
    played.send({ type: 'accept' })
    expect(played.presses).toMatchObject([
      { kind: 'recover', key: 'point-key', pointId: earlierPointId, promise: { pointId: earlierPointId } },
    ])
  })

  test('how long a cold one takes is not known', () => {
    expect(screenOf(consentTo(earlierPointId.replace('1d', '2d')).kiosk)).toMatchObject({ point: { takesMs: null } })
  })

  test('one that is known good no more is not gone to', () => {
    const played = consentTo(earlierPointId)
      .send(told([point()]))
      .pass(700)
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'refused', problem: problem('unknown-point') })
    expect(played.send({ type: 'accept' }).presses).toEqual([])
  })

  test('the limits of the last known good one are said before the press', () => {
    const limits = [{ kind: 'old' as const, says: 'It is old.' }]
    const played = atDesk().send(desk('started'), desk('fired'), told([point({ limits })]))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'consent', point: { id: pointId, limits, chosen: false } })
    expect(played.pass(700).send({ type: 'accept' }).presses).toMatchObject([{ pointId: null }])
  })
})

describe('a point by hand', () => {
  const asked = () =>
    atDesk().send({ type: 'ask-take-point' }, { type: 'take-point', key: 'k', note: 'before printers' })
  const takes = ({ effects }: Played) => effects.filter((e) => e.do === 'take-point')

  test('is asked for once, again only while there is no answer, and then followed', () => {
    const played = asked().send({ type: 'take-point', key: 'other', note: '' })
    expect(takes(played)).toEqual([{ do: 'take-point', desktopId: desktop.id, key: 'k', note: 'before printers' }])
    const away = { type: 'taken', key: 'k', answer: { ok: false, problem: problem('broker-unreachable') } } as const
    played.send(away).pass(2000)
    expect(takes(played)).toHaveLength(2)
    const made = point({ id: 'new', taking: true, proof: 'unproven' })
    played.send({ type: 'taken', key: 'k', answer: { ok: true, value: made } }, told([made]))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'take-point', begun: true, point: { taking: true } })
    played.send(told([{ ...made, taking: false, proof: 'known-good' }]))
    expect(screenOf(played.kiosk)).toMatchObject({ point: { proof: 'known-good' } })
    expect(takes(played.pass(60_000))).toHaveLength(2)
  })

  test('that is refused says why', () => {
    const played = asked().send({ type: 'taken', key: 'k', answer: { ok: false, problem: problem('busy') } })
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'refused', problem: problem('busy') })
  })
})

describe('the queue', () => {
  const waiting = (place: number) => run('accepted', { queue: { place, of: 3 } })
  const inLine = (place: number) => atDesk().send({ type: 'recovery', recovery: waiting(place) })
  const cancels = ({ effects }: Played) => effects.filter((e) => e.do === 'cancel')

  test('is said at once behind others, and after a moment by whoever is next', () => {
    expect(screenOf(inLine(2).kiosk)).toMatchObject({ is: 'queued', queue: { place: 2, of: 3 } })
    const next = inLine(1)
    expect(screenOf(next.kiosk).is).toBe('recovering')
    expect(screenOf(next.pass(1000).kiosk)).toMatchObject({ is: 'queued', queue: { place: 1 } })
    expect(screenOf(next.send({ type: 'recovery', recovery: run('preparing') }).kiosk).is).toBe('recovering')
  })

  test('is left by a cancel that is asked for until it is answered, and nothing else is told of it', () => {
    const played = inLine(2).send({ type: 'cancel-run' }, { type: 'cancel-run' })
    const away = { ok: false, problem: problem('broker-unreachable') } as const
    played.send({ type: 'cancelled', runId: waiting(2).id, answer: away }).pass(2000)
    expect(cancels(played)).toHaveLength(2)
    const over = { ...waiting(2), queue: null, outcome: 'cancelled', endedAt: '2026-11-22T10:14:10Z' } as const
    played.send({ type: 'cancelled', runId: over.id, answer: { ok: true, value: over } })
    expect(played.kiosk.hold.is).toBe('cancelled')
    expect(screenOf(played.pass(2000).kiosk)).toMatchObject({ is: 'desktop', card: null })
    expect(cancels(played)).toHaveLength(2)
  })

  test('whose turn came before the cancel goes on', () => {
    const played = inLine(2).send({ type: 'cancel-run' })
    const late = { ok: false, problem: problem('too-late-to-cancel') } as const
    played.send({ type: 'cancelled', runId: waiting(2).id, answer: late })
    played.send({ type: 'recovery', recovery: run('prepared') })
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'recovering' })
  })
})
