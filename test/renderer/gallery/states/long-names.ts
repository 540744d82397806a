import { counter, desktop, facts, planner, session } from '../made.ts'
import { frames } from '../player.ts'
import { broken, desktops, files, ready, type Script, up } from './scripts.ts'

export const longNamesStates: Record<string, Script> = {
  '22-long-names': async (play) => {
    const name = 'Gemeinschaftsarbeitsplatz Rechnungseingangsbuchhaltung Nordwest 4'
    const person = { name: 'x', displayName: 'Maximiliane-Konstantina von Hohenwaldeck-Schwarzenfels' }
    const long = { ...desktop, name }
    play.send(
      { type: 'facts', facts: { ...facts, kioskName: 'Lesesaal-Obergeschoss-Platz-0217' } },
      { type: 'state', link: up, session: { ...session, person }, button: ready },
      desktops(long, { ...planner, name }, { ...counter, name }),
    )
    await frames()
  },
  '22-long-names-files': async (play) => {
    const name = 'Rechnungseingangsbuchhaltung-Gemeinschaftsablage-Nordwest'.repeat(3)
    await files(play, {
      folders: [...Array(30).keys()].map((place) => ({
        place,
        name: `${name}-${place}`,
        shown: `/home/maria/${name}-${place}`,
        kind: 'own',
        added: 1200,
        changed: 34_000,
        removed: 56,
        bytes: 4_200_000_000_000,
      })),
    })
  },
  '22-long-names-bar': async (play) => {
    await broken(play, { name: 'Gemeinschaftsarbeitsplatz Rechnungseingangsbuchhaltung Nordwest 4' })
    await play.click('.handle')
  },
  '22-long-names-restart': async (play) => {
    await broken(play, { name: 'Gemeinschaftsarbeitsplatz Rechnungseingangsbuchhaltung Nordwest 4' })
    play.send({ type: 'ask-restart' })
  },
}
