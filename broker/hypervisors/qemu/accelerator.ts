import { spawn } from 'node:child_process'
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import type { Accelerator } from './arguments.ts'
import type { Log } from './log.ts'
import type { QemuSetup } from './options.ts'
import { or } from './turns.ts'

/** A kernel without a root file system panics in less than a second where KVM works. */
const PROBE_MS = 15_000
const LONGEST_CONSOLE = 1024 * 1024

const Found = z.object({ boot: z.string(), qemu: z.string(), kernel: z.string(), works: z.boolean() })

/**
 * What is used to run machines. Where `auto` was chosen, KVM is used only if a guest really boots with it: there are hosts
 * where it can be opened and then stalls. What the probe found is kept for as long as this host, QEMU and kernel stay.
 */
export async function chooseAccelerator(
  setup: QemuSetup,
  qemu: string,
  kernel: string | null,
  log: Log,
  signal: AbortSignal,
): Promise<Accelerator> {
  if (setup.accelerator !== 'auto') {
    log.info({ accelerator: setup.accelerator }, 'machines run as configured')
    return setup.accelerator
  }
  const works = kernel === null ? null : await kvmWorks(setup, qemu, kernel, signal)
  const accelerator = works === true ? 'kvm' : 'tcg'
  const why =
    works === null
      ? 'there is no kernel to try KVM with'
      : `a probe guest ${works ? 'booted' : 'did not boot'} with KVM`
  log.info({ accelerator, why }, 'machines run as was found out; set qemu.accelerator to choose')
  return accelerator
}

async function kvmWorks(setup: QemuSetup, qemu: string, kernel: string, signal: AbortSignal): Promise<boolean> {
  const file = join(setup.dataDir, 'kvm-probe.json')
  const { size, mtimeMs } = await stat(kernel)
  const here = {
    boot: (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim(),
    qemu,
    kernel: `${kernel} ${size} ${mtimeMs}`,
  }
  const found = await remembered(file)
  if (found !== null && found.boot === here.boot && found.qemu === here.qemu && found.kernel === here.kernel)
    return found.works
  const works = await bootsWithKvm(setup.binary, kernel, signal)
  await writeFile(`${file}.tmp`, `${JSON.stringify({ ...here, works })}\n`, { mode: 0o600 })
  await rename(`${file}.tmp`, file)
  return works
}

async function remembered(file: string): Promise<z.output<typeof Found> | null> {
  try {
    return Found.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return null
  }
}

/** Boots a kernel with nothing to mount: one that gets as far as to miss that has really run. */
async function bootsWithKvm(binary: string, kernel: string, signal: AbortSignal): Promise<boolean> {
  const guest = spawn(
    binary,
    [
      ...['-accel', 'kvm', '-M', 'pc-q35-7.2', '-m', '256M', '-nodefaults', '-no-user-config', '-display', 'none'],
      ...['-no-reboot', '-serial', 'stdio', '-sandbox', 'on', '-kernel', kernel],
      ...['-append', 'console=ttyS0 panic=-1'],
    ],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  )
  let console = ''
  guest.stdout.on('data', (data: Buffer) => {
    console = (console + data.toString('latin1')).slice(-LONGEST_CONSOLE)
  })
  const { promise: ended, resolve } = Promise.withResolvers<undefined>()
  guest.once('error', () => resolve(undefined))
  guest.once('close', () => resolve(undefined))
  try {
    await or(signal, Promise.race([ended, delay(PROBE_MS, undefined, { ref: false })]))
    return console.includes('Unable to mount root fs')
  } finally {
    guest.kill('SIGKILL')
  }
}
