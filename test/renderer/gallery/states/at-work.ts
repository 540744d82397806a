import { problem } from '../../../../shared/api/problem.ts'
import { desktop, ended, session } from '../made.ts'
import { frames } from '../player.ts'
import { atWork, broken, desktops, done, keptFiles, known, type Script } from './scripts.ts'

export const atWorkStates: Record<string, Script> = {
  '04-connecting': async (play) => {
    play.draw(null)
    play.send(...known(session), desktops(desktop))
    await frames()
  },
  '04-connecting-late': async (play) => {
    play.draw(null)
    play.send(...known(session), desktops(desktop))
    await frames()
    play.pass(9000)
  },
  '04-loading': (play) => play.send(...known(session)),
  '04-starting': (play) => play.send(...known(session), desktops({ ...desktop, state: 'starting' })),
  '04-preparing': (play) =>
    play.send(
      ...known(session),
      desktops({
        ...desktop,
        state: 'preparing',
        note: 'Checking the first restore point.',
        forecast: { possible: false, problem: problem('no-known-good') },
      }),
    ),
  '04-off': (play) => play.send(...known(session), desktops({ ...desktop, state: 'off' })),
  '04-picture-again': async (play) => {
    await atWork(play)
    play.draw(null)
    play.send({ type: 'desktop', desktop: { ...desktop, generation: 4 } })
    await frames()
    play.pass(2000)
  },
  '05-desktop': (play) => atWork(play),
  '05-desktop-bar': async (play) => {
    await broken(play)
    await play.click('.handle')
  },
  '05-bar-more': async (play) => {
    await done(play, ended('recovered'))
    play.send(keptFiles(), { type: 'close-card' })
    await play.click('.handle')
    await play.click('.bar .more > button')
  },
  '05-bar-stopped': (play) => broken(play, { note: 'Its machine has stopped by itself.' }),
  '05-bar-no-point': async (play) => {
    await broken(play, { forecast: { possible: false, problem: problem('no-known-good') } })
    await play.click('.handle')
  },
}
