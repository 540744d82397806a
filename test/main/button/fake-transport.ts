import {
  type FoundDevice,
  type Hear,
  type OpenDevice,
  PermissionError,
  type Transport,
} from '../../../main/button/transport.ts'

const RAW_HID = {
  vendorId: 0x239a,
  productId: 0x80f4,
  usagePage: 0xff60,
  usage: 0x61,
  product: 'DIY button',
  interface: -1,
}

/** A button whose firmware keeps to the protocol, and that can be made to fail. Heard at once: no time passes in here. */
export class FakeButton {
  readonly device: FoundDevice
  pressed = false
  answers = true
  refuses: Error | null = null
  /** Reports written to it, without the report id. */
  readonly written: Uint8Array[] = []
  opens = 0
  hear: Hear | null = null

  constructor(path: string, device: Partial<FoundDevice> = {}) {
    this.device = { path, ...RAW_HID, ...device }
  }

  /** As if its contact said so, for as long as nothing else is said. */
  contact(pressed: boolean): void {
    this.pressed = pressed
    if (this.answers) this.say(report(pressed))
  }

  say(bytes: Uint8Array): void {
    this.hear?.report(bytes)
  }

  get lights(): number[] {
    return this.written.filter((w) => w[0] === 0x4c).map((w) => w[1] ?? -1)
  }
}

export function report(pressed: boolean): Uint8Array {
  const bytes = new Uint8Array(32)
  bytes[0] = pressed ? 1 : 0
  return bytes
}

export const refused = () => new PermissionError("Failed to open a device with path '/dev/hidraw0': Permission denied")

export class FakeTransport implements Transport {
  readonly plugged = new Set<FakeButton>()
  listError: Error | null = null
  /** How long a listing takes. */
  listMs = 0
  #listing = 0
  /** The most listings that ever ran at once. */
  mostListings = 0
  #hint: (() => void) | null = null

  plug(button: FakeButton, { hint = true } = {}): void {
    this.plugged.add(button)
    if (hint) this.#hint?.()
  }

  unplug(button: FakeButton, { heard = true } = {}): void {
    this.plugged.delete(button)
    const { hear } = button
    button.hear = null
    if (heard) hear?.gone('could not read from HID device: device disconnected')
  }

  async list(): Promise<FoundDevice[]> {
    if (this.listError !== null) throw this.listError
    this.mostListings = Math.max(this.mostListings, ++this.#listing)
    if (this.listMs > 0) await new Promise((resolve) => setTimeout(resolve, this.listMs))
    this.#listing--
    return [...this.plugged].map((b) => b.device)
  }

  async open(path: string, hear: Hear): Promise<OpenDevice> {
    const button = [...this.plugged].find((b) => b.device.path === path)
    if (button === undefined) throw new Error('No such file or directory')
    button.opens++
    if (button.refuses !== null) throw button.refuses
    button.hear = hear
    return {
      write: async (bytes) => {
        if (button.hear !== hear) throw new Error('Cannot write to hid device: No such device')
        button.written.push(bytes.slice(1))
        if (bytes[1] === 0x3f && button.answers) hear.report(report(button.pressed))
      },
      close: async () => {
        if (button.hear === hear) button.hear = null
      },
    }
  }

  watch(hint: () => void): () => void {
    this.#hint = hint
    return () => (this.#hint = null)
  }
}
