import { problem } from '../../../../shared/api/problem.ts'
import { at } from '../made.ts'
import { frames } from '../player.ts'
import { assigned, atKiosk, button, known, localSettings, type Script } from './scripts.ts'

export const theKioskStates: Record<string, Script> = {
  '20-enrol': (play) => play.send(...atKiosk({ is: 'waiting', code: 'K7MQ4XWA', expiresAt: at('10:24') })),
  '20-enrol-revoked': (play) => play.send(...atKiosk({ is: 'revoked' })),
  '20-enrol-refused': (play) => play.send(...atKiosk({ is: 'refused', problem: problem('too-many-enrolments') })),
  '20-enrol-broken-key': (play) =>
    play.send(...atKiosk({ is: 'refused', problem: problem('internal', 'Its key cannot be read.') })),
  '21-settings-pin': (play) => play.send(...atKiosk({ is: 'free' }, true), { type: 'open-settings' }),
  '21-settings': (play) => localSettings(play),
  '21-settings-wrong': async (play) => {
    play.sets({
      wrong: [
        '/etc/daruma/kiosk.json: language: Invalid option: expected one of "en"|"de"|"fr"|"es"|"ja"',
        'organisation.logo: logo.png is no PNG and no JPEG',
      ],
    })
    await localSettings(play)
  },
  '21-settings-network': async (play) => {
    await localSettings(play)
    await play.click('.rows .row:nth-child(3) .btn')
    await play.click('.tested .btn')
    await frames()
  },
  '21-settings-language': async (play) => {
    await localSettings(play)
    await play.click('.rows .row:nth-child(4) .btn')
  },
  '21-settings-log': async (play) => {
    await localSettings(play)
    await play.click('.row .btn[aria-expanded]')
  },
  '21-settings-address': async (play) => {
    await localSettings(play)
    await play.click('.row .btn')
  },
  '21-connect': async (play) => {
    play.send(...atKiosk(assigned(false)))
    await frames()
  },
  '21-connect-refused': async (play) => {
    play.send(...atKiosk(assigned(false)))
    play.send({ type: 'signed-in', answer: { ok: false, problem: problem('kiosk-not-enrolled') } })
    await frames()
  },
  '21-pin': async (play) => {
    play.send(...atKiosk(assigned(true)))
    for (let i = 0; i < 3; i++) await play.click('.pad .btn')
  },
  '21-pin-wrong': async (play) => {
    play.send(...atKiosk(assigned(true)), { type: 'connect', pin: '1234' })
    play.send({ type: 'signed-in', answer: { ok: false, problem: problem('wrong-pin') } })
    await frames()
  },
  '19-button-strip': (play) => play.send(...known(null, { is: 'none' })),
  '19-button-not-found': button({ is: 'none' }),
  '19-button-stuck': button({ is: 'stuck', name: 'XK-3 switch' }),
  '19-button-no-permission': button({
    is: 'no-permission',
    name: 'XK-3 switch',
    udevRule: 'KERNEL=="hidraw*", ATTRS{idVendor}=="05f3", ATTRS{idProduct}=="0405", GROUP="kiosk", MODE="0660"',
  }),
  '19-button-failed': button({ is: 'failed', detail: 'ended by SIGSEGV' }),
  '21-accessibility': async (play) => {
    play.send(...known(null))
    await play.click('.settings > button')
  },
}
