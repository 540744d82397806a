import { expect, test } from 'vitest'
import { screenOf } from '../../../renderer/kiosk/state/screen.ts'
import type { Help } from '../../../shared/api/help-desk/help.ts'
import { problem } from '../../../shared/api/problem.ts'
import { at, desktop, pressKey, run } from '../gallery/made.ts'
import { atDesk, type Played } from './made.ts'

const asked: Help = {
  id: pressKey,
  desktopId: desktop.id,
  by: { name: 't.baker', displayName: 'Tom Baker' },
  reason: 'The printer',
  wants: 'control',
  allowed: null,
  state: 'asked',
  askedAt: at('10:14'),
  answerBy: at('10:15'),
  answeredAt: null,
  endedAt: null,
  watching: false,
}
const allowed: Help = { ...asked, state: 'allowed', allowed: 'view', answeredAt: at('10:14') }
/** What was asked of the bridge because of it, since the last look. */
function sent(played: Played) {
  return played.effects.splice(0).filter((e) => /help|message|offer/.test(e.do))
}
const told = (help: Help | null, change = {}) =>
  ({ type: 'desktop', desktop: { ...desktop, help, ...change } }) as const

test('it is asked over the picture, and an answer before it was seen is none', () => {
  const played = atDesk().send(told(asked))
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'help-asks', answering: false })
  expect(sent(played.send({ type: 'answer-help', allow: 'control' }))).toEqual([])
  played.pass(600)
  expect(sent(played.send({ type: 'answer-help', allow: 'view' }))).toEqual([
    { do: 'answer-help', desktopId: desktop.id, helpId: asked.id, allow: 'view' },
  ])
  expect(screenOf(played.kiosk)).toMatchObject({ is: 'help-asks', answering: true })
  played.send({ type: 'help-answered', helpId: asked.id, answer: { ok: true, value: allowed } })
  expect(screenOf(played.kiosk).is).toBe('desktop')
})

test('while the desktop is brought back nobody is asked', () => {
  const played = atDesk().send(told(asked, { recovery: run('sealed') }))
  expect(screenOf(played.kiosk).is).not.toBe('help-asks')
  expect(sent(played.pass(600).send({ type: 'answer-help', allow: 'view' }))).toEqual([])
})

test('its end is sent until it gets there', () => {
  const played = atDesk().send(told(allowed))
  const end = { do: 'end-help', desktopId: desktop.id, helpId: asked.id }
  expect(sent(played.send({ type: 'end-help' }))).toEqual([end])
  expect(sent(played.send({ type: 'end-help' }))).toEqual([])
  played.send({
    type: 'help-answered',
    helpId: asked.id,
    answer: { ok: false, problem: problem('broker-unreachable') },
  })
  expect(sent(played.pass(2_000))).toEqual([end])
  played.send({ type: 'help-answered', helpId: asked.id, answer: { ok: true, value: { ...allowed, state: 'ended' } } })
  expect(played.kiosk.helping).toBe(null)
})

test('what it was answered in the meantime is asked for', () => {
  const played = atDesk().send(told(asked)).pass(600)
  played.send({ type: 'answer-help', allow: 'no' })
  const answer = { ok: false, problem: problem('busy') } as const
  played.effects.splice(0)
  played.send({ type: 'help-answered', helpId: asked.id, answer })
  expect(played.effects).toContainEqual({ do: 'ask-desktops' })
  expect(played.kiosk.helping).toBe(null)
})

test('a message that was read is gone, and that is told once', () => {
  const words = { desktopId: desktop.id, by: asked.by, sentAt: at('10:12'), readAt: null, incidentId: null, text: 'x' }
  const [first, second] = [
    { ...words, id: pressKey },
    { ...words, id: pressKey.replace('9c', '8d') },
  ]
  const played = atDesk().send(told(null, { messages: [first, second] }))
  expect(sent(played.send({ type: 'read-message', messageId: first.id }))).toEqual([
    { do: 'read-message', desktopId: desktop.id, messageId: first.id },
  ])
  expect(played.kiosk.desktops?.[0]?.messages).toEqual([second])
})

test('an offer that is declined is gone', () => {
  const offer = { id: pressKey, desktopId: desktop.id, reason: 'Many press', at: at('10:10') }
  const played = atDesk().send(told(null, { offer }))
  expect(sent(played.send({ type: 'decline-offer' }))).toEqual([
    { do: 'decline-offer', desktopId: desktop.id, offerId: offer.id },
  ])
  expect(played.kiosk.desktops?.[0]?.offer).toBe(null)
})
