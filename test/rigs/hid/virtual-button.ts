import { closeSync, constants, openSync, read, writeSync } from 'node:fs'

/** linux/uhid.h: what is said to the kernel and by it. Each event is a number and then its own struct, packed. */
const DESTROY = 1
const STOP = 3
const OUTPUT = 6
const CREATE2 = 11
const INPUT2 = 12
const EVENT_BYTES = 4380
const BUS_USB = 3

const bytesOf = (hex: string) => Buffer.from(hex.replaceAll(' ', ''), 'hex')

/** Usage page 0xFF60, usage 0x61, 32 bytes in and 32 out, no report id: main/button/README.md. */
const RAW_HID = bytesOf(
  `06 60 ff 09 61 a1 01 09 62 15 00 26 ff 00 95 20 75 08 81 02 09 63 15 00 26 ff 00 95 20 75 08 91 02 c0`,
)
/** A keyboard of the plainest kind: 8 bytes in. */
export const KEYBOARD = bytesOf(
  '05 01 09 06 a1 01 05 07 19 e0 29 e7 15 00 25 01 75 01 95 08 81 02 95 01 75 08 81 01 95 06 75 08 15 00 26 ff 00 19 00 2a ff 00 81 00 c0',
)
/** Eight bytes in and eight out, of no use that anybody knows. */
export const EIGHT_BYTES = bytesOf('05 01 09 10 a1 01 15 00 26 ff 00 75 08 95 08 09 10 81 02 95 08 09 10 91 02 c0')

export interface Make {
  readonly vendorId: number
  readonly productId: number
  readonly descriptor: Buffer
}
const PICO: Make = { vendorId: 0x239a, productId: 0x80f4, descriptor: RAW_HID }

/** A button that the kernel takes for one on USB, with firmware that keeps to the protocol unless it is told not to. */
export class VirtualButton {
  readonly #fd: number
  /** Output reports as the device gets them: the report id, 0, first. */
  readonly written: Buffer[] = []
  pressed: boolean
  answers = true
  /** What it answers whatever it is told, where it does not speak the protocol. */
  answer: Buffer | null = null
  #sequence = 0
  #closed: () => void = () => undefined

  /** Throws what the kernel says to a descriptor that it does not take. */
  constructor(name: string, { pressed = false, make = PICO } = {}) {
    const { vendorId, productId, descriptor } = make
    this.pressed = pressed
    this.#fd = openSync('/dev/uhid', constants.O_RDWR)
    const event = Buffer.alloc(Math.max(EVENT_BYTES, 4 + 276 + descriptor.length))
    event.writeUInt32LE(CREATE2)
    event.write(name, 4)
    event.write('virtual', 4 + 128)
    event.write(name, 4 + 192)
    event.writeUInt16LE(Math.min(descriptor.length, 0xffff), 4 + 256)
    event.writeUInt16LE(BUS_USB, 4 + 258)
    event.writeUInt32LE(vendorId, 4 + 260)
    event.writeUInt32LE(productId, 4 + 264)
    descriptor.copy(event, 4 + 276)
    try {
      writeSync(this.#fd, event)
    } catch (e) {
      closeSync(this.#fd)
      throw e
    }
    this.#listen()
  }

  contact(pressed: boolean): void {
    this.pressed = pressed
    this.#report(0)
  }

  /** Sends a report as it is, well-formed or not. */
  say(bytes: Uint8Array): void {
    const event = Buffer.alloc(6 + bytes.length)
    event.writeUInt32LE(INPUT2)
    event.writeUInt16LE(bytes.length, 4)
    event.set(bytes, 6)
    writeSync(this.#fd, event)
  }

  /** Resolves when nothing waits for the kernel any more: a process with such a wait cannot end. */
  async unplug(): Promise<void> {
    // What it is told until the kernel knows, it has nothing to say to.
    this.answers = false
    this.answer = null
    const closed = new Promise<void>((resolve) => (this.#closed = resolve))
    const event = Buffer.alloc(4)
    event.writeUInt32LE(DESTROY)
    writeSync(this.#fd, event)
    await closed
  }

  /** Whether it was sent a light whose first bytes are these. */
  shone(...light: number[]): boolean {
    return this.written.some((w) => w.subarray(0, 2 + light.length).equals(Buffer.from([0, 0x4c, ...light])))
  }

  #report(reason: number): void {
    const bytes = Buffer.alloc(32)
    bytes.set([this.pressed ? 1 : 0, this.#sequence++ & 0xff, 1, reason])
    this.say(bytes)
  }

  #listen(): void {
    const event = Buffer.alloc(EVENT_BYTES)
    read(this.#fd, event, 0, EVENT_BYTES, null, (error) => {
      const type = event.readUInt32LE()
      if (error !== null || type === STOP) {
        closeSync(this.#fd)
        this.#closed()
        return
      }
      if (type === OUTPUT) this.#output(Buffer.from(event.subarray(4, 4 + event.readUInt16LE(4 + 4096))))
      this.#listen()
    })
  }

  #output(bytes: Buffer): void {
    this.written.push(bytes)
    if (this.answer !== null) this.say(this.answer)
    else if (bytes[1] === 0x3f && this.answers) this.#report(2)
  }
}
