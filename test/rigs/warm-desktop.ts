import { execFile } from 'node:child_process'
import { link, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import pino from 'pino'
import { waitUntilAtRest } from '../../broker/guest/linux.ts'
import { waitForAgent } from '../../broker/guest/wait-for-agent.ts'
import { MachineSpec } from '../../broker/hypervisors/machine-spec.ts'
import { hardwareHash } from '../../broker/hypervisors/qemu/arguments.ts'
import { readGolden } from '../../broker/hypervisors/qemu/golden.ts'
import { IMAGE_FORMAT } from '../../broker/hypervisors/qemu/images.ts'
import { QemuOptions } from '../../broker/hypervisors/qemu/options.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { checkRequirements } from '../../broker/hypervisors/qemu/requirements.ts'
import { cacheFolder } from '../../setup/places.mjs'
import { demoImage } from './image.ts'

/** Emulated: the same on every machine. */
export const testQemu = QemuOptions.parse({ accelerator: 'tcg' })

const DESKTOP = 'warm'
const PICTURE = 'picture.png'
const AGENT_MS = 300_000
const REST_MS = 300_000
const KEPT = 3

/**
 * The machine of the demo desktop in tests. Its network may be chosen, all else is as it is in the warm image; the address
 * of its card is fixed, so that the image fits a desktop of any id.
 */
export async function testMachine(network?: MachineSpec['network']): Promise<MachineSpec> {
  return MachineSpec.parse({ image: await demoImage(), mac: '52:54:00:da:20:01', ...(network && { network }) })
}

/**
 * Gives a desktop of a new data folder the disk o-1, sealed, and the memory image m-1 that belongs to it: the demo desktop,
 * at rest. They are booted for once and kept in the user's cache; after that it takes some ms. Numbers go on from 2.
 */
export async function seedWarm(dataDir: string, desktop: string): Promise<void> {
  const from = join(await warmDesktop(), 'desktops', DESKTOP)
  const to = join(dataDir, 'desktops', desktop)
  for (const folder of ['disks', join('images', 'm-1')]) await mkdir(join(to, folder), { recursive: true, mode: 0o700 })
  const files = ['disks/o-1.qcow2', ...['memory', 'state', 'manifest.json'].map((name) => `images/m-1/${name}`)]
  for (const file of files) await linkOrCopy(join(from, file), join(to, file))
}

/** The desktop's screen when it was at rest and its memory was saved, PNG. */
export async function warmPicture(): Promise<Buffer> {
  return readFile(join(await warmDesktop(), PICTURE))
}

/** A data folder in the cache, with o-1 and m-1 of one desktop. */
async function warmDesktop(): Promise<string> {
  const spec = await testMachine()
  const golden = await readGolden(DESKTOP, spec)
  const qemu = await checkRequirements({ ...testQemu, dataDir: '', desktops: {} })
  const hardware = hardwareHash({ desktop: DESKTOP, spec, golden, accelerator: 'tcg' })
  const key = `${IMAGE_FORMAT}-${golden.hash}-${hardware.slice(0, 16)}-${qemu.replaceAll(/[^A-Za-z0-9.+-]+/g, '_')}`
  const folder = join(cacheFolder(), 'test-warm-2', key)
  if (await isThere(folder)) return folder
  await alone(`${folder}.lock`, async () => {
    if (await isThere(folder)) return
    await rm(`${folder}.making`, { recursive: true, force: true })
    await boot(`${folder}.making`, spec)
    await rename(`${folder}.making`, folder)
    await forgetOld(join(folder, '..'))
  })
  return folder
}

/** Each is half a GB, and every change of the image makes another. What was seeded from them stays: it is linked. */
async function forgetOld(cache: string): Promise<void> {
  const found = await Promise.all(
    (await readdir(cache, { withFileTypes: true }))
      .filter((entry) => entry.isDirectory() && !entry.name.endsWith('.making'))
      .map(async ({ name }) => ({ path: join(cache, name), madeMs: (await stat(join(cache, name))).mtimeMs })),
  )
  const old = found.sort((a, b) => b.madeMs - a.madeMs).slice(KEPT)
  await Promise.all(old.map(({ path }) => rm(path, { recursive: true, force: true })))
}

async function boot(dataDir: string, spec: MachineSpec): Promise<void> {
  const hypervisor = new QemuHypervisor(
    { ...testQemu, dataDir, desktops: { [DESKTOP]: spec } },
    pino({ level: 'silent' }),
  )
  const { signal } = new AbortController()
  await hypervisor.open(signal)
  try {
    await hypervisor.createOverlay(DESKTOP, 1, 'golden')
    await hypervisor.startInert(DESKTOP, 1, { disk: 1, memory: { mode: 'record' }, network: 'nowhere' }, signal)
    await hypervisor.resume(DESKTOP, 1, signal)
    const machine = { hypervisor, desktop: DESKTOP, n: 1, signal }
    await waitForAgent(machine, AGENT_MS)
    await waitUntilAtRest(machine, REST_MS)
    await writeFile(join(dataDir, PICTURE), await (await hypervisor.picture(DESKTOP, 1, signal)).png())
    await hypervisor.completeImage(DESKTOP, 1, signal)
    await hypervisor.seal(DESKTOP, 1)
  } finally {
    await hypervisor.kill(DESKTOP, 1, signal)
    await hypervisor.close()
  }
}

async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch {
    // Another volume. The times must stay, for they tell that nothing was written since.
    await promisify(execFile)('cp', ['--reflink=auto', '--sparse=always', '--preserve=timestamps,mode', from, to])
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

/** Among all test processes of this user. A lock whose process has ended is nobody's. */
async function alone(lock: string, act: () => Promise<void>): Promise<void> {
  await mkdir(join(lock, '..'), { recursive: true })
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = await readFile(lock, 'utf8').catch(() => '')
      if (holder !== '' && !(await isThere(`/proc/${holder}`))) await rm(lock, { force: true })
      else await delay(500)
    }
  }
  try {
    await act()
  } finally {
    await rm(lock, { force: true })
  }
}
