import type { ConsoleAddress } from '../../../shared/bridge.ts'

/** One connection to one machine's picture. It is made once and never reconnects. */
export interface Picture {
  /** Where it is drawn; empty until the first update. */
  readonly canvas: HTMLCanvasElement
  /** Whether keys, touches and pointer go to the machine. */
  setInput(on: boolean): void
  focus(): void
  /** Lets go of keys that would stay down in the desktop when the keyboard goes elsewhere. */
  releaseKeys(): void
  sendCtrlAltDel(): void
  /** How often something of the picture has come. */
  updates(): number
  close(): void
}

/** Opens one, drawn into `stage`. `gone` is called once if it ends by itself; never after `close`. */
export type OpenPicture = (stage: HTMLElement, address: ConsoleAddress, gone: () => void) => Picture
