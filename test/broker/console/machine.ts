import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

export const GREETING = 'RFB 003.008\n'

/** Stands where a machine speaks RFB: greets, as RFB servers do, and then does with what comes as the test says. */
export class Machine {
  readonly calls: Socket[] = []
  onData: (socket: Socket, chunk: Buffer) => void = (socket, chunk) => socket.write(chunk)
  readonly #server: Server

  private constructor() {
    this.#server = createServer((socket) => {
      this.calls.push(socket)
      socket.on('error', () => socket.destroy())
      socket.on('data', (chunk) => this.onData(socket, chunk))
      socket.write(GREETING)
    })
  }

  static async at(path: string): Promise<Machine> {
    const machine = new Machine()
    machine.#server.listen(path)
    await once(machine.#server, 'listening')
    return machine
  }

  get last(): Socket {
    const socket = this.calls.at(-1)
    if (socket === undefined) throw new Error('nobody has called')
    return socket
  }

  async close(): Promise<void> {
    for (const socket of this.calls) socket.destroy()
    if (!this.#server.listening) return
    this.#server.close()
    await once(this.#server, 'close')
  }
}
