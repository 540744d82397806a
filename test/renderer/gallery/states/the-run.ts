import { at, desktop, earlierPointId, ended, pointId, pressKey, run } from '../made.ts'
import { frames } from '../player.ts'
import { broken, consent, done, pressed, restartRun, type Script, told, undoing, undone, undoRun } from './scripts.ts'

export const theRunStates: Record<string, Script> = {
  '08-pressing': async (play) => {
    await consent(play)
    play.pass(700)
    play.send({ type: 'accept' })
    play.pass(1200)
  },
  '08-recovering-1': (play) => pressed(play, run('sealed'), 1300),
  '08-recovering-2': (play) => pressed(play, run('switched'), 2300),
  '08-recovering-3': async (play) => {
    await pressed(play, run('switched'), 2300)
    play.draw('after')
    play.send(told(run('live')), { type: 'desktop', desktop: { ...desktop, generation: 4, recovery: run('live') } })
    await play.shown()
    play.pass(1900)
  },
  '08-recovering-slow': (play) => pressed(play, run('sealed'), 14_000),
  '08-recovering-stalled': (play) => pressed(play, run('sealed'), 130_000),
  '08-second-try': (play) => pressed(play, run('prepared', { attempt: 2 }), 6000),
  '08-earlier-point': (play) =>
    pressed(
      play,
      run('prepared', {
        attempt: 3,
        point: { id: earlierPointId, takenAt: at('07:30'), warm: true },
        firstPoint: { id: pointId, takenAt: at('09:12') },
      }),
      9000,
    ),
  '08-rebuilding': async (play) => {
    await broken(play)
    play.send(told(run('sealed', { kind: 'rebuild', point: null, pressedBy: null })))
  },
  '08-way-back': (play) => pressed(play, run('sealed', { attempt: 2, wayBack: true }), 9000),
  '08-restarting': async (play) => {
    await broken(play)
    play.send({ type: 'restart', key: pressKey })
    play.send({ type: 'pressed', key: pressKey, answer: { ok: true, value: restartRun('accepted') } })
    play.pass(4000)
    play.send(told(restartRun('sealed')))
  },
  '09-recovered': (play) => done(play, ended('recovered')),
  '09-bar-with-undo': async (play) => {
    await done(play, ended('recovered'))
    play.send({ type: 'close-card' })
    await play.click('.handle')
  },
  '09-restarted': async (play) => {
    await broken(play)
    play.send({ type: 'restart', key: pressKey })
    play.send({ type: 'pressed', key: pressKey, answer: { ok: true, value: restartRun('live') } })
    play.draw('after')
    await frames()
    play.send({
      type: 'desktop',
      desktop: {
        ...desktop,
        generation: 4,
        recovery: restartRun('live', { outcome: 'restarted', endedAt: '2026-11-22T10:14:25Z' }),
      },
    })
    await play.shown()
  },
  '10-undo-confirm-disk-only': async (play) => {
    await done(
      play,
      ended('recovered', {
        undo: { until: at('17:00', '2026-11-23'), brings: 'disk', diskOnly: 'no-answer', takesMs: 4300 },
      }),
    )
    play.send({ type: 'ask-undo' })
  },
  '10-undo-confirm': async (play) => {
    await done(play, ended('recovered'))
    play.send({ type: 'ask-undo' })
  },
  '10-undoing': (play) => undoing(play, undoRun('switched'), 3200),
  '10-undone': (play) => undone(play, 'disk-and-memory'),
  '10-undone-disk-only': (play) => undone(play, 'disk'),
}
