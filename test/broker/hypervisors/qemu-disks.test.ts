import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pino from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DamagedDiskError, HypervisorError } from '../../../broker/hypervisors/hypervisor.ts'
import { MachineSpec } from '../../../broker/hypervisors/machine-spec.ts'
import { chooseAccelerator } from '../../../broker/hypervisors/qemu/accelerator.ts'
import { QemuOptions } from '../../../broker/hypervisors/qemu/options.ts'
import { QemuHypervisor } from '../../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { demoImage } from '../../rigs/image.ts'

const run = promisify(execFile)
const desktop = 'desk'
const { signal } = new AbortController()
const log = pino({ level: 'silent' })

let top: string
let image: string
let spec: MachineSpec
let opened: QemuHypervisor[]

beforeEach(async () => {
  top = await mkdtemp(join(tmpdir(), 'daruma-disks-'))
  image = join(top, 'image')
  spec = MachineSpec.parse({ image, boot: 'disk' })
  opened = []
  await makeImage(image, 'one')
})
afterEach(async () => {
  for (const it of opened) await it.close()
  await rm(top, { recursive: true })
})

/** An image with nothing on its disk: no machine is started on it here. */
async function makeImage(folder: string, hash: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  await run('qemu-img', ['create', '-q', '-f', 'qcow2', join(folder, 'disk.qcow2'), '64M'])
  await writeFile(join(folder, 'image.json'), JSON.stringify({ name: 'Nothing', hash }))
}

async function open(change: Partial<QemuOptions> = {}, desktops = { [desktop]: spec }): Promise<QemuHypervisor> {
  const setup = { ...QemuOptions.parse({ accelerator: 'tcg' }), ...change, dataDir: join(top, 'data'), desktops }
  const hypervisor = new QemuHypervisor(setup, log)
  opened.push(hypervisor)
  await hypervisor.open(signal)
  return hypervisor
}

const disks = () => join(top, 'data', 'desktops', desktop, 'disks')

describe('what is on the disk', () => {
  it('may be moved with its folder', async () => {
    const first = await open()
    await first.createOverlay(desktop, 1, 'golden')
    await first.createOverlay(desktop, 2, 1)
    await first.close()
    await mkdir(join(top, 'elsewhere'))
    await run('mv', [join(top, 'data'), join(top, 'elsewhere', 'data')])
    const setup = { ...QemuOptions.parse({ accelerator: 'tcg' }), dataDir: join(top, 'elsewhere', 'data') }
    const moved = new QemuHypervisor({ ...setup, desktops: { [desktop]: spec } }, log)
    opened.push(moved)
    await moved.open(signal)
    expect(await moved.disk(desktop, 2)).toMatchObject({ backing: 1 })
    expect(await moved.disk(desktop, 1)).toMatchObject({ backing: 'golden' })
  })

  it('stands on its own golden image, also when the configuration names a newer one', async () => {
    const before = await open()
    await before.createOverlay(desktop, 1, 'golden')
    await before.close()
    await makeImage(join(top, 'newer'), 'two')
    const after = await open({}, { [desktop]: { ...spec, image: join(top, 'newer') } })
    await after.createOverlay(desktop, 2, 'golden')
    expect(await after.disk(desktop, 1)).toMatchObject({ backing: 'golden' })
    const target = async (n: number) => {
      const { stdout } = await run('qemu-img', ['info', '--output=json', join(disks(), `o-${n}.qcow2`)])
      return (JSON.parse(stdout) as { 'backing-filename': string })['backing-filename']
    }
    expect(await target(1)).not.toBe(await target(2))
  })

  it('is damaged when the golden image below it was replaced, and well again when that is put back', async () => {
    const hypervisor = await open()
    await hypervisor.createOverlay(desktop, 1, 'golden')
    await makeImage(image, 'two')
    await expect(hypervisor.disk(desktop, 1)).rejects.toThrow(/was replaced.*put that back/)
    await makeImage(image, 'one')
    expect(await hypervisor.disk(desktop, 1)).toMatchObject({ backing: 'golden' })
    await rm(join(image, 'disk.qcow2'))
    await expect(hypervisor.disk(desktop, 1)).rejects.toThrow(DamagedDiskError)
  })

  it('is not deleted while something half made stands on it, which a paused broker may still give its name', async () => {
    const hypervisor = await open()
    await hypervisor.createOverlay(desktop, 1, 'golden')
    const half = join(disks(), 'o-2.qcow2.tmp-paused')
    await run('qemu-img', ['create', '-q', '-f', 'qcow2', '-F', 'qcow2', '-b', 'o-1.qcow2', half])
    await expect(hypervisor.deleteOverlay(desktop, 1)).rejects.toThrow(/o-2\.qcow2\.tmp-paused stands on it/)
    await writeFile(half, 'nothing that can be read')
    await expect(hypervisor.deleteOverlay(desktop, 1)).rejects.toThrow(/stands on it/)
    await rm(half)
    await hypervisor.deleteOverlay(desktop, 1)
    expect(await hypervisor.disk(desktop, 1)).toBeNull()
  })

  it('never leads out of its folder', async () => {
    const hypervisor = await open()
    await run('qemu-img', ['create', '-q', '-f', 'raw', join(top, 'secret'), '1M'])
    const make = (n: number, backing: string, format: string) =>
      run('qemu-img', ['create', '-q', '-f', 'qcow2', '-b', backing, '-F', format, join(disks(), `o-${n}.qcow2`)])
    await make(1, join(top, 'secret'), 'raw')
    await make(2, join(image, 'disk.qcow2'), 'qcow2')
    await copyFile(join(image, 'disk.qcow2'), join(top, 'o-3.qcow2'))
    await symlink(join(top, 'o-3.qcow2'), join(disks(), 'o-3.qcow2'))
    for (const n of [1, 2, 3]) await expect(hypervisor.disk(desktop, n)).rejects.toThrow(DamagedDiskError)
  })

  it('leaves nothing beside the overlays, also of those that could not be made', async () => {
    const hypervisor = await open()
    await hypervisor.createOverlay(desktop, 1, 'golden')
    await hypervisor.createOverlay(desktop, 1, 'golden').catch(() => undefined)
    await hypervisor.createOverlay(desktop, 2, 7).catch(() => undefined)
    expect((await readdir(disks())).filter((name) => !name.startsWith('golden-'))).toEqual(['o-1.qcow2'])
  })

  it.each([0, -1, 1.5, Number.NaN])('has no number %s', async (n) => {
    const hypervisor = await open()
    await expect(hypervisor.createOverlay(desktop, n, 'golden')).rejects.toThrow(HypervisorError)
    await expect(hypervisor.disk(desktop, n)).rejects.toThrow(HypervisorError)
  })
})

