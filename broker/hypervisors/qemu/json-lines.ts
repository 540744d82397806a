import { connect, type Socket } from 'node:net'
import { or } from './turns.ts'

/** A unix socket that speaks JSON, a line each. What it says comes from QEMU or from the guest: nothing is taken on trust. */
export class JsonLines {
  /** Called for each line. */
  hear: (line: string) => void = () => undefined
  readonly closed: Promise<Error>
  readonly #socket: Socket
  readonly #longest: number
  #parts: Buffer[] = []
  #length = 0

  /** `longest` bytes in a line, then the connection is given up. Throws if nobody listens there. */
  static async connect(path: string, longest: number, signal: AbortSignal): Promise<JsonLines> {
    const socket = connect(path)
    const { promise, resolve, reject } = Promise.withResolvers<undefined>()
    socket.once('connect', () => resolve(undefined))
    socket.once('error', reject)
    try {
      await or(signal, promise)
    } catch (error) {
      socket.destroy()
      promise.catch(() => undefined)
      throw error
    }
    socket.off('error', reject)
    return new JsonLines(socket, longest)
  }

  private constructor(socket: Socket, longest: number) {
    this.#socket = socket
    this.#longest = longest
    const { promise, resolve } = Promise.withResolvers<Error>()
    this.closed = promise
    let why = new Error('the other side closed the connection')
    socket.on('error', (error) => {
      why = error
    })
    socket.on('close', () => resolve(why))
    socket.on('data', (data) => this.#take(data))
  }

  /** `before` goes out as it is, ahead of the message. */
  send(message: object, before: Uint8Array = new Uint8Array()): void {
    this.#socket.write(Buffer.concat([before, Buffer.from(`${JSON.stringify(message)}\n`)]))
  }

  close(): void {
    this.#socket.destroy()
  }

  #take(data: Buffer): void {
    let from = 0
    for (let end = data.indexOf(10); end >= 0; end = data.indexOf(10, from)) {
      this.#parts.push(data.subarray(from, end))
      const line = Buffer.concat(this.#parts).toString('utf8').trim()
      this.#parts = []
      this.#length = 0
      from = end + 1
      if (line !== '') this.hear(line)
    }
    this.#parts.push(data.subarray(from))
    this.#length += data.length - from
    if (this.#length > this.#longest)
      this.#socket.destroy(new Error(`a line is longer than ${this.#longest} bytes and has no end yet`))
  }
}
