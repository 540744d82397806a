import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, utimes } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import { HypervisorError, type MachineEvent } from '../../../broker/hypervisors/hypervisor.ts'
import { Monitor } from '../../../broker/hypervisors/qemu/monitor.ts'
import { makeBridge } from '../../rigs/bridge.ts'
import { makeQemuRig, type QemuRig } from './qemu-rig.ts'

const run = promisify(execFile)
const { signal } = new AbortController()
const nowhere = { memory: { mode: 'load', image: 1 }, network: 'nowhere' } as const
const connected = { memory: { mode: 'load', image: 1 }, network: 'desktop' } as const

let rig: QemuRig
afterEach(() => rig.close())

/** i-n, resumed from the warm image on a fresh overlay o-n, its agent answering. */
async function warm(n: number, how: typeof nowhere | typeof connected = nowhere): Promise<void> {
  const { hypervisor, desktop } = rig
  await hypervisor.createOverlay(desktop, n, 1)
  await hypervisor.startInert(desktop, n, { disk: n, ...how }, signal)
  await hypervisor.resume(desktop, n, signal)
  await hypervisor.guest(desktop, n).ping(30_000, signal)
}

describe('a machine', () => {
  it('outlives the broker that started it, and is led by the next', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop, dataDir, spec } = rig
    await hypervisor.createOverlay(desktop, 2, 1)
    const broker = spawn(process.execPath, [join(import.meta.dirname, 'short-lived-broker.ts')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    broker.stdin.end(JSON.stringify({ dataDir, desktop, spec, n: 2, start: { disk: 2, ...nowhere } }))
    const [said] = (await once(createInterface(broker.stdout), 'line')) as [string]
    expect(said).toBe('running')
    const ended = once(broker, 'exit')
    broker.kill('SIGKILL')
    await ended

    expect(await hypervisor.instance(desktop, 2)).toEqual({ alive: true, status: 'running', disk: 2, linkUp: false })
    await hypervisor.guest(desktop, 2).ping(30_000, signal)
    const events: MachineEvent[] = []
    hypervisor.listen((event) => events.push(event))
    expect(await hypervisor.alive(desktop)).toEqual([2])
    await rig.machineDies(2)
    await expect.poll(() => events, { timeout: 30_000 }).toEqual([{ desktop, n: 2, type: 'gone' }])
  })

  it('takes a switch of its disk that comes late, below another, and nothing is written there', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    await rig.guestWrites(2, 'one')
    await hypervisor.createOverlay(desktop, 3, 2)
    await hypervisor.createOverlay(desktop, 4, 3)
    await hypervisor.switchDisk(desktop, 2, 4, signal)
    await rig.guestWrites(2, 'two')

    // What a broker sent for o-3, and nobody waited for.
    const folder = join(rig.dataDir, 'desktops', desktop)
    const monitor = await Monitor.connect(join(folder, 'inst', 'i-2', 'control-a.sock'), signal)
    const file = { driver: 'file', locking: 'on', filename: '../../disks/o-3.qcow2' }
    await monitor.order('blockdev-add', { driver: 'qcow2', 'node-name': 'o-3', backing: null, file }, signal)
    const late = monitor.order('blockdev-snapshot', { node: 'disk', overlay: 'o-3' }, signal)
    await expect(late).rejects.toThrow(/busy/)
    monitor.close()

    expect(await hypervisor.instance(desktop, 2)).toMatchObject({ status: 'running', disk: 4 })
    await rig.guestWrites(2, 'three')
    expect(await rig.guestReads(2)).toEqual(['one', 'two', 'three'])
    // QEMU holds it until it is switched again; then it can be sealed with the others.
    await hypervisor.createOverlay(desktop, 5, 4)
    await hypervisor.switchDisk(desktop, 2, 5, signal)
    for (const n of [2, 3, 4]) await hypervisor.seal(desktop, n)
    await rig.guestWrites(2, 'four')
    expect(await rig.guestReads(2)).toEqual(['one', 'two', 'three', 'four'])
    await hypervisor.kill(desktop, 2, signal)
    expect(await hypervisor.disk(desktop, 5)).toMatchObject({ backing: 4 })
    const holds = async (n: number) => {
      const disk = join(folder, 'disks', `o-${n}.qcow2`)
      const { stdout } = await run('qemu-img', ['map', '--output=json', disk])
      return (JSON.parse(stdout) as { depth: number; data: boolean }[]).some((e) => e.depth === 0 && e.data)
    }
    expect([await holds(2), await holds(3), await holds(4), await holds(5)]).toEqual([true, false, true, true])
  })

  it('is led while another holds one of its monitors, and can be killed while both are held', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    const folder = join(rig.dataDir, 'desktops', desktop, 'inst', 'i-2')
    const first = await hold(join(folder, 'control-a.sock'))
    await hypervisor.stop(desktop, 2, signal)
    expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'paused' })
    await hypervisor.resume(desktop, 2, signal)
    const second = await hold(join(folder, 'control-b.sock'))
    await expect(hypervisor.stop(desktop, 2, signal)).rejects.toThrow(HypervisorError)
    expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'unknown', linkUp: false })
    await hypervisor.kill(desktop, 2, signal)
    expect(await hypervisor.alive(desktop)).toEqual([])
    first.destroy()
    second.destroy()
  })

  it('is killed also when its process stands still', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    for (const pid of rig.pids(2)) process.kill(pid, 'SIGSTOP')
    expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'unknown' })
    await hypervisor.kill(desktop, 2, signal)
    expect(await hypervisor.alive(desktop)).toEqual([])
    expect(await hypervisor.seal(desktop, 2)).toMatchObject({ sealed: true })
  })

  it('is ended again when its starter gives up', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await hypervisor.createOverlay(desktop, 2, 1)
    const patience = new AbortController()
    const started = hypervisor.startInert(desktop, 2, { disk: 2, ...nowhere }, patience.signal)
    const given = expect(started).rejects.toThrow()
    await expect.poll(() => rig.pids(2).length, { timeout: 30_000, interval: 1 }).toBe(1)
    patience.abort(new Error('the lease is lost'))
    await given
    await expect.poll(() => hypervisor.alive(desktop), { timeout: 30_000 }).toEqual([])
  })

  it('runs sandboxed, and may start programs only for the way to its share', async () => {
    rig = await makeQemuRig({ kind: 'user', share: null })
    await warm(2, connected)
    const [pid] = rig.pids(2)
    expect(await readFile(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m)
    const start = await readFile(join(rig.dataDir, 'desktops', rig.desktop, 'inst', 'i-2', 'start.json'), 'utf8')
    expect(start).toContain('spawn=deny')
  })

  it('has sockets that are reached however long the way to its data is', async () => {
    rig = await makeQemuRig(undefined, { deep: true })
    expect(rig.dataDir.length).toBeGreaterThan(150)
    const { hypervisor, desktop } = rig
    await warm(2)
    const picture = connect(hypervisor.consoleSocket(desktop, 2))
    const [greeting] = (await once(picture, 'data')) as [Buffer]
    expect(greeting.toString('latin1')).toBe('RFB 003.008\n')
    picture.destroy()
  })

  it('reboots by itself when its guest does', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    const before = await rig.bootOf(2)
    await rig.sh(2, '(sleep 0.2; echo b > /proc/sysrq-trigger) > /dev/null 2>&1 &')
    await expect.poll(() => rig.bootOf(2).catch(() => before), { timeout: 300_000, interval: 2000 }).not.toBe(before)
    expect(await hypervisor.instance(desktop, 2)).toEqual({ alive: true, status: 'running', disk: 2, linkUp: false })
  })

  it('tells when nobody pets its watchdog any more', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    const events: MachineEvent[] = []
    hypervisor.listen((event) => events.push(event))
    // The guest's init pets it; this makes it stand still for ever.
    await rig.sh(2, '(sleep 0.2; kill -SEGV 1) > /dev/null 2>&1 &')
    await expect.poll(() => events, { timeout: 90_000 }).toEqual([{ desktop, n: 2, type: 'watchdog' }])
    expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'panicked' })
  })
})

