import { describe, expect, test } from 'vitest'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import { type ProblemName, problem } from '../../../shared/api/problem.ts'
import type { Link } from '../../../shared/bridge.ts'
import { desktop, ended, run } from '../gallery/made.ts'
import { atDesk, desk, type Played } from './made.ts'

const down: Link = { is: 'down', since: 0, tries: 1, nextTryAt: 0, why: 'refused' }

function accepted(played: Played): Played {
  return played.send(desk('started'), desk('fired')).pass(700).send({ type: 'accept' })
}
const no = (name: ProblemName) =>
  ({ type: 'pressed', key: 'desk-key', answer: { ok: false, problem: problem(name) } }) as const

describe('a press', () => {
  test('carries the key of the first touch, and what the person saw', () => {
    const { presses, kiosk } = accepted(atDesk())
    expect(presses).toMatchObject([
      { kind: 'recover', key: 'desk-key', desktopId: 'accounts', generation: 3, runId: null },
    ])
    expect(screenOf(kiosk).is).toBe('pressing')
  })

  test('whose answer is lost is sent again, unchanged, and says that it may have arrived', () => {
    const played = accepted(atDesk()).send(no('broker-unreachable'))
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'press-kept', press: { doubt: true } })
    played.pass(2000)
    expect(played.presses).toHaveLength(2)
    expect(played.presses[1]).toMatchObject({ key: 'desk-key', kind: 'recover', generation: 3 })
    played.send({ type: 'pressed', key: 'desk-key', answer: { ok: true, value: run('sealed') } })
    expect(screenOf(played.kiosk).is).toBe('recovering')
    expect(played.pass(60_000).presses).toHaveLength(2)
  })

  test('that never hears anything is sent again as well', () => {
    const played = accepted(atDesk()).pass(15_000)
    expect(played.presses.map((p) => p.key)).toEqual(['desk-key', 'desk-key'])
    expect(screenOf(played.kiosk).is).toBe('press-kept')
  })

  test('made while nobody can hear it is kept, and sent once they can', () => {
    const played = accepted(atDesk().send({ type: 'link', link: down }))
    expect(played.presses).toEqual([])
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'press-kept', press: { doubt: false } })
    expect(played.pass(30_000).presses).toEqual([])
    expect(played.send({ type: 'link', link: { is: 'up' } }).presses).toHaveLength(1)
  })

  test('that could not be sent for a minute is let go of, which is said, and is never sent later', () => {
    const played = accepted(atDesk().send({ type: 'link', link: down })).pass(59_000)
    expect(screenOf(played.kiosk).is).toBe('press-kept')
    expect(screenOf(played.pass(1_000).kiosk)).toEqual({ is: 'press-lost', doubt: false })
    played.send({ type: 'link', link: { is: 'up' } }).pass(30_000)
    expect(played.presses).toEqual([])
    expect(screenOf(played.send({ type: 'decline' }).kiosk).is).toBe('desktop')
  })

  test('that was sent and not answered for a minute may have arrived, which is said', () => {
    const played = accepted(atDesk()).send({ type: 'link', link: down }).pass(60_000)
    expect(screenOf(played.kiosk)).toEqual({ is: 'press-lost', doubt: true })
    expect(played.presses).toHaveLength(1)
    // It had.
    played.send({ type: 'link', link: { is: 'up' } }, { type: 'recovery', recovery: run('sealed') })
    expect(screenOf(played.kiosk).is).toBe('recovering')
  })

  test('can be taken back while it was not sent', () => {
    const played = accepted(atDesk().send({ type: 'link', link: down })).send({ type: 'cancel-press' })
    played.send({ type: 'link', link: { is: 'up' } }).pass(60_000)
    expect(played.presses).toEqual([])
    expect(screenOf(played.kiosk).is).toBe('desktop')
  })

  test.each([
    ['no-known-good', 'cannot-recover'],
    ['no-room', 'cannot-recover'],
    ['busy', 'refused'],
    ['out-of-date', 'refused'],
    ['key-used', 'refused'],
    ['internal', 'refused'],
    ['not-signed-in', 'sign-in'],
  ] as const)('answered with %s is told (%s) and not sent again', (name, is) => {
    const played = accepted(atDesk()).send(no(name))
    expect(screenOf(played.kiosk).is).toBe(is)
    expect(played.pass(30_000).presses).toHaveLength(1)
  })

  test('while one is on its way, another hold shows that one', () => {
    const played = accepted(atDesk()).send(desk('started', 'second'), desk('fired', 'second'))
    expect(played.kiosk.hold.is).toBe('no')
    expect(screenOf(played.kiosk).is).toBe('pressing')
    expect(played.presses).toHaveLength(1)
  })
})

describe('undo', () => {
  const recovered = () => atDesk({ recovery: ended('recovered') })

  test('asks, and then names the run that it takes back', () => {
    const played = recovered().send({ type: 'ask-undo' })
    expect(screenOf(played.kiosk).is).toBe('undo')
    played.send({ type: 'undo', key: 'undo-key' })
    expect(played.presses).toMatchObject([{ kind: 'undo', key: 'undo-key', runId: run('live').id, generation: 3 }])
  })

  test('is not offered when nothing is kept', () => {
    const played = atDesk({ recovery: ended('recovered', { undo: null }) }).send({ type: 'ask-undo' })
    expect(screenOf(played.kiosk).is).toBe('desktop')
  })

  test('says so when what was kept went while the question was open', () => {
    const played = recovered().send({ type: 'ask-undo' })
    played.send({ type: 'desktop', desktop: { ...desktop, recovery: ended('recovered', { undo: null }) } })
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'refused', problem: problem('undo-gone') })
    played.send({ type: 'undo', key: 'undo-key' })
    expect(played.presses).toEqual([])
  })
})

test('a question without an answer closes, and nothing has changed', () => {
  const played = atDesk().send({ type: 'ask-restart' })
  expect(screenOf(played.kiosk).is).toBe('restart')
  expect(screenOf(played.pass(60_000).kiosk).is).toBe('desktop')
  expect(played.presses).toEqual([])
})
