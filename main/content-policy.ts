import { CONSOLE_PATH } from '../shared/api/routes.ts'

/** Where the console's socket is, for a broker's origin: `ws` to http, `wss` to https. */
export function consoleUrl(broker: string): URL {
  const url = new URL(CONSOLE_PATH, broker)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  return url
}

/**
 * What the kiosk's page may load and reach: its own files and the console's socket, and nothing else. Pictures come from
 * main as bytes (`blob:`), the desktop's pointer as a drawing (`data:`).
 */
export function contentPolicy(broker: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' blob: data:",
    `connect-src ${consoleUrl(broker).href}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    // Without modals it cannot print, and printing asks where to, in a dialog of the system's with its files in it. Without
    // popups, downloads and the rest it says again what main forbids.
    'sandbox allow-scripts allow-same-origin allow-forms',
  ].join('; ')
}
