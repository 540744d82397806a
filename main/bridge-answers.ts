import type { KioskFacts } from '../shared/bridge.ts'
import type { BrokerLink } from './broker-link.ts'
import type { ButtonHost } from './button-host.ts'
import type { Answers } from './gate.ts'
import type { KioskIdentity } from './kiosk-identity.ts'
import type { LocalSettings } from './local-settings.ts'

/** What each call of the bridge comes to. */
export function bridgeAnswers(
  facts: () => KioskFacts,
  link: BrokerLink,
  button: ButtonHost,
  identity: KioskIdentity,
  settings: LocalSettings,
): Answers {
  return {
    facts: async () => facts(),
    state: async () => ({
      link: link.link,
      session: link.session,
      button: button.state,
      kiosk: identity.state,
      settings: settings.exist,
    }),
    openSettings: ({ pin }) => settings.open(pin),
    setBroker: async ({ broker }) => settings.setBroker(broker),
    setLanguage: async ({ language }) => settings.setLanguage(language),
    testService: () => settings.test(),
    kioskLog: async () => [...settings.recent()],
    restartKiosk: async () => {
      settings.restart()
      return null
    },
    closeSettings: async () => {
      settings.close()
      return null
    },
    newCode: () => identity.newCode(),
    enrolAnew: () => identity.enrolAnew(),
    kioskSignIn: (ask) => link.kioskSignIn(ask),
    signIn: (ask) => link.signIn(ask),
    signOut: async () => {
      await link.signOut()
      return null
    },
    desktops: () => link.ask((client) => client.call('desktops')),
    desktop: (desktopId) => link.ask((client) => client.call('desktop', { params: { desktopId } })),
    picture: async ({ desktopId, pointId }) =>
      new Uint8Array(await link.ask((client) => client.picture(desktopId, pointId))),
    openConsole: (desktopId) => link.openConsole(desktopId),
    takeOver: (desktopId) => link.ask((client) => client.call('takeOver', { params: { desktopId } })),
    press: ({ desktopId, press }) => link.ask((client) => client.call('press', { params: { desktopId }, body: press })),
    undo: ({ recoveryId, press }) => link.ask((client) => client.call('undo', { params: { recoveryId }, body: press })),
    recovery: (recoveryId) => link.ask((client) => client.call('recovery', { params: { recoveryId } })),
    leftovers: (recoveryId) => link.ask((client) => client.call('leftovers', { params: { recoveryId } })),
    leftoverEntries: ({ recoveryId, page }) =>
      link.ask((client) => client.call('leftoverEntries', { params: { recoveryId }, query: page })),
    startRescue: ({ recoveryId, rescue }) =>
      link.ask((client) => client.call('startRescue', { params: { recoveryId }, body: rescue })),
    rescue: (rescueId) => link.ask((client) => client.call('rescue', { params: { rescueId } })),
    points: (desktopId) => link.ask((client) => client.call('restorePoints', { params: { desktopId } })),
    takePoint: ({ desktopId, point }) =>
      link.ask((client) => client.call('takePoint', { params: { desktopId }, body: point })),
    cancel: (recoveryId) => link.ask((client) => client.call('cancel', { params: { recoveryId } })),
    answerHelp: ({ desktopId, helpId, answer }) =>
      link.ask((client) => client.call('answerHelp', { params: { desktopId, helpId }, body: answer })),
    endHelp: (params) => link.ask((client) => client.call('endOwnHelp', { params })),
    readMessage: (params) => link.ask((client) => client.call('readMessage', { params })),
    declineOffer: (params) => link.ask((client) => client.call('declineOffer', { params })),
    light: async (light) => {
      button.setLight(light)
      return null
    },
  }
}
