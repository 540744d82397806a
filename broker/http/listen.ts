import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import type { Config } from '../config/config.ts'

/** Starts to listen, and answers with the address, the port being the real one. Throws with what can be done about it. */
export async function listen(app: FastifyInstance, { host, port, tls }: Config['listen']): Promise<URL> {
  try {
    await app.listen({ host, port, listenTextResolver: (address) => `listening on ${address}` })
  } catch (cause) {
    throw new Error(said[(cause as NodeJS.ErrnoException).code ?? '']?.(host, port) ?? String(cause), { cause })
  }
  const bound = app.server.address() as AddressInfo
  const name = host.includes(':') ? `[${host}]` : host
  return new URL(`${tls === null ? 'http' : 'https'}://${name}:${bound.port}`)
}

const said: Record<string, (host: string, port: number) => string> = {
  EADDRINUSE: (host, port) =>
    `port ${port} of ${host} is in use; end what uses it (ss -ltnp 'sport = :${port}' shows it), or give another listen.port`,
  EACCES: (_, port) => `port ${port} is not for this user; give a listen.port of 1024 or more`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this machine; give another listen.host (ip address shows them)`,
  ENOTFOUND: (host) => `${host} is not known to the network; give an address as listen.host`,
}
