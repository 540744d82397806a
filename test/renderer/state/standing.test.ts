import { describe, expect, test } from 'vitest'
import type { Effect } from '../../../renderer/kiosk/state/event.ts'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import { problem } from '../../../shared/api/problem.ts'
import type { KioskState } from '../../../shared/bridge.ts'
import { facts, session } from '../gallery/made.ts'
import { Played } from './made.ts'

const assigned = (pin: boolean): KioskState => ({
  is: 'enrolled',
  kiosk: { id: 'x', name: 'K-0044', place: null, connects: { desktop: 'Accounts', pin } },
})
const start = (kiosk: KioskState) =>
  new Played().send(
    { type: 'facts', facts },
    { type: 'state', link: { is: 'up' }, session: null, button: { is: 'none' }, kiosk },
  )
const isConnect = (effect: Effect) => effect.do === 'connect'
const no = { type: 'signed-in', answer: { ok: false, problem: problem('internal') } } as const

describe('a kiosk', () => {
  test('comes first: asked about, then its code, then whoever signs in; revoked, nobody does', () => {
    const played = start({ is: 'asking' })
    expect(screenOf(played.kiosk).is).toBe('start')
    played.send({ type: 'kiosk', kiosk: { is: 'waiting', code: 'K7MQ4XWA', expiresAt: '2030-01-01T00:00:00Z' } })
    expect(screenOf(played.kiosk)).toEqual({ is: 'enrol', code: 'K7MQ4XWA' })
    played.send({
      type: 'kiosk',
      kiosk: { is: 'enrolled', kiosk: { id: 'x', name: 'K-0044', place: null, connects: null } },
    })
    expect(screenOf(played.kiosk).is).toBe('sign-in')
    expect(played.kiosk.facts?.kioskName).toBe('K-0044')
    played.send({ type: 'kiosk', kiosk: { is: 'revoked' } })
    expect(screenOf(played.kiosk).is).toBe('enrol-trouble')
  })

  test('assigned to a desktop connects by itself, and again later if that fails', () => {
    const played = start(assigned(false))
    expect(played.effects.filter(isConnect)).toEqual([{ do: 'connect', pin: null }])
    played.send(no)
    expect(screenOf(played.kiosk)).toMatchObject({ is: 'connect', state: { is: 'refused' } })
    expect(played.pass(15_000).effects.filter(isConnect)).toHaveLength(2)
    played.send({ type: 'signed-in', answer: { ok: true, value: session } })
    expect(screenOf(played.kiosk).is).toBe('loading')
    // The broker ended it: back again.
    played.send({ type: 'session', session: null })
    expect(played.effects.filter(isConnect)).toHaveLength(3)
  })

  test('does not bring back who signed out, until that is asked for', () => {
    const played = start(assigned(false)).send({ type: 'signed-in', answer: { ok: true, value: session } })
    played.send({ type: 'sign-out' }, { type: 'signed-out', answer: { ok: true, value: null } }).pass(120_000)
    expect(played.effects.filter(isConnect)).toHaveLength(1)
    expect(screenOf(played.kiosk).is).toBe('connect')
    expect(played.send({ type: 'connect', pin: null }).effects.filter(isConnect)).toHaveLength(2)
  })

  test('with a PIN waits for it', () => {
    const played = start(assigned(true)).pass(60_000)
    expect(played.effects.filter(isConnect)).toEqual([])
    expect(played.send({ type: 'connect', pin: '1234' }).effects.filter(isConnect)).toEqual([
      { do: 'connect', pin: '1234' },
    ])
    expect(JSON.stringify(played.kiosk)).not.toContain('1234')
  })
})
