import type { Bridge } from '../../shared/bridge.ts'
import { BrowserBridge } from './browser-bridge.ts'

/** The kiosk app brings its own bridge; in a plain browser the page speaks to the broker that served it. */
export function bridgeHere(): Bridge {
  return window.daruma ?? new BrowserBridge(location)
}