describe('a memory image', () => {
  it('is refused by a machine made otherwise', async () => {
    rig = await makeQemuRig()
    const { desktop } = rig
    for (const [n, change] of [
      [2, { processors: 2 }],
      [3, { memoryMiB: 640 }],
      [4, { cpuModel: 'qemu64-v1' }],
      [5, { mac: '52:54:00:00:00:01' }],
    ] as const) {
      const other = await rig.withSpec({ ...rig.spec, ...change })
      await other.createOverlay(desktop, n, 1)
      await expect(other.startInert(desktop, n, { disk: n, ...nowhere }, signal)).rejects.toThrow(/made otherwise/)
    }
    expect(await rig.hypervisor.alive(desktop)).toEqual([])
  })

  it('is refused when its disk has changed since', async () => {
    rig = await makeQemuRig(undefined, { ownDisk: true })
    const { hypervisor, desktop, dataDir } = rig
    await hypervisor.createOverlay(desktop, 2, 1)
    await utimes(join(dataDir, 'desktops', desktop, 'disks', 'o-1.qcow2'), new Date(), new Date())
    await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...nowhere }, signal)).rejects.toThrow(/has changed/)
    expect(await hypervisor.alive(desktop)).toEqual([])
  })

  it('is none when its memory was written to since', async () => {
    rig = await makeQemuRig(undefined, { touchedMemory: true })
    const { hypervisor, desktop } = rig
    expect(await hypervisor.hasImage(desktop, 1)).toBe(false)
    await hypervisor.createOverlay(desktop, 2, 1)
    await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...nowhere }, signal)).rejects.toThrow(/no complete/)
  })

  it('that cannot be read ends the start, and says so', async () => {
    rig = await makeQemuRig(undefined, { spoiledState: true })
    const { hypervisor, desktop } = rig
    await hypervisor.createOverlay(desktop, 2, 1)
    await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...nowhere }, signal)).rejects.toThrow(
      /i-2 did not start: .*migration/,
    )
    expect(await hypervisor.alive(desktop)).toEqual([])
  })

  it('wakes with the link cut, also if it was up when it was taken', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await hypervisor.createOverlay(desktop, 2, 'golden')
    await hypervisor.startInert(desktop, 2, { disk: 2, memory: { mode: 'record' }, network: 'nowhere' }, signal)
    await hypervisor.resume(desktop, 2, signal)
    await expect.poll(() => rig.sh(2, 'ip link set eth0 up'), { timeout: 300_000 }).toBe('')
    await hypervisor.setLink(desktop, 2, true, signal)
    await expect.poll(() => carrier(2), { timeout: 30_000 }).toBe('1')
    await hypervisor.completeImage(desktop, 2, signal)
    await hypervisor.seal(desktop, 2)

    await hypervisor.createOverlay(desktop, 3, 2)
    const start = { disk: 3, memory: { mode: 'load', image: 2 }, network: 'desktop' } as const
    await hypervisor.startInert(desktop, 3, start, signal)
    expect(await hypervisor.instance(desktop, 3)).toMatchObject({ status: 'paused', linkUp: false })
    await hypervisor.resume(desktop, 3, signal)
    await expect.poll(() => carrier(3), { timeout: 30_000 }).toBe('0')
    await hypervisor.setLink(desktop, 3, true, signal)
    await expect.poll(() => carrier(3), { timeout: 30_000 }).toBe('1')
  })

  it('taken nowhere wakes up on a user network, and reaches the share and nothing else', async () => {
    const share = await listen((socket) => socket.end('the share\n'))
    const other = await listen((socket) => socket.end('not the share\n'))
    try {
      rig = await makeQemuRig({ kind: 'user', share: { host: '127.0.0.1', port: portOf(share) } })
      const { hypervisor, desktop } = rig
      await warm(2, connected)
      expect(await reach('10.0.2.100', 445)).toBe('')
      await hypervisor.setLink(desktop, 2, true, signal)
      await expect.poll(() => reach('10.0.2.100', 445), { timeout: 60_000 }).toBe('the share\n')
      expect(await reach('10.0.2.100', 445)).toBe('the share\n')
      expect(await reach('10.0.2.2', portOf(other))).toBe('')
      await hypervisor.setLink(desktop, 2, false, signal)
      expect(await reach('10.0.2.100', 445)).toBe('')
    } finally {
      share.close()
      other.close()
    }
  })

  it('taken nowhere wakes up on a tap as well, and sends nothing before its link is up', async () => {
    const bridge = await makeBridge()
    const serve = ['TCP-LISTEN:445,fork,reuseaddr', 'SYSTEM:echo the share']
    const server = spawn('ip', ['netns', 'exec', bridge.namespace, 'socat', ...serve], { stdio: 'inherit' })
    try {
      rig = await makeQemuRig({ kind: 'tap', ifname: bridge.tap })
      const { hypervisor, desktop } = rig
      await warm(2, connected)
      const sent = async () => Number(await readFile(`/sys/class/net/${bridge.tap}/statistics/rx_packets`, 'utf8'))
      expect(await reach(bridge.address, 445)).toBe('')
      expect(await sent()).toBe(0)
      await hypervisor.setLink(desktop, 2, true, signal)
      await expect.poll(() => reach(bridge.address, 445), { timeout: 60_000 }).toBe('the share\n')
      expect(await sent()).toBeGreaterThan(0)
      await hypervisor.setLink(desktop, 2, false, signal)
      expect(await reach(bridge.address, 445)).toBe('')
      await hypervisor.kill(desktop, 2, signal)
    } finally {
      server.kill('SIGKILL')
      await bridge.remove()
    }
  })

  it('gives two that wake from it different random numbers', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    const log = async (n: number) =>
      (await rig.sh(n, 'dmesg | grep -c "crng reseeded due to virtual machine fork" || true')).trim()
    await warm(2)
    expect(await log(2)).toBe('1')
    await hypervisor.kill(desktop, 2, signal)
    await warm(3)
    expect(await log(3)).toBe('1')
  })
})

