import { createServer, type Server, type Socket } from 'node:net'

const RAW = 0
const EXTENDED_KEYS = -258
const DESKTOP_SIZE = -223

/** What it says in its first message after the greeting, and whatever else it is told to say. */
export interface Lies {
  readonly width?: number
  readonly height?: number
  readonly nameLength?: number
}

/** How long what a client says is, by its first byte. */
const lengths: Readonly<Record<number, (said: Buffer) => number>> = {
  0: () => 20,
  2: (said) => 4 + 4 * said.readUInt16BE(2),
  3: () => 10,
  4: () => 8,
  5: () => 6,
  6: (said) => 8 + Math.abs(said.readInt32BE(4)),
  150: () => 10,
  248: (said) => 9 + said.readUInt8(8),
  255: () => 12,
}

/** A machine that speaks RFB on a socket, with a picture of one colour; or that lies. Takes keys as QEMU does. */
export class RfbMachine {
  lies: Lies = {}
  /** What is sent in place of the first picture. */
  instead: Buffer | null = null
  colour = [0x30, 0x60, 0x90]
  opened = 0
  /** Messages of clients, whole. */
  readonly heard: Buffer[] = []
  readonly #server: Server
  readonly #clients = new Set<Socket>()

  constructor() {
    this.#server = createServer((socket) => {
      this.opened++
      this.#clients.add(socket)
      socket.on('close', () => this.#clients.delete(socket))
      socket.on('error', () => socket.destroy())
      this.#greet(socket)
    })
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve) => this.#server.listen(path, resolve))
  }

  /** Ends all that are connected, as a machine that is killed does. */
  cut(): void {
    for (const client of this.#clients) client.destroy()
  }

  say(bytes: Buffer): void {
    for (const client of this.#clients) client.write(bytes)
  }

  close(): void {
    this.cut()
    this.#server.close()
  }

  /** The keys that came as QEMU's extended events: which by its place, and whether down. */
  keys(): [scancode: number, down: boolean][] {
    return this.heard
      .filter((said) => said[0] === 255 && said[1] === 0)
      .map((said) => [said.readUInt32BE(8), said.readUInt16BE(2) === 1])
  }

  #greet(socket: Socket): void {
    let said = Buffer.alloc(0)
    const greeting = [12, 1, 1]
    const answers = [Buffer.from([1, 1]), Buffer.alloc(4), this.#serverInit()]
    let pictured = false
    socket.write('RFB 003.008\n')
    socket.on('data', (bytes) => {
      said = Buffer.concat([said, bytes])
      for (;;) {
        const length = greeting[0] ?? (said.length < 8 ? Infinity : (lengths[said[0] ?? -1]?.(said) ?? Infinity))
        if (said.length < length) return
        const message = said.subarray(0, length)
        said = said.subarray(length)
        if (greeting.shift() !== undefined) socket.write(answers.shift() ?? Buffer.alloc(0))
        else {
          this.heard.push(Buffer.from(message))
          if (message[0] === 3 && !pictured) {
            pictured = true
            socket.write(this.instead ?? picture(this.colour))
          }
        }
      }
    })
  }

  #serverInit(): Buffer {
    const { width = 64, height = 48, nameLength = 4 } = this.lies
    const init = Buffer.alloc(28)
    init.writeUInt16BE(width, 0)
    init.writeUInt16BE(height, 2)
    init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0], 4)
    init.writeUInt32BE(nameLength, 20)
    init.write('desk', 24)
    return init
  }
}

/** Says that QEMU's keys are understood, and paints all of it. */
function picture([red = 0, green = 0, blue = 0]: readonly number[]): Buffer {
  const pixels = Buffer.alloc(64 * 48 * 4, Buffer.from([red, green, blue, 0]))
  return update(rect(EXTENDED_KEYS, 0, 0, 0, 0), rect(RAW, 0, 0, 64, 48, pixels))
}

export function update(...rects: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(4)
  head.writeUInt16BE(rects.length, 2)
  return Buffer.concat([head, ...rects])
}

export function rect(
  encoding: number,
  x: number,
  y: number,
  width: number,
  height: number,
  body = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(12)
  for (const [i, value] of [x, y, width, height].entries()) head.writeUInt16BE(value, 2 * i)
  head.writeInt32BE(encoding, 8)
  return Buffer.concat([head, body])
}

export const resized = (width: number, height: number) => update(rect(DESKTOP_SIZE, 0, 0, width, height))
/** What was selected in the desktop. */
export function cutText(text: string): Buffer {
  const head = Buffer.alloc(8)
  head[0] = 3
  head.writeUInt32BE(text.length, 4)
  return Buffer.concat([head, Buffer.from(text, 'latin1')])
}
