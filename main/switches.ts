import { app } from 'electron'

/** What is set once for all of Chromium, before it starts. */
export function setupSwitches(): void {
  app.enableSandbox()
  // A swipe goes to the desktop, not back in a history; a pinch does not enlarge the kiosk.
  app.commandLine.appendSwitch('overscroll-history-navigation', '0')
  app.commandLine.appendSwitch('disable-pinch')
  // The page opens one socket. Nothing else here has a reason to reach the network.
  app.commandLine.appendSwitch('disable-background-networking')
  app.commandLine.appendSwitch('disable-component-update')
}

const debuggers = ['remote-debugging-port', 'remote-debugging-pipe', 'inspect', 'inspect-brk', 'inspect-port']

/** A switch by which the kiosk would be open to whoever reaches a port, or undefined. No fuse of Electron covers all. */
export function debuggerAskedFor(): string | undefined {
  return debuggers.find((name) => app.commandLine.hasSwitch(name))
}
