/**
 * Why the broker closed a console: the WebSocket's close code. Any other code is a lost connection, and the page may ask
 * for a new ticket at once.
 */
export const consoleClose = {
  /** The person signed out, or their session ran out: sign in again. */
  sessionEnded: 4001,
  /** The machine's own end closed: it was switched off, or a recovery put another in its place. Ask for a new ticket. */
  machineGone: 4002,
  /** The desktop is no longer this person's. */
  notYoursAnyMore: 4003,
  /** The broker is being stopped; the machine runs on. Ask for a new ticket once it answers again. */
  brokerStopping: 4004,
  /** Its picture was brought to another kiosk or browser: ask before it is brought back. */
  takenOver: 4005,
  /** The help desk may not see this picture any more: its person, or whoever looked, ended it. */
  helpEnded: 4006,
  /** Something other than bytes was sent. */
  notBytes: 1003,
} as const
export type ConsoleCloseCode = (typeof consoleClose)[keyof typeof consoleClose]
