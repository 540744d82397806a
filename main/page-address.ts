import { KIOSK_ORIGIN } from '../shared/api/console-ticket.ts'
import { parseUrl } from './parse-url.ts'

const own = new URL(KIOSK_ORIGIN)

/** The scheme that the kiosk's page is served by, to this app alone. */
export const APP_SCHEME = own.protocol.slice(0, -1)
export const PAGE_URL = `${KIOSK_ORIGIN}/index.html`

/** Whether an address is the kiosk's own. Parsed, for a prefix can be made to fit. */
export function isOwnPage(address: string): boolean {
  const url = parseUrl(address)
  // Its origin would not do: outside of Chromium that of a scheme like ours is opaque.
  return url?.protocol === own.protocol && url.host === own.host && url.username === '' && url.password === ''
}
