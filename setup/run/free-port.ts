import { once } from 'node:events'
import net from 'node:net'

/** A port of the loopback that nobody has now: the wanted one, if it can be had. */
export async function freePort(wanted = 0): Promise<number> {
  const server = net.createServer()
  try {
    await once(server.listen(wanted, '127.0.0.1'), 'listening')
  } catch (error) {
    if (wanted === 0) throw error
    return freePort()
  }
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
