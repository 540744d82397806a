import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pino from 'pino'
import type { Start } from '../../broker/hypervisors/hypervisor.ts'
import { argumentsFor, CARD } from '../../broker/hypervisors/qemu/arguments.ts'
import { readGolden } from '../../broker/hypervisors/qemu/golden.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { seedWarm, testMachine, testQemu } from '../rigs/warm-desktop.ts'
import { BareLines } from './bare-lines.ts'
import type { Share, Taken } from './figures.ts'

const DESKTOP = 'floor'
const MOUNT = `set -e; cat > /run/c; mount -t cifs "$1" /media/H -o credentials=/run/c,vers=3.1.1,uid=1000,gid=1000; ls -A /media/H > /dev/null`

/** The same calls from a bare script: kill, overlay, start, load or boot, run, link, agent, clock, mount. Nothing else. */
export class Floor {
  readonly #dataDir: string
  readonly #share: Share
  #n = 1
  #machine: ChildProcess | null = null

  private constructor(dataDir: string, share: Share) {
    this.#dataDir = dataDir
    this.#share = share
  }

  static async make(dataDir: string, share: Share): Promise<Floor> {
    await seedWarm(dataDir, DESKTOP)
    // Puts the golden image below the warm disk, as the broker would have.
    const desktops = { [DESKTOP]: await testMachine(share.network) }
    const hypervisor = new QemuHypervisor({ ...testQemu, dataDir, desktops }, pino({ level: 'silent' }))
    await hypervisor.open(new AbortController().signal)
    await hypervisor.close()
    return new Floor(dataDir, share)
  }

  async recover(warm: boolean): Promise<Taken> {
    const spec = await testMachine(this.#share.network)
    const golden = await readGolden(DESKTOP, spec)
    const folder = join(this.#dataDir, 'desktops', DESKTOP)
    const n = ++this.#n
    const inst = join(folder, 'inst', `i-${n}`)
    const start: Start = { disk: n, memory: warm ? { mode: 'load', image: 1 } : null, network: 'desktop' }
    const args = argumentsFor({ desktop: DESKTOP, spec, golden, accelerator: 'tcg' }, n, start, true)

    const began = performance.now()
    await this.end()
    const disks = join(folder, 'disks')
    await promisify(execFile)('qemu-img', [
      'create',
      '-q',
      '-f',
      'qcow2',
      '-b',
      'o-1.qcow2',
      '-F',
      'qcow2',
      join(disks, `o-${n}.qcow2`),
    ])
    await mkdir(inst, { recursive: true })
    const state = await open(join(folder, 'images', 'm-1', 'state'))
    this.#machine = spawn(testQemu.binary, args, { cwd: inst, stdio: ['ignore', 'ignore', 'inherit', state.fd] })
    const qmp = await BareLines.open(join(inst, 'control-a.sock'))
    await qmp.ask('qmp_capabilities')
    if (warm) {
      await qmp.ask('migrate-set-capabilities', { capabilities: [{ capability: 'x-ignore-shared', state: true }] })
      await qmp.ask('migrate-incoming', { uri: 'fd:3' })
      while (((await qmp.ask('query-status')) as { status: string }).status === 'inmigrate') await delay(3)
    }
    await qmp.ask('cont')
    // The memory was saved with the link down, and comes back so.
    await qmp.ask('set_link', { name: CARD, up: true })
    const agent = await BareLines.open(join(inst, 'agent.sock'))
    await answers(agent)
    const agentMs = performance.now() - began
    await exec(agent, 'read s < /sys/class/rtc/rtc0/since_epoch; date -s @$s')
    const input = Buffer.from(`username=${this.#share.user}\npassword=${this.#share.password}\n`).toString('base64')
    if (!warm) while ((await exec(agent, 'test -e /run/daruma/at-rest')) !== 0) await delay(100)
    const code = await exec(agent, MOUNT, this.#share.unc, input)
    if (code !== 0) throw new Error(`the floor's mount ended with ${code}`)
    const shareMs = performance.now() - began

    await exec(agent, 'systemctl start daruma-session')
    for (const lines of [qmp, agent]) lines.close()
    await state.close()
    return { agentMs, shareMs }
  }

  async end(): Promise<void> {
    if (this.#machine === null) return
    this.#machine.kill('SIGKILL')
    await once(this.#machine, 'exit')
    this.#machine = null
  }
}

async function answers(agent: BareLines): Promise<void> {
  for (let asked = 1; ; asked++) {
    try {
      await agent.ask('guest-sync', { id: Math.floor(Math.random() * 1e9) }, 300)
      // A guest that was still booting answers now whatever it was asked: that is let go by.
      if (asked > 1) await delay(100)
      return
    } catch {
      // Not yet.
    }
  }
}

async function exec(agent: BareLines, script: string, argument = '', input = ''): Promise<number> {
  const arg = ['-c', script, 'bare', argument]
  const started = await agent.ask('guest-exec', { path: '/bin/sh', arg, 'input-data': input, 'capture-output': true })
  for (;;) {
    const status = await agent.ask('guest-exec-status', started as object)
    const { exited, exitcode } = status as { exited: boolean; exitcode?: number }
    if (exited) return exitcode ?? -1
    await delay(20)
  }
}
