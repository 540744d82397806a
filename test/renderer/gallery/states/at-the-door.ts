import { problem } from '../../../../shared/api/problem.ts'
import { counter, desktop, facts, organisation, planner, session } from '../made.ts'
import { frames } from '../player.ts'
import { atKiosk, atWork, desk, desktops, known, ready, type Script, up } from './scripts.ts'

export const atTheDoorStates: Record<string, Script> = {
  '01-start': (play) => play.send({ type: 'facts', facts }, { type: 'button', button: ready }),
  '02-sign-in': (play) => play.send(...known(null)),
  '02-sign-in-refused': async (play) => {
    play.send(...known(null), { type: 'sign-in', name: 'm.lindqvist', password: 'x' })
    await frames()
    play.send({ type: 'signed-in', answer: { ok: false, problem: problem('wrong-password') } })
  },
  '02-signing-in': (play) => play.send(...known(null), { type: 'sign-in', name: 'm.lindqvist', password: 'x' }),
  '02-session-ended': async (play) => {
    await atWork(play)
    play.send({ type: 'session', session: null })
  },
  '02-sign-in-first': (play) => play.send(...known(null), desk('started')),
  '02-sign-in-organisation': (play) =>
    play.send(
      { type: 'facts', facts: { ...facts, organisation } },
      { type: 'state', link: up, session: null, button: ready },
    ),
  '02-sign-in-languages': async (play) => {
    play.send(...known(null))
    await play.click('.menus .btn')
  },
  '03-choose-desktop': (play) => play.send(...known(session), desktops(desktop, planner, counter)),
  '03-no-desktop': (play) => play.send(...known(session), desktops()),
  '02-sign-in-with-settings': (play) => play.send(...atKiosk({ is: 'free' }, true)),
}
