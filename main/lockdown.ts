import { app, Menu, type Session, type WebContents } from 'electron'
import { isOwnPage } from './page-address.ts'

/** What a session allows a page: nothing. Without these handlers Electron would grant what is asked. */
export function lockDownSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setSpellCheckerEnabled(false)
  session.on('will-download', (event) => event.preventDefault())
}

/** Holds every page, whoever makes it, to its own address. */
export function lockDownPages(): void {
  // Also ends its shortcuts: no key reloads, closes, zooms or inspects the kiosk, so all of them can go to the desktop.
  Menu.setApplicationMenu(null)
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents))
}

function lockDownContents(contents: WebContents): void {
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault()
  })
  // A page has no say in whether it is loaded again or the app ends.
  contents.on('will-prevent-unload', (event) => event.preventDefault())
  contents.on('will-redirect', (event) => event.preventDefault())
  // Unanswered, the first device near by would be chosen.
  contents.on('select-bluetooth-device', (event, _devices, choose) => {
    event.preventDefault()
    choose('')
  })
  contents.on('dom-ready', () => void contents.setVisualZoomLevelLimits(1, 1))
}
