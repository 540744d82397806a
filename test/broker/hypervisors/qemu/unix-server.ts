import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface UnixServer {
  readonly path: string
  /** How many have connected so far. */
  connections(): number
  /** How many are connected now. */
  connected(): number
  close(): Promise<void>
}

/** The other side of a socket, to say what a real one would not. */
export async function unixServer(
  serve: (socket: Socket, line: (hear: (line: string) => void) => void) => void,
): Promise<UnixServer> {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-socket-'))
  const path = join(folder, 'it.sock')
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    serve(socket, (hear) => {
      let rest = ''
      socket.on('data', (data: Buffer) => {
        const lines = (rest + data.toString('latin1')).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) hear(line)
      })
    })
  })
  await new Promise<void>((listening) => server.listen(path, listening))
  return {
    path,
    connections: () => connections,
    connected: () => sockets.size,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
      await rm(folder, { recursive: true })
    },
  }
}
