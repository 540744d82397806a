import { problem } from '../../../../shared/api/problem.ts'
import { at, earlierPointId, ended, point, pointId, pressKey, run } from '../made.ts'
import { atWork, cannot, consent, down, elsewhere, known, noPoint, pressed, type Script } from './scripts.ts'

export const troubleStates: Record<string, Script> = {
  '12-failed-points': (play) =>
    pressed(
      play,
      ended('failed', {
        undo: null,
        wayBack: true,
        attempt: 4,
        brought: 'disk',
        point: { id: earlierPointId, takenAt: at('07:30'), warm: true },
        firstPoint: { id: pointId, takenAt: at('09:12') },
      }),
      20_000,
    ),
  '12-failed': (play) => pressed(play, ended('failed', { undo: null, wayBack: true, attempt: 2 }), 20_000),
  '12-needs-help': (play) => pressed(play, ended('handed-over', { undo: null, wayBack: true, attempt: 2 }), 40_000),
  '13-no-known-good': (play) => cannot(play, 'no-known-good'),
  '13-point-being-checked': (play) => noPoint(play, [point({ proof: 'proving', provenAt: null })]),
  '13-point-failed': (play) =>
    noPoint(play, [
      point({ proof: 'failed', provenAt: null, problem: 'Its picture stayed blank.', proofDueAt: at('10:40') }),
    ]),
  '13-no-room': (play) => cannot(play, 'no-room'),
  '13-other': (play) => cannot(play, 'disk-damaged'),
  '14-queue': (play) => pressed(play, run('accepted', { queue: { place: 7, of: 12 } }), 4000),
  '14-queue-next': (play) =>
    pressed(play, run('accepted', { queue: { place: 1, of: 3 } }), 4000).then(() => play.pass(1000)),
  '14-queue-cancelling': async (play) => {
    await pressed(play, run('accepted', { queue: { place: 2, of: 3 } }), 4000)
    play.send({ type: 'cancel-run' })
  },
  '14-too-many-presses': async (play) => {
    await consent(play)
    play.pass(700)
    play.send(
      { type: 'accept' },
      {
        type: 'pressed',
        key: pressKey,
        answer: { ok: false, problem: { ...problem('too-many-presses'), again: at('10:52') } },
      },
    )
  },
  '14-busy': async (play) => {
    await consent(play)
    play.pass(700)
    play.send({ type: 'accept' }, { type: 'pressed', key: pressKey, answer: { ok: false, problem: problem('busy') } })
  },
  '16-press-lost': async (play) => {
    await consent(play)
    play.pass(700)
    play.send(down('refused'), { type: 'accept' })
    play.pass(60_000)
  },
  '16-press-lost-in-doubt': async (play) => {
    await consent(play)
    play.pass(700)
    play.send({ type: 'accept' }, down('refused'))
    play.pass(15_000)
    play.pass(45_000)
  },
  '18-session-elsewhere': async (play) => {
    await atWork(play)
    play.send(elsewhere)
  },
  '18-session-elsewhere-bringing': async (play) => {
    await atWork(play)
    play.send(elsewhere, { type: 'bring-here' })
  },
  '16-broker-unreachable': (play) => play.send(...known(null), down('refused')),
  '16-broker-unreachable-desktop': async (play) => {
    await atWork(play)
    play.send(down('timeout'))
  },
  '16-press-kept': async (play) => {
    await consent(play)
    play.pass(700)
    play.send(down('refused'), { type: 'accept' })
  },
  '16-press-in-doubt': async (play) => {
    await consent(play)
    play.pass(700)
    play.send(
      { type: 'accept' },
      { type: 'pressed', key: pressKey, answer: { ok: false, problem: problem('broker-unreachable') } },
    )
  },
  '17-no-network': async (play) => {
    await atWork(play)
    play.send(down('no-network'))
  },
  '17-no-network-recovering': async (play) => {
    await pressed(play, run('sealed'), 1300)
    play.send(down('no-network'))
  },
}
