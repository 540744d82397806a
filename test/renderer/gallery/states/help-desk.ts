import type { Help } from '../../../../shared/api/help-desk/help.ts'
import { at, desktop, pressKey } from '../made.ts'
import type { Player } from '../player.ts'
import { atWork, broken, consent, type Script } from './scripts.ts'

const by = { name: 't.baker', displayName: 'Tom Baker' }
const asked: Help = {
  id: pressKey,
  desktopId: desktop.id,
  by,
  reason: 'You called about the label printer.',
  wants: 'control',
  allowed: null,
  state: 'asked',
  askedAt: at('10:14'),
  answerBy: at('10:15'),
  answeredAt: null,
  endedAt: null,
  watching: false,
}
const allowed: Help = { ...asked, allowed: 'view', state: 'allowed', answeredAt: at('10:14'), watching: true }
const words = { id: pressKey, desktopId: desktop.id, by, sentAt: at('10:12'), readAt: null, incidentId: null }
const sees = (help: Partial<Help> = {}) => ({ help: { ...allowed, ...help } })
const bar = (play: Player) => play.click('.handle')

export const helpDeskStates: Record<string, Script> = {
  '18-help-desk-asks': (play) => broken(play, { help: asked }),
  '18-help-desk-asks-to-look': (play) => broken(play, { help: { ...asked, wants: 'view', reason: '' } }),
  '18-help-desk-answering': async (play) => {
    await broken(play, { help: asked })
    play.pass(700)
    play.send({ type: 'answer-help', allow: 'view' })
  },
  '18-help-desk-sees': (play) => atWork(play, sees()),
  '18-help-desk-helps-bar': async (play) => {
    await atWork(play, sees({ allowed: 'control' }))
    await bar(play)
  },
  '18-help-desk-sees-consent': (play) => consent(play, sees()),
  '18-help-desk-stopping': async (play) => {
    await atWork(play, sees())
    play.send({ type: 'end-help' })
  },
  '18-help-desk-message': (play) =>
    atWork(play, {
      messages: [
        {
          ...words,
          text: 'This morning’s update stops the label printer.\nPlease hold the red button: you are back at 07:30, and it prints again.',
        },
      ],
    }),
  '18-help-desk-offer': (play) =>
    atWork(play, {
      offer: {
        id: pressKey,
        desktopId: desktop.id,
        reason: 'Forty desktops with this morning’s update were recovered so far.',
        at: at('10:10'),
      },
    }),
  '22-long-names-help-desk': (play) =>
    atWork(
      play,
      sees({
        allowed: 'control',
        by: { name: 'x', displayName: 'Wilhelmina-Alexandra von Habsburg-Lothringen, Second Line Support Night Shift' },
      }),
    ),
}
