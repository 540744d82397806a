import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PNG } from 'pngjs'
import { QemuGuestAgent } from '../../../broker/hypervisors/qemu/guest-agent.ts'
import { Monitor } from '../../../broker/hypervisors/qemu/monitor.ts'

const { signal } = new AbortController()
const AGENT_MS = 120_000
const commandLine =
  'console=ttyS0 root=/dev/vda rw quiet net.ifnames=0 mitigations=off audit=0 systemd.show_status=0 vt.global_cursor_default=0'

/** A thin client as a machine: with a screen, a keyboard, and the host's own 127.0.0.1 at 10.0.2.2. Emulated, so slow. */
export class Guest {
  readonly #folder: string
  readonly #qemu: ChildProcess
  readonly #monitor: Monitor
  readonly #agent: QemuGuestAgent

  private constructor(folder: string, qemu: ChildProcess, monitor: Monitor) {
    this.#folder = folder
    this.#qemu = qemu
    this.#monitor = monitor
    this.#agent = new QemuGuestAgent(join(folder, 'agent'), 'the thin client')
  }

  /** `boots`: a folder with `vmlinuz` and `initrd`. */
  static async boot(boots: string, disk: string): Promise<Guest> {
    const folder = await mkdtemp(join(tmpdir(), 'daruma-boot-'))
    const socket = (name: string) => join(folder, name)
    const machine = ['-M', 'pc-q35-7.2', '-accel', 'tcg,thread=multi', '-cpu', 'Nehalem-v1', '-smp', '2', '-m', '2048']
    const kernel = ['-kernel', join(boots, 'vmlinuz'), '-initrd', join(boots, 'initrd'), '-append', commandLine]
    const devices = ['VGA,edid=on,xres=1280,yres=800', 'virtio-keyboard-pci', 'virtio-tablet-pci', 'virtio-rng-pci']
    const agent = ['virtio-serial-pci', 'virtserialport,chardev=agent,name=org.qemu.guest_agent.0']
    const qemu = spawn(
      'qemu-system-x86_64',
      [
        ...machine,
        ...['-nodefaults', '-no-user-config', '-display', 'none'],
        ...kernel,
        ...['-drive', `file=${disk},format=raw,if=virtio,cache=unsafe`],
        ...['-chardev', `socket,path=${socket('agent')},server=on,wait=off,id=agent`],
        ...[...devices, ...agent, 'virtio-net-pci,netdev=net'].flatMap((device) => ['-device', device]),
        ...['-netdev', 'user,id=net', '-qmp', `unix:${socket('qmp')},server=on,wait=off`],
        ...['-serial', `file:${socket('serial.log')}`],
      ],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    )
    for (;;) {
      try {
        return new Guest(folder, qemu, await Monitor.connect(socket('qmp'), AbortSignal.timeout(5000)))
      } catch (error) {
        if (qemu.exitCode !== null) throw error
        await delay(100)
      }
    }
  }

  /** What a shell in it says. Waits for a machine that is still on its way up. Throws if it ends with an error. */
  async sh(script: string): Promise<string> {
    const { code, out, err } = await this.#agent.exec('/bin/sh', ['-c', script], { timeoutMs: AGENT_MS, signal })
    if (code !== 0) throw new Error(`${script}: ${code} ${err}`)
    return out
  }

  /** Until it says so. What fails meanwhile is not there yet. */
  async until(script: string, says: string): Promise<void> {
    for (;;) {
      const said = await this.sh(script).catch(() => '')
      if (said.trim() === says) return
      if (this.#qemu.exitCode !== null) throw new Error('the machine is gone')
      await delay(1000)
    }
  }

  /** Keys that are pressed together, one such after the other: `['ctrl-alt-f2', 'a']`, by QEMU's names. */
  async press(...presses: string[]): Promise<void> {
    for (const keys of presses) {
      const data = keys.split('-').map((key) => ({ type: 'qcode', data: key }))
      await this.#monitor.order('send-key', { keys: data }, signal)
      await delay(300)
    }
  }

  async type(text: string): Promise<void> {
    await this.press(...Array.from(text, (letter) => (letter === ' ' ? 'spc' : letter)))
  }

  async screen(): Promise<PNG> {
    const file = join(this.#folder, 'screen.png')
    await this.#monitor.order('screendump', { filename: file, format: 'png' }, signal, 30_000)
    return PNG.sync.read(await readFile(file))
  }

  async close(): Promise<void> {
    this.#agent.close()
    const ended = new Promise((resolve) => this.#qemu.once('exit', resolve))
    this.#qemu.kill('SIGKILL')
    await ended
    await rm(this.#folder, { recursive: true, force: true })
  }
}
