import './fatal.ts'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, session } from 'electron'
import type { BridgeEvent, KioskFacts } from '../shared/bridge.ts'
import { registerAppScheme, setupAppScheme } from './app-scheme.ts'
import { authorityNames, fingerprintsOf, trustAuthority } from './authority.ts'
import { bridgeAnswers } from './bridge-answers.ts'
import { BrokerLink } from './broker-link.ts'
import { ButtonHost } from './button-host.ts'
import { brokerOrigin, type KioskConfig, readConfig } from './config.ts'
import { ConfigError } from './config-error.ts'
import { setupIpc, tellPage } from './ipc.ts'
import { KioskIdentity } from './kiosk-identity.ts'
import { LocalSettings, setHere } from './local-settings.ts'
import { lockDownPages, lockDownSession } from './lockdown.ts'
import { log } from './log.ts'
import { organisationOf } from './organisation.ts'
import { watchPage } from './page-watch.ts'
import { systemSealer } from './sealer.ts'
import { debuggerAskedFor, setupSwitches } from './switches.ts'
import { openWatchdog } from './watchdog.ts'
import { openWindow } from './window.ts'

function start(config: KioskConfig): void {
  setupSwitches()
  registerAppScheme()
  lockDownPages()
  void app.whenReady().then(() => ready(config))
}

function ready(config: KioskConfig): void {
  lockDownSession(session.defaultSession)
  trustAuthority(session.defaultSession, config)
  setupAppScheme(config.broker)

  const window = openWindow(config)
  const tell = (event: BridgeEvent) => {
    tellPage(window, event)
    // It may have ended because this kiosk was revoked.
    if (event.type === 'session' && event.session === null) identity.look()
  }
  const link: BrokerLink = new BrokerLink(config, tell, () => identity.signer)
  const identity: KioskIdentity = new KioskIdentity({
    file: join(app.getPath('userData'), 'device-key'),
    sealer: systemSealer(),
    name: config.kioskName,
    ask: (call) => link.ask(call),
    tell: (kiosk) => tell({ type: 'kiosk', kiosk, settings: settings.exist }),
    hearSettingsPin: (hash) => settings.told(hash),
  })
  const organisation = organisationOf(config)
  for (const what of [...config.wrong, ...organisation.wrong]) log('kiosk', `left out of its configuration: ${what}`)
  const facts: KioskFacts = {
    surroundings: 'electron',
    kioskName: config.kioskName,
    helpDesk: config.helpDesk,
    version: app.getVersion(),
    holdMs: config.button.holdMs,
    pressTwice: config.pressTwice,
    language: config.language,
    organisation: organisation.shown,
  }
  const settings = new LocalSettings({
    file: settingsFile(),
    about: {
      broker: config.broker,
      brokerFixed: config.brokerFrom === 'start' || config.brokerFrom === 'kernel',
      trust: config.authority === null ? null : authorityNames(config.authority),
      fingerprints: config.authority === null ? [] : fingerprintsOf(config.authority),
      language: config.language,
      languageFixed: config.languageFixed,
      wrong: [...config.wrong, ...organisation.wrong],
    },
    authority: config.authority,
    hearLanguage: (language) => {
      facts.language = language
      tell({ type: 'facts', facts: { ...facts } })
    },
    settingsPin: config.settingsPin,
    checkBroker: (address) => brokerOrigin(address, 'local settings'),
    restart: () => startAgain(config),
  })
  const button = new ButtonHost(config.button, tell)
  // Before the page is loaded: its first call finds somebody to answer.
  setupIpc(
    window,
    bridgeAnswers(() => facts, link, button, identity, settings),
  )
  link.start()
  identity.look()
  button.start()
  watchPage(window, openWatchdog(process.env))
  endWith(() => {
    link.stop()
    identity.stop()
  }, button)
}

function settingsFile(): string {
  return join(app.getPath('userData'), 'local-settings.json')
}

/** On the whole screen whoever started it starts it again, as after a failure. */
function startAgain({ window }: KioskConfig): void {
  if (window) app.relaunch()
  app.exit(window ? 0 : 1)
}

/** The light on the button goes out before the app does. */
function endWith(stop: () => void, button: ButtonHost): void {
  let ending = false
  app.on('will-quit', (event) => {
    if (ending) return
    ending = true
    event.preventDefault()
    stop()
    void button.stop().then(() => app.quit())
  })
}

/** Says why and ends, if what was asked for on the command line cannot be. 2: starting it again will not help. */
function configOrEnd(): KioskConfig | null {
  try {
    const config = readConfig(process.argv.slice(1), process.env, {
      kernel: readFileSync('/proc/cmdline', 'utf8'),
      settings: setHere(settingsFile()),
    })
    const debug = config.dev ? undefined : debuggerAskedFor()
    if (debug !== undefined) throw new ConfigError(`--${debug} opens the kiosk to others: only with DARUMA_DEV=1`)
    return config
  } catch (e) {
    if (!(e instanceof ConfigError)) throw e
    log('kiosk', e.message)
    app.exit(2)
    return null
  }
}

const config = configOrEnd()
if (config !== null) {
  // Two would fight over the screen and the button. The first one comes to the front.
  if (app.requestSingleInstanceLock()) start(config)
  else app.exit(0)
}
