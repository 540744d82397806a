import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import type { KioskConfig } from './config.ts'
import { log } from './log.ts'
import { windowOptions } from './window-options.ts'

/** Changes of a window's place come in rows. */
const SETTLED_MS = 200

/** Makes the one window. On the whole screen nothing closes it but the end of the app. */
export function openWindow(config: KioskConfig): BrowserWindow {
  const preload = join(app.getAppPath(), 'main', 'preload.cjs')
  const window = new BrowserWindow(windowOptions(config, preload, screen.getPrimaryDisplay().bounds))
  if (!config.window) keepScreenFilled(window)
  let ending = false
  app.on('before-quit', () => (ending = true))
  window.on('close', (event) => {
    if (!config.window && !ending) event.preventDefault()
  })
  window.on('closed', () => {
    if (config.window || ending) return
    // A page can close its window unasked. An empty screen is no kiosk, so whoever started it starts it again.
    log('kiosk', 'its window is gone')
    app.exit(1)
  })
  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore()
    window.focus()
  })
  return window
}

function keepScreenFilled(window: BrowserWindow): void {
  let soon: NodeJS.Timeout | undefined
  // Filling is told as a change, too: so it waits until there are no more.
  const fill = () => {
    clearTimeout(soon)
    soon = setTimeout(() => fillScreen(window), SETTLED_MS)
  }
  window.once('ready-to-show', fill)
  // A page can ask for another size.
  window.on('resize', fill)
  window.on('move', fill)
  // Another screen was plugged in, or the same one has another size.
  screen.on('display-metrics-changed', fill)
  screen.on('display-added', fill)
  screen.on('display-removed', fill)
}

/**
 * Where no window manager runs, Chromium takes a row and a column off a window that is as large as the screen, so that none
 * takes it for one on the whole screen. One that is a row larger keeps its size.
 */
function fillScreen(window: BrowserWindow): void {
  if (window.isDestroyed()) return
  const [area, own] = [screen.getPrimaryDisplay().bounds, window.getBounds()]
  if (own.x === area.x && own.y === area.y && own.width === area.width && own.height === area.height) return
  window.setKiosk(false)
  window.setBounds({ ...area, height: area.height + 1 })
  window.setKiosk(true)
}
