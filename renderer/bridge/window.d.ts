import type { Bridge } from '../../shared/bridge.ts'

declare global {
  interface Window {
    /** The preload's, in the kiosk app; a plain browser has none. */
    readonly daruma?: Bridge
  }
  /** The version of this page, from package.json. */
  const __VERSION__: string
}
