import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { consoleClose } from '../../../shared/console-close.ts'
import { openEdge } from '../edge-rig.ts'
import { Page } from './page.ts'

/** Without an image: the firmware's own screen is a picture, too. */
function startMachine(vnc: string) {
  const args = ['-accel', 'tcg', '-m', '32', '-nodefaults', '-vga', 'std', '-display', 'none', '-vnc', `unix:${vnc}`]
  return spawn('qemu-system-x86_64', args, { stdio: 'ignore' })
}

test('shows the picture of a real machine, and says when it is gone', async () => {
  const rig = await openEdge()
  const vnc = join(rig.folder, 'ada-desk.sock')
  const machine = startMachine(vnc)
  try {
    await vi.waitFor(() => expect(existsSync(vnc)).toBe(true), { timeout: 20_000, interval: 50 })
    const client = rig.client(await rig.signIn('ada'))
    const { ticket } = await client.call('consoleTicket', { params: { desktopId: 'ada-desk' } })
    const page = Page.with(rig.address, ticket)
    expect(await page.answered).toBe('open')

    const bytes = () => Buffer.concat(page.heard)
    const until = (length: number) =>
      vi.waitFor(() => expect(bytes().length).toBeGreaterThanOrEqual(length), { timeout: 20_000, interval: 10 })
    await until(12)
    expect(bytes().toString('latin1', 0, 12)).toBe('RFB 003.008\n')
    page.socket.send(Buffer.from('RFB 003.008\n'))
    // One security type, none; chosen; fine.
    await until(14)
    expect([...bytes().subarray(12, 14)]).toEqual([1, 1])
    page.socket.send(Buffer.of(1))
    await until(18)
    expect(bytes().readUInt32BE(14)).toBe(0)
    page.socket.send(Buffer.of(1))
    await until(18 + 24)
    const [width, height] = [bytes().readUInt16BE(18), bytes().readUInt16BE(20)]
    expect([width, height]).toEqual([expect.any(Number), expect.any(Number)])
    const nameLength = bytes().readUInt32BE(18 + 20)
    const start = 18 + 24 + nameLength
    await until(start)

    // The whole screen, raw, as 32 bit a pixel.
    const ask = Buffer.alloc(10)
    ask.writeUInt8(3, 0)
    ask.writeUInt16BE(width, 6)
    ask.writeUInt16BE(height, 8)
    page.socket.send(ask)
    await until(start + 4 + 12 + width * height * 4)
    expect(bytes().readUInt8(start)).toBe(0)
    expect(bytes().readUInt16BE(start + 2)).toBeGreaterThan(0)

    machine.kill('SIGKILL')
    expect(await page.closed).toBe(consoleClose.machineGone)
  } finally {
    machine.kill('SIGKILL')
    await rig.close()
  }
})