describe('a start says what is missing', () => {
  it('of QEMU, and how to get it', async () => {
    await expect(open({ binary: 'no-such-qemu', imgBinary: 'no-such-img' })).rejects.toThrow(
      'no-such-qemu, no-such-img: not found. Get it with: apt install qemu-system-x86 qemu-utils',
    )
  })

  it('of an older QEMU', async () => {
    const old = join(top, 'old-qemu')
    await writeFile(old, '#!/bin/sh\necho QEMU emulator version 6.2.0\n', { mode: 0o755 })
    await expect(open({ binary: old })).rejects.toThrow(/version 6\.2\.0; 7\.2 or newer is needed/)
  })

  it('of the golden image', async () => {
    const kernel = { ...spec, boot: 'kernel' as const }
    await expect(open({}, { [desktop]: kernel })).rejects.toThrow(/desktop desk: .*has no vmlinuz, initrd; build/)
    await writeFile(join(image, 'image.json'), '{}')
    await expect(open()).rejects.toThrow(/image\.json is not what a golden image says of itself/)
  })
})

describe('the accelerator', () => {
  it('is KVM only if a guest booted with it, and that is found out once', async () => {
    const qemu = QemuOptions.parse({ accelerator: 'auto' })
    const setup = { ...qemu, dataDir: top, desktops: {} }
    const kernel = join(await demoImage(), 'vmlinuz')
    const found = await chooseAccelerator(setup, 'this version', kernel, log, signal)
    const kept = JSON.parse(await readFile(join(top, 'kvm-probe.json'), 'utf8')) as { works: boolean }
    expect(found).toBe(kept.works ? 'kvm' : 'tcg')

    // The opposite is remembered: were it probed again, it would be found as before.
    await writeFile(join(top, 'kvm-probe.json'), JSON.stringify({ ...kept, works: !kept.works }))
    expect(await chooseAccelerator(setup, 'this version', kernel, log, signal)).toBe(kept.works ? 'tcg' : 'kvm')
    // Another QEMU is another question.
    expect(await chooseAccelerator(setup, 'another version', kernel, log, signal)).toBe(found)
  })

  it('is KVM where the guest does boot', async () => {
    // Emulation in the place of KVM, so that this is seen on any computer.
    const willing = join(top, 'willing-qemu')
    const script = '#!/bin/bash\nexec qemu-system-x86_64 -accel tcg "${@:3}"\n'
    await writeFile(willing, script, { mode: 0o755 })
    const setup = { ...QemuOptions.parse({ binary: willing }), dataDir: top, desktops: {} }
    const kernel = join(await demoImage(), 'vmlinuz')
    expect(await chooseAccelerator(setup, 'any', kernel, log, signal)).toBe('kvm')
  })

  it('is emulation where a guest can not even be tried', async () => {
    const setup = { ...QemuOptions.parse({ binary: 'no-such-qemu' }), dataDir: top, desktops: {} }
    expect(await chooseAccelerator(setup, 'any', null, log, signal)).toBe('tcg')
    expect(await chooseAccelerator(setup, 'any', join(image, 'disk.qcow2'), log, signal)).toBe('tcg')
  })
})
