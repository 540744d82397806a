import { HypervisorError } from '../hypervisor.ts'
import type { QemuSetup } from './options.ts'
import { run } from './run.ts'

/** The first with the machine type and the events that are used here. */
const OLDEST = [7, 2] as const

/** QEMU's version, in full as it says it. Throws `HypervisorError` with all that is missing, and how to get it. */
export async function checkRequirements(setup: QemuSetup): Promise<string> {
  const [qemu, img, socat, fallocate] = await Promise.all([
    versionOf(setup.binary, '--version'),
    versionOf(setup.imgBinary, '--version'),
    versionOf('socat', '-V'),
    versionOf('fallocate', '--version'),
  ])
  const missing = [
    ...(qemu === null ? [[setup.binary, 'qemu-system-x86']] : []),
    ...(img === null ? [[setup.imgBinary, 'qemu-utils']] : []),
    ...(socat === null ? [['socat', 'socat']] : []),
    ...(fallocate === null ? [['fallocate', 'util-linux']] : []),
  ]
  if (missing.length > 0)
    throw new HypervisorError(
      `${missing.map(([program]) => program).join(', ')}: not found. Get it with: apt install ${missing.map(([, name]) => name).join(' ')}`,
    )
  const version = /version (\d+)\.(\d+)\S*(?: \(([^)]*)\))?/.exec(qemu ?? '')
  const [major, minor] = [Number(version?.[1] ?? 0), Number(version?.[2] ?? 0)]
  if (version === null || major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]))
    throw new HypervisorError(
      `${setup.binary} is ${firstLine(qemu ?? '')}; ${OLDEST.join('.')} or newer is needed. Get it with: apt install qemu-system-x86`,
    )
  // With the distribution's own version: its patches can change what a memory image holds.
  return version[0].replace('version ', '')
}

async function versionOf(program: string, option: string): Promise<string | null> {
  try {
    return await run(program, [option])
  } catch {
    return null
  }
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}
