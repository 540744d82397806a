import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { Bridge } from '../../../broker/console/bridge.ts'
import { connectMachine } from '../../../broker/console/machine-socket.ts'
import { GREETING, Machine } from './machine.ts'
import { Page } from './page.ts'

const MUCH = 64 * 1024 * 1024
const until = (check: () => void) => vi.waitFor(check, { timeout: 20_000, interval: 10 })
const hashOf = (chunks: Iterable<Uint8Array>) => {
  const hash = createHash('sha256')
  for (const chunk of chunks) hash.update(chunk)
  return hash.digest('hex')
}

describe('the bridge between a page and a machine', () => {
  let folder: string
  let machine: Machine
  let bridge: Bridge
  let page: Page
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: 1024 * 1024 })
  let options = {}

  async function connect() {
    folder = await mkdtemp(join(tmpdir(), 'daruma-bridge-'))
    machine = await Machine.at(join(folder, 'vnc.sock'))
    const upstream = await connectMachine(join(folder, 'vnc.sock'))
    http.listen(0, '127.0.0.1')
    await once(http, 'listening')
    const arrived = once(sockets, 'connection')
    page = new Page(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, ['binary'], options)
    const [end] = (await arrived) as [import('ws').WebSocket]
    bridge = new Bridge(end, upstream)
    await page.answered
    await until(() => expect(page.text).toBe(GREETING))
    page.heard.splice(0)
  }
  beforeEach(() => {
    options = {}
  })
  afterEach(async () => {
    page.socket.terminate()
    await bridge.ended
    await machine.close()
    http.close()
    http.closeAllConnections()
    await rm(folder, { recursive: true })
  })

  /** Waits until nothing more is taken, and answers how much was. */
  async function settled(taken: () => number): Promise<number> {
    for (let before = -1; ; ) {
      const now = taken()
      if (now === before) return now
      before = now
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  test('waits for a page that does not read, and then loses nothing', { timeout: 60_000 }, async () => {
    await connect()
    page.socket.pause()
    const block = randomBytes(1024 * 1024)
    const blocks = MUCH / block.length
    let written = 0
    const pump = (async () => {
      for (let i = 0; i < blocks; i++) {
        if (!machine.last.write(block)) await once(machine.last, 'drain')
        written += block.length
      }
    })()
    // What is taken sits in the kernel's buffers and in one MiB of ours; the rest stays with the machine.
    expect(await settled(() => written)).toBeLessThan(MUCH / 4)
    page.socket.resume()
    await pump
    await until(() => expect(page.heard.reduce((sum, c) => sum + c.length, 0)).toBe(MUCH))
    expect(hashOf(page.heard)).toBe(hashOf(Array<Buffer>(blocks).fill(block)))
  })

  test('waits for a machine that does not read, and then loses nothing', { timeout: 60_000 }, async () => {
    await connect()
    const got: Buffer[] = []
    machine.onData = (_, chunk) => got.push(chunk)
    machine.last.pause()
    const block = randomBytes(512 * 1024)
    const blocks = MUCH / block.length
    for (let i = 0; i < blocks; i++) page.socket.send(block)
    expect(MUCH - (await settled(() => page.socket.bufferedAmount))).toBeLessThan(MUCH / 4)
    machine.last.resume()
    await until(() => expect(got.reduce((sum, c) => sum + c.length, 0)).toBe(MUCH))
    expect(hashOf(got)).toBe(hashOf(Array<Buffer>(blocks).fill(block)))
  })

  test('can be closed while the page does not read', async () => {
    await connect()
    page.socket.pause()
    machine.last.write(randomBytes(16 * 1024 * 1024))
    await settled(() => machine.last.bytesWritten)
    bridge.close(4001)
    // It did not take the goodbye, so it is cut.
    expect((await bridge.ended).code).toBe(1006)
  })

  test.each([
    ['answers', true],
    ['does not answer', false],
  ])('asks for a sign of life: of a page that %s', async (_, autoPong) => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    try {
      options = { autoPong }
      await connect()
      let pings = 0
      page.socket.on('ping', () => pings++)
      let over = false
      void bridge.ended.then(() => (over = true))
      for (let beat = 1; beat <= 2; beat++) {
        vi.advanceTimersByTime(10_000)
        await vi.waitUntil(() => pings === beat, { interval: 5 })
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      expect(over).toBe(false)
      vi.advanceTimersByTime(10_000)
      if (autoPong) await vi.waitUntil(() => pings === 3, { interval: 5 })
      else expect((await bridge.ended).code).toBe(1006)
      expect(over).toBe(!autoPong)
    } finally {
      vi.useRealTimers()
    }
  })

  test('ends at once for a machine that is gone already', async () => {
    await connect()
    const gone = await connectMachine(join(folder, 'vnc.sock'))
    gone.destroy()
    await once(gone, 'close')
    const arrived = once(sockets, 'connection')
    const other = new Page(`http://127.0.0.1:${(http.address() as AddressInfo).port}`, ['binary'])
    const [end] = (await arrived) as [import('ws').WebSocket]
    expect((await new Bridge(end, gone).ended).code).toBe(4002)
    expect(await other.closed).toBe(4002)
  })
})
