import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const SOCKET = '.s.PGSQL.5432'

/** A way to PostgreSQL that can be cut: then nothing comes through and nobody is told, as when a network is gone. */
export class Wire {
  /** In place of the server's. */
  readonly host: string
  readonly #server: net.Server
  readonly #pairs = new Set<{ readonly near: net.Socket; readonly far: net.Socket }>()
  #isCut = false

  private constructor(to: string, host: string) {
    this.host = host
    this.#server = net.createServer((near) => {
      const far = net.connect(join(to, SOCKET))
      const pair = { near, far }
      this.#pairs.add(pair)
      near.on('data', (bytes) => this.#isCut || far.write(bytes))
      far.on('data', (bytes) => this.#isCut || near.write(bytes))
      const end = () => {
        // What is cut does not hear of an end either.
        if (this.#isCut) return
        near.destroy()
        far.destroy()
        this.#pairs.delete(pair)
      }
      for (const socket of [near, far]) socket.on('close', end).on('error', end)
    })
  }

  static async to(host: string): Promise<Wire> {
    const wire = new Wire(host, await mkdtemp(join(tmpdir(), 'daruma-wire-')))
    await once(wire.#server.listen(join(wire.host, SOCKET)), 'listening')
    return wire
  }

  cut(): void {
    this.#isCut = true
  }

  /** New connections come through again; what was in between is gone, and both sides are told now. */
  mend(): void {
    this.#isCut = false
    for (const { near, far } of this.#pairs) {
      near.destroy()
      far.destroy()
    }
    this.#pairs.clear()
  }

  async close(): Promise<void> {
    this.mend()
    this.#server.close()
    await rm(this.host, { recursive: true, force: true })
  }
}