describe('its agent', () => {
  it('runs programs as they are named, without a shell, and gives back what they said', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    const agent = hypervisor.guest(desktop, 2)
    const run = (program: string, args: string[], input?: string) =>
      agent.exec(program, args, { timeoutMs: 30_000, signal, ...(input === undefined ? {} : { input }) })
    const odd = '$(reboot) "quoted" \'twice\' ; ü €\n'
    expect(await run('/usr/bin/printf', ['%s', odd])).toEqual({ code: 0, out: odd, err: '' })
    expect(await run('/bin/cat', [], odd)).toEqual({ code: 0, out: odd, err: '' })
    expect(await run('/bin/sh', ['-c', 'echo no >&2; exit 7'])).toEqual({ code: 7, out: '', err: 'no\n' })
    expect(await run('/bin/sh', ['-c', 'kill -9 $$'])).toMatchObject({ code: 137 })
    expect((await run('/usr/bin/head', ['-c', '1000000', '/dev/zero'])).out).toHaveLength(1_000_000)
    await expect(run('/no/such/program', [])).rejects.toThrow(/refused guest-exec/)
    const slow = agent.exec('/bin/sleep', ['60'], { timeoutMs: 1000, signal })
    const meanwhile = agent.ping(30_000, signal)
    await expect(slow).rejects.toThrow(/did not answer in time/)
    await meanwhile
  })

  it('sets the clock from the hardware clock, which has gone on', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    await rig.sh(2, 'date -s 2001-02-03')
    const off = async () => Math.abs(Date.now() / 1000 - Number(await rig.sh(2, 'date +%s')))
    expect(await off()).toBeGreaterThan(1e6)
    await hypervisor.guest(desktop, 2).setClockFromHardware(30_000, signal)
    expect(await off()).toBeLessThan(60)
  })

  it('serves another broker when one has done with it', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await warm(2)
    await hypervisor.guest(desktop, 2).ping(30_000, signal)
    const other = await rig.another()
    await other.guest(desktop, 2).ping(30_000, signal)
    await hypervisor.guest(desktop, 2).ping(30_000, signal)
  })
})

/** A client that was greeted and then does nothing, as a broker that was stopped. */
async function hold(socket: string) {
  const client = connect(socket)
  await once(client, 'data')
  return client
}

async function carrier(n: number): Promise<string> {
  return (await rig.sh(n, 'cat /sys/class/net/eth0/carrier')).trim()
}

/** What i-2 reads from an address, or nothing if it can't be reached. */
async function reach(host: string, port: number): Promise<string> {
  return rig.sh(2, `timeout 4 bash -c 'exec 3<>/dev/tcp/${host}/${port} && head -1 <&3' 2> /dev/null || true`)
}

async function listen(serve: Parameters<typeof createServer>[1]): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    serve?.(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen')
  return address.port
}
