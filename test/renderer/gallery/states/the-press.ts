import { at, changes, desktop, earlierPointId, point, points } from '../made.ts'
import { broken, consent, desk, possible, type Script } from './scripts.ts'

export const thePressStates: Record<string, Script> = {
  '06-holding-1': async (play) => {
    await broken(play)
    play.send(desk('started'))
    play.pass(1000)
  },
  '06-holding-2': async (play) => {
    await broken(play)
    play.send(desk('started'))
    play.pass(2000)
  },
  '06-cancelled': async (play) => {
    await broken(play)
    play.send(desk('started'))
    play.pass(1500)
    play.send(desk('cancelled'))
  },
  '06-tapped': async (play) => {
    await broken(play)
    play.send(desk('started'))
    play.pass(200)
    play.send(desk('cancelled'), desk('tapped'))
  },
  '07-consent': (play) => consent(play),
  '07-consent-disk-only': (play) =>
    consent(play, { forecast: { ...possible, undoBrings: 'disk', undoDiskOnly: 'share-in-use' } }),
  '07-consent-changes': (play) => consent(play, { forecast: { ...possible, changes } }),
  '07-consent-limits': async (play) => {
    await consent(play, { forecast: { ...possible, changes: { ...changes, folders: [], more: false } } })
    play.send({
      type: 'points',
      desktopId: desktop.id,
      answer: { ok: true, value: [point({ limits: points.at(-1)?.limits ?? [] })] },
    })
  },
  '07-consent-again': (play) =>
    consent(play, {
      advice: {
        kind: 'recovering-does-not-help',
        times: 3,
        next: 'earlier-point',
        point: { id: earlierPointId, takenAt: at('07:30') },
      },
    }),
  '07-consent-again-help-desk': (play) =>
    consent(play, { advice: { kind: 'recovering-does-not-help', times: 3, next: 'help-desk', point: null } }),
  '07-consent-old-point': (play) =>
    consent(play, {
      forecast: { ...possible, takesMs: null, point: { ...possible.point, takenAt: at('17:40', '2026-11-16') } },
    }),
  '07-restart-confirm': async (play) => {
    await broken(play)
    play.send({ type: 'ask-restart' })
  },
}
