import type { BrowserWindowConstructorOptions, Rectangle } from 'electron'
import type { KioskConfig } from './config.ts'

/** The night of the page's own design, so that nothing flashes white before it is there. */
const GROUND = '#0f1615'

export function windowOptions(
  { window, dev }: Pick<KioskConfig, 'window' | 'dev'>,
  preload: string,
  area: Rectangle,
): BrowserWindowConstructorOptions {
  return {
    ...(window ? { width: 1280, height: 800 } : { kiosk: true, ...area }),
    title: 'Daruma',
    backgroundColor: GROUND,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      spellcheck: false,
      devTools: dev,
      disableDialogs: true,
      // The button on the desk is no gesture to Chromium, but it may sound.
      autoplayPolicy: 'no-user-gesture-required',
      // A hold is timed in the page, and a screen that sleeps counts as hidden.
      backgroundThrottling: false,
    },
  }
}
