import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { makeQemuRig, type QemuRig } from './qemu-rig.ts'

const { signal } = new AbortController()
const AGES_MS = 120_000

let rig: QemuRig
afterEach(() => rig.close())

describe('memory that is saved', () => {
  it('of a machine that was booted loads as well as that of one that was resumed', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop } = rig
    await hypervisor.createOverlay(desktop, 2, 'golden')
    await hypervisor.startInert(desktop, 2, { disk: 2, memory: null, network: 'nowhere' }, signal)
    await hypervisor.resume(desktop, 2, signal)
    await hypervisor.saveMemory(desktop, 2, 3, AGES_MS, signal)
    await hypervisor.kill(desktop, 2, signal)
    await hypervisor.seal(desktop, 2)
    await hypervisor.createOverlay(desktop, 4, 2)
    const start = { disk: 4, memory: { mode: 'load', image: 3 }, network: 'nowhere' } as const
    await hypervisor.startInert(desktop, 4, start, signal)
    await hypervisor.resume(desktop, 4, signal)
    expect(await hypervisor.instance(desktop, 4)).toMatchObject({ status: 'running', disk: 4 })
  })

  it('is for the broker alone', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop, dataDir } = rig
    await hypervisor.createOverlay(desktop, 2, 'golden')
    await hypervisor.startInert(desktop, 2, { disk: 2, memory: null, network: 'nowhere' }, signal)
    await hypervisor.saveMemory(desktop, 2, 3, AGES_MS, signal)
    const folder = join(dataDir, 'desktops', desktop, 'images', 'm-3')
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    for (const name of await readdir(folder)) expect((await stat(join(folder, name))).mode & 0o077).toBe(0)
  })

  it('is given up when its time is over: nothing of it is left, and the machine can still be ended', async () => {
    rig = await makeQemuRig()
    const { hypervisor, desktop, dataDir } = rig
    await hypervisor.createOverlay(desktop, 2, 1)
    const start = { disk: 2, memory: { mode: 'load', image: 1 }, network: 'nowhere' } as const
    await hypervisor.startInert(desktop, 2, start, signal)
    await hypervisor.resume(desktop, 2, signal)
    await expect(hypervisor.saveMemory(desktop, 2, 3, 20, signal)).rejects.toThrow(/was not saved within/)
    expect(await hypervisor.hasImage(desktop, 3)).toBe(false)
    expect(await readdir(join(dataDir, 'desktops', desktop, 'images'))).toEqual(['m-1'])
    await hypervisor.kill(desktop, 2, signal)
    expect(await hypervisor.alive(desktop)).toEqual([])
    expect(await hypervisor.seal(desktop, 2)).toMatchObject({ sealed: true })
  })
})
