import { createServer, type Server, type Socket } from 'node:net'
import { constants, deflateSync } from 'node:zlib'

export const WIDTH = 1280
export const HEIGHT = 800
const MOVING = { x: 400, y: 240, width: 480, height: 320 }
const FRAMES = 24
const FRAME_MS = 50
const TIGHT = 7

/**
 * A machine's picture as RFB: still, or with a part of it that changes 20 times a second. All frames are made beforehand, so that
 * it takes next to nothing of what is measured.
 */
export class MovingPicture {
  moves = false
  readonly #frames = Array.from({ length: FRAMES }, (_, n) => frame(n))
  readonly #clients = new Set<Client>()
  readonly #servers: Server[] = []
  readonly #timer: NodeJS.Timeout
  #came: () => void = () => undefined

  constructor() {
    let n = 0
    this.#timer = setInterval(() => {
      const next = this.#frames[n++ % FRAMES]
      if (this.moves && next !== undefined) for (const client of this.#clients) client.offer(next)
    }, FRAME_MS)
  }

  /** On a path, or with 0 on a port of 127.0.0.1: answers which. */
  async listen(where: string | 0): Promise<number> {
    const server = createServer((socket) => {
      const client = new Client(socket)
      this.#clients.add(client)
      this.#came()
      socket.on('close', () => this.#clients.delete(client))
    })
    this.#servers.push(server)
    await new Promise<void>((resolve) =>
      typeof where === 'string' ? server.listen(where, resolve) : server.listen(0, '127.0.0.1', resolve),
    )
    const address = server.address()
    return typeof address === 'object' && address !== null ? address.port : 0
  }

  /** Until somebody else looks at it. */
  nextClient(): Promise<void> {
    return new Promise((resolve) => (this.#came = resolve))
  }

  close(): void {
    clearInterval(this.#timer)
    for (const client of this.#clients) client.end()
    for (const server of this.#servers) server.close()
  }
}

/** How long what a client says is, by its first byte; null: not known yet. */
const lengths: Readonly<Record<number, (said: Buffer) => number | null>> = {
  0: () => 20,
  2: (said) => (said.length < 4 ? null : 4 + 4 * said.readUInt16BE(2)),
  3: () => 10,
  4: () => 8,
  5: () => 6,
}

class Client {
  readonly #socket: Socket
  #said = Buffer.alloc(0)
  /** What is read next: lengths of the greeting, and after it messages. */
  #greeting = [12, 1, 1]
  #wants: 'nothing' | 'change' | 'all' = 'nothing'

  constructor(socket: Socket) {
    this.#socket = socket
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('data', (bytes) => this.#hear(bytes))
    socket.write('RFB 003.008\n')
  }

  offer(update: Buffer): void {
    if (this.#wants !== 'change') return
    this.#wants = 'nothing'
    this.#socket.write(update)
  }

  end(): void {
    this.#socket.destroy()
  }

  #hear(bytes: Buffer): void {
    this.#said = Buffer.concat([this.#said, bytes])
    for (;;) {
      const length = this.#greeting[0] ?? lengths[this.#said[0] ?? -1]?.(this.#said) ?? null
      if (this.#said.length === 0 || length === null || this.#said.length < length) return
      const message = this.#said.subarray(0, length)
      this.#said = this.#said.subarray(length)
      if (this.#greeting.shift() !== undefined) this.#greet()
      else if (message[0] === 3) this.#asked(message[1] === 1)
    }
  }

  #greet(): void {
    const left = this.#greeting.length
    if (left === 2) this.#socket.write(Buffer.from([1, 1]))
    if (left === 1) this.#socket.write(Buffer.alloc(4))
    if (left === 0) this.#socket.write(serverInit())
  }

  #asked(incremental: boolean): void {
    this.#wants = 'change'
    if (incremental) return
    this.#wants = 'nothing'
    this.#socket.write(update({ x: 0, y: 0, width: WIDTH, height: HEIGHT }, Buffer.from([0x80, 40, 60, 80])))
  }
}

function serverInit(): Buffer {
  const name = 'picture'
  const init = Buffer.alloc(24 + name.length)
  init.writeUInt16BE(WIDTH, 0)
  init.writeUInt16BE(HEIGHT, 2)
  // 32 bits, 24 of them used, little-endian, true colour, 255 of each, red first from above.
  init.set([32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0], 4)
  init.writeUInt32BE(name.length, 20)
  init.write(name, 24)
  return init
}

function frame(n: number): Buffer {
  const { width, height } = MOVING
  const pixels = Buffer.alloc(width * height * 3)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const wave = Math.sin((x + n * 20) / 40) * Math.cos((y - n * 13) / 30)
      pixels.set([128 + wave * 120, (x + n * 10) & 0xff, (y * 2) & 0xff], 3 * (y * width + x))
    }
  const packed = deflateSync(pixels, { level: 1, finishFlush: constants.Z_SYNC_FLUSH })
  // Its first stream, begun anew; then how long, seven bits at a time.
  const head = [0x01, (packed.length & 0x7f) | 0x80, ((packed.length >> 7) & 0x7f) | 0x80, packed.length >> 14]
  return update(MOVING, Buffer.concat([Buffer.from(head), packed]))
}

function update(at: typeof MOVING, body: Buffer): Buffer {
  const head = Buffer.alloc(16)
  head.writeUInt16BE(1, 2)
  for (const [i, value] of [at.x, at.y, at.width, at.height].entries()) head.writeUInt16BE(value, 4 + 2 * i)
  head.writeInt32BE(TIGHT, 12)
  return Buffer.concat([head, body])
}
