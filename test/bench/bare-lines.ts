import net from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

type Answer = Record<string, unknown>

/** JSON lines over a unix socket, one question at a time: all that a bare script needs to speak to QEMU or its agent. */
export class BareLines {
  readonly #socket: net.Socket
  #rest = ''
  #take: ((answer: Answer) => void) | null = null

  private constructor(socket: net.Socket) {
    this.#socket = socket
    socket.on('error', () => undefined)
    socket.on('data', (chunk: Buffer) => {
      this.#rest += chunk.toString('latin1').replaceAll('\xff', '')
      for (let end = this.#rest.indexOf('\n'); end >= 0; end = this.#rest.indexOf('\n')) {
        const line = this.#rest.slice(0, end).trim()
        this.#rest = this.#rest.slice(end + 1)
        if (line === '') continue
        const answer = JSON.parse(line) as Answer
        if ('return' in answer || 'error' in answer) this.#take?.(answer)
      }
    })
  }

  static async open(path: string): Promise<BareLines> {
    for (;;) {
      const socket = net.connect(path)
      const opened = await new Promise<boolean>((resolve) => {
        socket.once('connect', () => resolve(true))
        socket.once('error', () => resolve(false))
      })
      if (opened) return new BareLines(socket)
      await delay(5)
    }
  }

  async ask(execute: string, args?: object, withinMs = 600_000): Promise<unknown> {
    const answered = new Promise<Answer>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${execute}: no answer`)), withinMs)
      this.#take = (answer) => {
        clearTimeout(timer)
        resolve(answer)
      }
    })
    this.#socket.write(`${JSON.stringify({ execute, ...(args && { arguments: args }) })}\n`)
    const answer = await answered
    if ('error' in answer) throw new Error(`${execute}: ${JSON.stringify(answer['error'])}`)
    return answer['return']
  }

  close(): void {
    this.#socket.destroy()
  }
}
