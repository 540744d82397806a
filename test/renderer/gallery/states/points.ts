import { problem } from '../../../../shared/api/problem.ts'
import { at, desktop, earlierPointId, ended, point, points, pressKey } from '../made.ts'
import { atWork, broken, choosing, done, type Script, taking } from './scripts.ts'

export const pointsStates: Record<string, Script> = {
  '11-earlier-point': (play) =>
    done(play, ended('recovered', { point: { id: earlierPointId, takenAt: at('07:30'), warm: true }, attempt: 2 })),
  '11-points-looking': async (play) => {
    await broken(play)
    play.send({ type: 'ask-points' })
  },
  '11-points-failed': async (play) => {
    await broken(play)
    play.send(
      { type: 'ask-points' },
      { type: 'points', desktopId: desktop.id, answer: { ok: false, problem: problem('broker-unreachable') } },
    )
  },
  '11-points': (play) => choosing(play),
  '11-points-only-one': (play) => choosing(play, points.slice(0, 1)),
  '11-point-chosen': async (play) => {
    await choosing(play)
    play.send({ type: 'choose-point', pointId: earlierPointId.replace('1d', '2d'), key: pressKey })
  },
  '11-rebuilt': (play) => done(play, ended('rebuilt', { kind: 'rebuild', point: null })),
  '11-take-point': async (play) => {
    await atWork(play)
    play.send({ type: 'ask-take-point' })
  },
  '11-take-point-taking': (play) => taking(play, point({ taking: true, proof: 'unproven' })),
  '11-take-point-taken': (play) => taking(play, point({ takenAt: at('10:14'), proof: 'proving' })),
  '11-take-point-good': (play) => taking(play, point({ takenAt: at('10:14') })),
  '11-take-point-failed': (play) =>
    taking(play, point({ takenAt: at('10:14'), proof: 'failed', problem: 'Its picture stayed blank.' })),
  '11-take-point-refused': async (play) => {
    await atWork(play)
    play.send(
      { type: 'ask-take-point' },
      { type: 'take-point', key: pressKey, note: '' },
      { type: 'taken', key: pressKey, answer: { ok: false, problem: problem('busy') } },
    )
  },
}
