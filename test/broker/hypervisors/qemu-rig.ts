import { execFile } from 'node:child_process'
import { type FileHandle, mkdtemp, open, rename, rm, stat, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pino from 'pino'
import type { MachineSpec } from '../../../broker/hypervisors/machine-spec.ts'
import { machineProcesses } from '../../../broker/hypervisors/qemu/processes.ts'
import { QemuHypervisor } from '../../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { seedWarm, testMachine, testQemu } from '../../rigs/warm-desktop.ts'
import type { Rig } from './contract.ts'

const run = promisify(execFile)
const desktop = 'desk'
const { signal } = new AbortController()
const SPARE_BYTES = 90_000
const FILLER = 'filler'
const AGENT_MS = 30_000

export interface QemuRig extends Rig {
  readonly dataDir: string
  readonly spec: MachineSpec
  /** Pids of what runs i-n. */
  pids(n: number): number[]
  /** As a broker with another configuration; the rig closes it. */
  withSpec(spec: MachineSpec): Promise<QemuHypervisor>
  sh(n: number, script: string): Promise<string>
}

/** What is special about a rig's data. */
interface Special {
  /** On another volume than usual, possibly a small one. */
  readonly within?: string
  /** At the end of a long path. */
  readonly deep?: boolean
  /** o-1 is a file of its own, and can be changed without harm to the cache of warm desktops. */
  readonly ownDisk?: boolean
  /** The memory of m-1 was written to after it was taken. */
  readonly touchedMemory?: boolean
  /** What m-1 holds beside the memory is garbage. */
  readonly spoiledState?: boolean
}

/** The demo desktop, resting in memory, on this machine's QEMU. */
export async function makeQemuRig(network?: MachineSpec['network'], special: Special = {}): Promise<QemuRig> {
  const top = await mkdtemp(join(special.within ?? tmpdir(), 'daruma-qemu-'))
  const dataDir = special.deep === true ? join(top, 'a-folder-far-from-the-root'.repeat(3), 'another'.repeat(12)) : top
  await seedWarm(dataDir, desktop)
  const part = (...names: string[]) => join(dataDir, 'desktops', desktop, ...names)
  if (special.ownDisk === true) await replace(part('disks', 'o-1.qcow2'), async () => undefined)
  if (special.touchedMemory === true)
    await replace(part('images', 'm-1', 'memory'), (memory) => memory.write(Buffer.alloc(1), 0, 1, 4096))
  if (special.spoiledState === true)
    await replace(part('images', 'm-1', 'state'), (state) => state.write(Buffer.alloc(4096, 0x5a), 0, 4096, 100_000))
  const spec = await testMachine(network)
  const opened: QemuHypervisor[] = []
  const withSpec = async (other: MachineSpec) => {
    const hypervisor = new QemuHypervisor(
      { ...testQemu, dataDir, desktops: { [desktop]: other } },
      pino({ level: 'silent' }),
    )
    await hypervisor.open(signal)
    opened.push(hypervisor)
    return hypervisor
  }
  const hypervisor = await withSpec(spec)
  const pids = (n: number) =>
    machineProcesses(part('inst'))
      .filter((p) => p.n === n)
      .map((p) => p.pid)
  const sh = async (n: number, script: string) => {
    const agent = hypervisor.guest(desktop, n)
    const { code, out, err } = await agent.exec('/bin/sh', ['-c', script], { timeoutMs: AGENT_MS, signal })
    if (code !== 0) throw new Error(`${script}: ${code} ${err}`)
    return out
  }
  return {
    hypervisor,
    desktop,
    dataDir,
    spec,
    warm: { disk: 1, image: 1 },
    pids,
    withSpec,
    sh,
    another: () => withSpec(spec),
    fill: () => fill(dataDir, part('images', 'm-1', 'memory')),
    empty: () => rm(join(dataDir, FILLER)),
    bootOf: async (n) => sh(n, 'cat /proc/sys/kernel/random/boot_id'),
    guestWrites: async (n, text) => {
      await sh(n, `echo '${text}' >> /home/user/notes; sync`)
    },
    guestWritesTooMuch: async (n, text) => {
      const script = `sleep 4; head -c 16M /dev/urandom > /home/user/much; sync; echo '${text}' >> /home/user/notes; sync`
      await sh(n, `(${script}) > /dev/null 2>&1 &`)
    },
    guestReads: async (n) =>
      (await sh(n, 'cat /home/user/notes 2>/dev/null || true')).split('\n').filter((line) => line !== ''),
    guestDraws: async (n) => {
      await sh(n, 'DISPLAY=:0 xsetroot -solid red')
    },
    pointerOf: async (n) => {
      const display = 'DISPLAY=:0 xdotool getdisplaygeometry getmouselocation --shell'
      const [, width, height, x, y] = /^(\d+) (\d+)\nX=(\d+)\nY=(\d+)\n/.exec(await sh(n, display)) ?? []
      return { x: Number(x) / Number(width), y: Number(y) / Number(height) }
    },
    guestPanics: async (n) => {
      // It never answers: it is gone before it could.
      await sh(n, '(sleep 0.2; echo c > /proc/sysrq-trigger) > /dev/null 2>&1 &')
    },
    silenceAgent: async (n) => {
      await sh(n, '(sleep 0.2; pkill -STOP qemu-ga) > /dev/null 2>&1 &')
      const agent = hypervisor.guest(desktop, n)
      for (;;) {
        try {
          await agent.ping(500, signal)
        } catch {
          return
        }
      }
    },
    machineDies: async (n) => {
      for (const pid of pids(n)) process.kill(pid, 'SIGKILL')
    },
    damage: (n, how) => damage(part('disks', `o-${n}.qcow2`), how),
    close: async () => {
      const last = await withSpec(spec)
      for (const n of await last.alive(desktop)) await last.kill(desktop, n, signal)
      for (const it of opened) await it.close()
      await rm(top, { recursive: true, force: true })
    },
  }
}

/** A volume of its own, so that it can be full without harm to anything else. Needs root, as the tests of QEMU do. */
export async function smallVolume(mebibytes: number): Promise<{ folder: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-volume-'))
  await run('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0700`, 'daruma-test', folder])
  return {
    folder,
    remove: async () => {
      await run('umount', [folder])
      await rm(folder, { recursive: true })
    },
  }
}

async function fill(folder: string, memory: string): Promise<void> {
  // A tmpfs, as no other file system, takes room also when a hole is read; a machine would end for want of its memory.
  const { size } = await stat(memory)
  await run('fallocate', ['--length', String(size), memory])
  for (let tries = 1; ; tries++) {
    const { bavail, bsize, blocks } = await statfs(folder)
    if (blocks * bsize > 4e9) throw new Error(`${folder} is on no small volume: it is not filled`)
    try {
      await run('fallocate', ['--length', String(bavail * bsize - SPARE_BYTES), join(folder, FILLER)])
      return
    } catch (error) {
      // A guest that runs took some of it in between.
      if (tries === 10) throw error
    }
  }
}

async function damage(file: string, how: 'header' | 'truncated'): Promise<void> {
  await replace(file, (disk) =>
    how === 'truncated' ? disk.truncate(400_000) : disk.write(Buffer.alloc(512, 0x5a), 0, 512, 0),
  )
}

/** By a changed copy: the file itself may be one with that in the cache of warm desktops. */
async function replace(file: string, change: (copy: FileHandle) => Promise<unknown>): Promise<void> {
  const copy = `${file}.copy`
  await run('cp', ['--sparse=always', '--preserve=timestamps,mode', file, copy])
  const handle = await open(copy, 'r+')
  await change(handle)
  await handle.close()
  await rename(copy, file)
}
