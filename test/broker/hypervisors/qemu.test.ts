import { afterAll, beforeAll } from 'vitest'
import { hypervisorContract, type Rig } from './contract.ts'
import { makeQemuRig, smallVolume } from './qemu-rig.ts'

let volume: { folder: string; remove: () => Promise<void> }
beforeAll(async () => {
  volume = await smallVolume(1400)
})
afterAll(() => volume.remove())

hypervisorContract('QEMU', (): Promise<Rig> => makeQemuRig(undefined, { within: volume.folder }))
