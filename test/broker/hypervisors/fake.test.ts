import { describe, expect, it } from 'vitest'
import { UncertainError } from '../../../broker/hypervisors/hypervisor.ts'
import { FakeHost } from '../../fakes/fake-host.ts'
import { FakeHypervisor } from '../../fakes/fake-hypervisor.ts'
import { hypervisorContract, type Rig } from './contract.ts'

const desktop = 'desk'
const { signal } = new AbortController()

/** o-1, sealed, and m-1 that belongs to it. */
async function warmHost(): Promise<FakeHost> {
  const host = new FakeHost([desktop])
  const hypervisor = new FakeHypervisor(host)
  await hypervisor.createOverlay(desktop, 1, 'golden')
  await hypervisor.startInert(desktop, 1, { disk: 1, memory: { mode: 'record' }, network: 'nowhere' }, signal)
  await hypervisor.completeImage(desktop, 1, signal)
  await hypervisor.seal(desktop, 1)
  return host
}

async function makeRig(): Promise<Rig> {
  const host = await warmHost()
  const it = host.desktop(desktop)
  return {
    hypervisor: new FakeHypervisor(host),
    desktop,
    warm: { disk: 1, image: 1 },
    another: async () => new FakeHypervisor(host),
    fill: async () => {
      host.roomBytes = 50_000
    },
    empty: async () => {
      host.roomBytes = 1_000_000_000
    },
    guestWritesTooMuch: async (n, text) => host.meetsNoRoom(desktop, n, text),
    bootOf: async (n) => it.living(n).memory.boot ?? '',
    guestWrites: async (n, text) => host.guestWrites(desktop, n, text),
    guestReads: async (n) => [...it.contents(it.living(n).disk)],
    guestDraws: async (n) => {
      it.living(n).pointer = { x: 0.9, y: 0.9 }
    },
    pointerOf: async (n) => it.living(n).pointer,
    guestPanics: async (n) => host.panics(desktop, n),
    silenceAgent: async (n) => {
      it.living(n).agent = 'silent'
    },
    machineDies: async (n) => host.dies(desktop, n),
    damage: async (n) => host.damages(desktop, n),
    close: async () => undefined,
  }
}

hypervisorContract('the fake', makeRig)

describe('the faults of the fake', () => {
  it('refuses, loses, lies, does without saying, and lets calls arrive late', async () => {
    const host = await warmHost()
    const hypervisor = new FakeHypervisor(host)
    host.faults.plan('createOverlay', 'fails', 'lost', 'lies', 'done-unsaid', 'late')
    const create = (n: number) => hypervisor.createOverlay(desktop, n, 'golden')
    await expect(create(2)).rejects.toMatchObject({ name: 'HypervisorError' })
    await expect(create(3)).rejects.toThrow(UncertainError)
    await create(4)
    await expect(create(5)).rejects.toThrow(UncertainError)
    await expect(create(6)).rejects.toThrow(UncertainError)
    const there = () => [2, 3, 4, 5, 6].filter((n) => host.desktop(desktop).disks.has(n))
    expect(there()).toEqual([5])
    await host.faults.arriveAll()
    expect(there()).toEqual([5, 6])
  })

  it('hangs until its caller gives up', async () => {
    const host = await warmHost()
    const hypervisor = new FakeHypervisor(host)
    host.faults.plan('kill', 'hangs')
    const patience = new AbortController()
    const killed = hypervisor.kill(desktop, 1, patience.signal)
    await new Promise(setImmediate)
    patience.abort()
    await expect(killed).rejects.toThrow(UncertainError)
  })

  it('keeps memory for ever as it was, whoever runs on it', async () => {
    const host = await warmHost()
    const hypervisor = new FakeHypervisor(host)
    await hypervisor.createOverlay(desktop, 2, 1)
    const start = { disk: 2, memory: { mode: 'load', image: 1 }, network: 'nowhere' } as const
    await hypervisor.startInert(desktop, 2, start, signal)
    await hypervisor.resume(desktop, 2, signal)
    const before = { ...host.desktop(desktop).living(2).memory }
    host.desktop(desktop).living(2).memory.letter = 'unsaved'
    host.guestWrites(desktop, 2, 'a file')
    await hypervisor.kill(desktop, 2, signal)
    await hypervisor.createOverlay(desktop, 3, 1)
    await hypervisor.startInert(desktop, 3, { ...start, disk: 3 }, signal)
    expect(host.desktop(desktop).living(3).memory).toEqual(before)
    expect(host.desktop(desktop).contents(3)).toEqual([])
  })
})
