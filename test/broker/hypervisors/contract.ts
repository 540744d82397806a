import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { waitForAgent } from '../../../broker/guest/wait-for-agent.ts'
import {
  DamagedDiskError,
  ExistsError,
  GuestError,
  type Hypervisor,
  HypervisorError,
  type MachineEvent,
  NoRoomError,
} from '../../../broker/hypervisors/hypervisor.ts'

/** A host with one desktop, on which the adapter is tried. */
export interface Rig {
  /** Open. */
  readonly hypervisor: Hypervisor
  readonly desktop: string
  /** Overlay o-1, sealed, with memory image m-1 that belongs to it: at rest, with an agent that answers. */
  readonly warm: { readonly disk: 1; readonly image: 1 }
  /** Another broker on the same host, open. The rig closes it. */
  another(): Promise<Hypervisor>
  /** Leaves less than 100 kB of room. */
  fill(): Promise<void>
  /** Gives that room back. */
  empty(): Promise<void>
  /** What differs with every boot, and not when a guest resumes. */
  bootOf(n: number): Promise<string>
  /** The running guest of i-n writes to its disk, and that is on the disk when this returns. */
  guestWrites(n: number, text: string): Promise<void>
  /** Before it is full: in a few seconds the guest writes more than will find room, and then `text`. */
  guestWritesTooMuch(n: number, text: string): Promise<void>
  guestReads(n: number): Promise<string[]>
  /** It changes what is on its screen. */
  guestDraws(n: number): Promise<void>
  /** Where the guest has its pointer, from 0 to 1. */
  pointerOf(n: number): Promise<{ x: number; y: number }>
  guestPanics(n: number): Promise<void>
  /** The agent of i-n hangs. */
  silenceAgent(n: number): Promise<void>
  /** The process of i-n ends, by nobody's call. */
  machineDies(n: number): Promise<void>
  /** The file of o-n is spoiled. */
  damage(n: number, how: 'header' | 'truncated'): Promise<void>
  /** Ends all machines and takes everything away. */
  close(): Promise<void>
}

/** Much more than it takes. */
const SAVE_MS = 120_000

/** What each adapter promises, of `hypervisor.ts`; run for every one of them. */
export function hypervisorContract(name: string, makeRig: () => Promise<Rig>): void {
  describe(`the contract of a hypervisor: ${name}`, () => {
    const { signal } = new AbortController()
    const cold = { memory: null, network: 'nowhere' } as const
    const load = { memory: { mode: 'load', image: 1 }, network: 'nowhere' } as const
    const record = { memory: { mode: 'record' }, network: 'nowhere' } as const
    let rig: Rig
    let hypervisor: Hypervisor
    let desktop: string

    beforeEach(async () => {
      rig = await makeRig()
      ;({ hypervisor, desktop } = rig)
    })
    afterEach(() => rig.close())

    /** i-n, resumed from the warm image on a fresh overlay o-n, and running. */
    async function warmMachine(n: number): Promise<void> {
      await hypervisor.createOverlay(desktop, n, rig.warm.disk)
      await hypervisor.startInert(desktop, n, { disk: n, ...load }, signal)
      await hypervisor.resume(desktop, n, signal)
      await hypervisor.guest(desktop, n).ping(20_000, signal)
    }

    /** i-n on a fresh overlay o-n of the golden image, inert. */
    async function coldMachine(n: number): Promise<void> {
      await hypervisor.createOverlay(desktop, n, 'golden')
      await hypervisor.startInert(desktop, n, { disk: n, ...cold }, signal)
    }

    describe('disks', () => {
      it('knows the golden image, and that there is no disk that nobody made', async () => {
        expect(await hypervisor.disk(desktop, 'golden')).toMatchObject({ backing: null })
        expect(await hypervisor.disk(desktop, 7)).toBeNull()
      })

      it('makes overlays above the golden image and above another', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        await hypervisor.createOverlay(desktop, 3, 1)
        expect(await hypervisor.disk(desktop, 2)).toMatchObject({ backing: 'golden', sealed: false })
        expect(await hypervisor.disk(desktop, 3)).toMatchObject({ backing: 1, sealed: false })
      })

      it('makes a name once, and changes nothing at the second time', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        const before = await hypervisor.disk(desktop, 2)
        await expect(hypervisor.createOverlay(desktop, 2, 1)).rejects.toThrow(ExistsError)
        expect(await hypervisor.disk(desktop, 2)).toEqual(before)
      })

      it('lets one of many at once make a name', async () => {
        const other = await rig.another()
        const tries = [hypervisor, other, hypervisor, other].map((h) => h.createOverlay(desktop, 2, 'golden'))
        const results = await Promise.allSettled(tries)
        expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
        for (const r of results) if (r.status === 'rejected') expect(r.reason).toBeInstanceOf(ExistsError)
        expect(await hypervisor.disk(desktop, 2)).toMatchObject({ backing: 'golden' })
      })

      it('makes none above a disk that is not there', async () => {
        await expect(hypervisor.createOverlay(desktop, 2, 99)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.disk(desktop, 2)).toBeNull()
      })

      it('seals, for ever, and again without harm', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        const facts = await hypervisor.seal(desktop, 2)
        expect(facts).toMatchObject({ backing: 'golden', sealed: true })
        expect(await hypervisor.seal(desktop, 2)).toEqual(facts)
        expect(await hypervisor.disk(desktop, 2)).toEqual(facts)
        await expect(hypervisor.startInert(desktop, 3, { disk: 2, ...cold }, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('does not seal what a machine can still write to', async () => {
        await coldMachine(2)
        await expect(hypervisor.seal(desktop, 2)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.disk(desktop, 2)).toMatchObject({ sealed: false })
      })

      it.each(['header', 'truncated'] as const)('tells a damaged disk, and what stands on it: %s', async (how) => {
        await hypervisor.createOverlay(desktop, 2, 1)
        await rig.damage(1, how)
        await expect(hypervisor.disk(desktop, 1)).rejects.toThrow(DamagedDiskError)
        await expect(hypervisor.disk(desktop, 2)).rejects.toThrow(DamagedDiskError)
        expect(await hypervisor.disk(desktop, 'golden')).not.toBeNull()
      })

      it('keeps a damaged disk all the same', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        await rig.damage(2, 'header')
        expect(await hypervisor.seal(desktop, 2)).toMatchObject({ sealed: true })
      })

      it('knows no desktop that was not configured', async () => {
        await expect(hypervisor.createOverlay('nobodys', 2, 'golden')).rejects.toThrow(HypervisorError)
      })
    })

    describe('room', () => {
      const bytes = 100_000_000

      it('is taken for an attempt, and given back', async () => {
        const before = await hypervisor.room(desktop)
        await hypervisor.reserve(desktop, 2, bytes)
        await expect(hypervisor.reserve(desktop, 2, bytes)).rejects.toThrow(ExistsError)
        expect(await hypervisor.reservations(desktop)).toEqual([2])
        expect(await hypervisor.room(desktop)).toBeLessThan(before - 0.5 * bytes)
        await hypervisor.release(desktop, 2)
        expect(await hypervisor.room(desktop)).toBeGreaterThan(before - 0.5 * bytes)
        await hypervisor.release(desktop, 2)
        expect(await hypervisor.reservations(desktop)).toEqual([])
      })

      it('is refused when it is short, with nothing left behind', async () => {
        await rig.fill()
        await expect(hypervisor.reserve(desktop, 2, bytes)).rejects.toThrow(NoRoomError)
        await expect(hypervisor.createOverlay(desktop, 2, 'golden')).rejects.toThrow(NoRoomError)
        expect(await hypervisor.disk(desktop, 2)).toBeNull()
        await hypervisor.release(desktop, 2)
      })

      it('is asked for before memory is recorded', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        await rig.fill()
        await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...record }, signal)).rejects.toThrow(NoRoomError)
        expect(await hypervisor.alive(desktop)).toEqual([])
        expect(await hypervisor.hasImage(desktop, 2)).toBe(false)
      })
    })

    describe('instances', () => {
      it('start inert: paused, the link down, on their disk', async () => {
        await coldMachine(2)
        expect(await hypervisor.instance(desktop, 2)).toEqual({ alive: true, status: 'paused', disk: 2, linkUp: false })
        expect(await hypervisor.alive(desktop)).toEqual([2])
      })

      it('are not alive where none was started', async () => {
        expect(await hypervisor.instance(desktop, 9)).toMatchObject({ alive: false, disk: null, linkUp: false })
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('start once, also after they ended', async () => {
        await coldMachine(2)
        await hypervisor.createOverlay(desktop, 3, 'golden')
        await expect(hypervisor.startInert(desktop, 2, { disk: 3, ...cold }, signal)).rejects.toThrow(ExistsError)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, disk: 2 })
        await hypervisor.kill(desktop, 2, signal)
        await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...cold }, signal)).rejects.toThrow(ExistsError)
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('start once, of many at once', async () => {
        const other = await rig.another()
        await hypervisor.createOverlay(desktop, 2, 'golden')
        const tries = [hypervisor, other].map((h) => h.startInert(desktop, 2, { disk: 2, ...cold }, signal))
        const results = await Promise.allSettled(tries)
        expect(results.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
        for (const r of results) if (r.status === 'rejected') expect(r.reason).toBeInstanceOf(ExistsError)
        expect(await hypervisor.alive(desktop)).toEqual([2])
      })

      it('start on a disk that is there', async () => {
        await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...cold }, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('are never two on one disk', async () => {
        await coldMachine(2)
        await expect(hypervisor.startInert(desktop, 3, { disk: 2, ...cold }, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.alive(desktop)).toEqual([2])
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'paused' })
      })

      it('do not start when nobody waits any more', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        const gone = AbortSignal.abort(new Error('the lease is lost'))
        await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...cold }, gone)).rejects.toThrow()
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('run, stop and run again', async () => {
        await coldMachine(2)
        await hypervisor.resume(desktop, 2, signal)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ status: 'running', linkUp: false })
        await hypervisor.stop(desktop, 2, signal)
        await hypervisor.stop(desktop, 2, signal)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ status: 'paused' })
        await hypervisor.resume(desktop, 2, signal)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ status: 'running' })
      })

      it('get their link and lose it', async () => {
        await coldMachine(2)
        for (const up of [true, false, false, true, true]) {
          await hypervisor.setLink(desktop, 2, up, signal)
          expect(await hypervisor.instance(desktop, 2)).toMatchObject({ linkUp: up })
        }
      })

      it('are killed for sure: gone, their disk free for another, and again without harm', async () => {
        await coldMachine(2)
        await hypervisor.resume(desktop, 2, signal)
        await hypervisor.kill(desktop, 2, signal)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: false, disk: null })
        expect(await hypervisor.alive(desktop)).toEqual([])
        await hypervisor.kill(desktop, 2, signal)
        await hypervisor.startInert(desktop, 3, { disk: 2, ...cold }, signal)
        expect(await hypervisor.alive(desktop)).toEqual([3])
      })

      it('that are gone: stop and kill are fine, the rest is an error', async () => {
        await hypervisor.stop(desktop, 5, signal)
        await hypervisor.kill(desktop, 5, signal)
        await expect(hypervisor.resume(desktop, 5, signal)).rejects.toThrow(HypervisorError)
        await expect(hypervisor.setLink(desktop, 5, true, signal)).rejects.toThrow(HypervisorError)
        await expect(hypervisor.picture(desktop, 5, signal)).rejects.toThrow(HypervisorError)
        await expect(hypervisor.completeImage(desktop, 5, signal)).rejects.toThrow(HypervisorError)
        await expect(hypervisor.guest(desktop, 5).ping(1000, signal)).rejects.toThrow(GuestError)
      })

      it('are seen and led by another broker as well', async () => {
        await coldMachine(2)
        await hypervisor.resume(desktop, 2, signal)
        const other = await rig.another()
        expect(await other.alive(desktop)).toEqual([2])
        expect(await other.instance(desktop, 2)).toEqual({ alive: true, status: 'running', disk: 2, linkUp: false })
        await hypervisor.close()
        expect(await other.alive(desktop)).toEqual([2])
        await other.kill(desktop, 2, signal)
        expect(await other.alive(desktop)).toEqual([])
      })
    })

    describe('memory', () => {
      it('resumes in place, the link down until it is let up', async () => {
        await hypervisor.createOverlay(desktop, 2, 1)
        await hypervisor.startInert(desktop, 2, { disk: 2, ...load }, signal)
        expect(await hypervisor.instance(desktop, 2)).toEqual({ alive: true, status: 'paused', disk: 2, linkUp: false })
        await hypervisor.resume(desktop, 2, signal)
        const first = await rig.bootOf(2)
        await hypervisor.kill(desktop, 2, signal)
        await warmMachine(3)
        expect(await rig.bootOf(3)).toBe(first)
      })

      it('is not changed by what the machine did that came of it', async () => {
        await warmMachine(2)
        await rig.guestWrites(2, 'lost with its overlay')
        await hypervisor.kill(desktop, 2, signal)
        await warmMachine(3)
        expect(await rig.guestReads(3)).toEqual([])
      })

      it('is refused above any disk but its own', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...load }, signal)).rejects.toThrow(HypervisorError)
        await hypervisor.createOverlay(desktop, 3, 1)
        await hypervisor.seal(desktop, 3)
        await hypervisor.createOverlay(desktop, 4, 3)
        await expect(hypervisor.startInert(desktop, 4, { disk: 4, ...load }, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('is refused above an overlay that a machine ran on', async () => {
        await warmMachine(2)
        await hypervisor.kill(desktop, 2, signal)
        await expect(hypervisor.startInert(desktop, 3, { disk: 2, ...load }, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('is refused if there is no such image', async () => {
        await hypervisor.createOverlay(desktop, 2, 1)
        const absent = { disk: 2, memory: { mode: 'load', image: 77 }, network: 'nowhere' } as const
        await expect(hypervisor.startInert(desktop, 2, absent, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.hasImage(desktop, 77)).toBe(false)
      })

      it('is recorded: complete only at the end, and then it ends the machine and fits its disk', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        await hypervisor.startInert(desktop, 2, { disk: 2, ...record }, signal)
        await hypervisor.resume(desktop, 2, signal)
        expect(await hypervisor.hasImage(desktop, 2)).toBe(false)
        await hypervisor.completeImage(desktop, 2, signal)
        expect(await hypervisor.hasImage(desktop, 2)).toBe(true)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: false })
        await hypervisor.seal(desktop, 2)
        await hypervisor.createOverlay(desktop, 3, 2)
        const start = { disk: 3, memory: { mode: 'load', image: 2 }, network: 'nowhere' } as const
        await hypervisor.startInert(desktop, 3, start, signal)
        expect(await hypervisor.instance(desktop, 3)).toMatchObject({ status: 'paused', linkUp: false })
      })

      it('is not completed of a machine that did not record it', async () => {
        await coldMachine(2)
        await expect(hypervisor.completeImage(desktop, 2, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.hasImage(desktop, 2)).toBe(false)
        expect(await hypervisor.alive(desktop)).toEqual([2])
      })

      it('of a machine that ran can be saved, and resumes where it was', async () => {
        await warmMachine(2)
        await rig.guestWrites(2, 'a letter')
        const boot = await rig.bootOf(2)
        const { bytes } = await hypervisor.saveMemory(desktop, 2, 3, SAVE_MS, signal)
        expect(bytes).toBeGreaterThan(0)
        expect(bytes).toBeLessThanOrEqual(await hypervisor.imageBytes(desktop))
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'paused', disk: 2 })
        await hypervisor.kill(desktop, 2, signal)
        await hypervisor.seal(desktop, 2)
        expect(await hypervisor.imageFits(desktop, 3, 2)).toBe(true)
        expect(await hypervisor.imageFits(desktop, 3, 1)).toBe(false)
        expect(await hypervisor.imageFits(desktop, 77, 2)).toBe(false)

        await hypervisor.createOverlay(desktop, 4, 2)
        const start = { disk: 4, memory: { mode: 'load', image: 3 }, network: 'nowhere' } as const
        await hypervisor.startInert(desktop, 4, start, signal)
        expect(await hypervisor.instance(desktop, 4)).toMatchObject({ status: 'paused', disk: 4, linkUp: false })
        await hypervisor.resume(desktop, 4, signal)
        await hypervisor.guest(desktop, 4).ping(20_000, signal)
        expect(await rig.bootOf(4)).toBe(boot)
        expect(await rig.guestReads(4)).toEqual(['a letter'])
      })

      it('is saved once: a number is given once, and so is a machine', async () => {
        await warmMachine(2)
        await hypervisor.saveMemory(desktop, 2, 3, SAVE_MS, signal)
        await expect(hypervisor.saveMemory(desktop, 2, 3, SAVE_MS, signal)).rejects.toThrow(ExistsError)
        await expect(hypervisor.saveMemory(desktop, 2, 4, SAVE_MS, signal)).rejects.toThrow(HypervisorError)
        expect([await hypervisor.hasImage(desktop, 3), await hypervisor.hasImage(desktop, 4)]).toEqual([true, false])
        await expect(hypervisor.saveMemory(desktop, 9, 5, SAVE_MS, signal)).rejects.toThrow(HypervisorError)
      })

      it('that was saved fits no disk that was written to after it', async () => {
        await warmMachine(2)
        await hypervisor.saveMemory(desktop, 2, 3, SAVE_MS, signal)
        await hypervisor.resume(desktop, 2, signal)
        await rig.guestWrites(2, 'after it was saved')
        await hypervisor.kill(desktop, 2, signal)
        await hypervisor.seal(desktop, 2)
        expect(await hypervisor.imageFits(desktop, 3, 2)).toBe(false)
        await hypervisor.createOverlay(desktop, 4, 2)
        const start = { disk: 4, memory: { mode: 'load', image: 3 }, network: 'nowhere' } as const
        await expect(hypervisor.startInert(desktop, 4, start, signal)).rejects.toThrow(HypervisorError)
      })

      it('is not left half made', async () => {
        await hypervisor.createOverlay(desktop, 2, 'golden')
        await hypervisor.startInert(desktop, 2, { disk: 2, ...record }, signal)
        await hypervisor.kill(desktop, 2, signal)
        expect(await hypervisor.hasImage(desktop, 2)).toBe(false)
      })
    })

    describe('a guest', () => {
      it('writes to its own overlay, which tells that it was written to, and to nothing below', async () => {
        await warmMachine(2)
        const before = await hypervisor.disk(desktop, 2)
        const below = await hypervisor.disk(desktop, 1)
        await rig.guestWrites(2, 'a letter')
        expect(await rig.guestReads(2)).toEqual(['a letter'])
        await hypervisor.kill(desktop, 2, signal)
        const after = await hypervisor.seal(desktop, 2)
        expect([after.sizeBytes, after.changedMs]).not.toEqual([before?.sizeBytes, before?.changedMs])
        expect(await hypervisor.disk(desktop, 1)).toEqual(below)
      })

      it('has its pointer moved', async () => {
        await warmMachine(2)
        for (const [x, y] of [
          [0.25, 0.75],
          [0.5, 0.5],
        ] as const) {
          await hypervisor.movePointer(desktop, 2, x, y, signal)
          const near = (at: { x: number; y: number }) => Math.abs(at.x - x) < 0.02 && Math.abs(at.y - y) < 0.02
          await expect.poll(async () => near(await rig.pointerOf(2)), { timeout: 30_000 }).toBe(true)
        }
      })

      it('shows its picture, which changes as it draws, and stands still while it is stopped', async () => {
        await warmMachine(2)
        const before = await hypervisor.picture(desktop, 2, signal)
        expect(before.rgb).toHaveLength(before.width * before.height * 3)
        expect(before.rgb.some((byte) => byte !== before.rgb[0])).toBe(true)
        await rig.guestDraws(2)
        const changed = async () => Buffer.compare(before.rgb, (await hypervisor.picture(desktop, 2, signal)).rgb) !== 0
        await expect.poll(changed, { timeout: 30_000 }).toBe(true)
        await hypervisor.stop(desktop, 2, signal)
        const still = await hypervisor.picture(desktop, 2, signal)
        await expect(hypervisor.movePointer(desktop, 2, 0.1, 0.1, signal)).rejects.toThrow(HypervisorError)
        expect(Buffer.compare(still.rgb, (await hypervisor.picture(desktop, 2, signal)).rgb)).toBe(0)
        const png = await before.png()
        expect(Buffer.from(png.subarray(0, 8)).toString('latin1')).toBe('\x89PNG\r\n\x1a\n')
      })

      it('takes keys', async () => {
        await warmMachine(2)
        await hypervisor.pressKey(desktop, 2, 'shift', signal)
      })

      it('runs programs and has its clock set', async () => {
        await warmMachine(2)
        const agent = hypervisor.guest(desktop, 2)
        await agent.setClockFromHardware(20_000, signal)
        expect(await agent.exec('/bin/true', [], { timeoutMs: 20_000, signal })).toEqual({ code: 0, out: '', err: '' })
      })

      it('that does not answer costs its caller the time allowed, and the next caller nothing more', async () => {
        await warmMachine(2)
        await rig.silenceAgent(2)
        const agent = hypervisor.guest(desktop, 2)
        const results = await Promise.allSettled([
          agent.ping(300, signal),
          agent.exec('/bin/true', [], { timeoutMs: 300, signal }),
          agent.ping(300, signal),
        ])
        for (const r of results) expect(r).toMatchObject({ status: 'rejected', reason: { name: 'GuestError' } })
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'running' })
        await hypervisor.kill(desktop, 2, signal)
        await warmMachine(3)
      })
    })

    describe('the disk of a machine that runs', () => {
      it('is switched: it writes to the new one alone, and both hold together', async () => {
        await warmMachine(2)
        await rig.guestWrites(2, 'before')
        await hypervisor.createOverlay(desktop, 3, 2)
        await hypervisor.switchDisk(desktop, 2, 3, signal)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ status: 'running', disk: 3 })
        const sealed = await hypervisor.seal(desktop, 2)
        await rig.guestWrites(2, 'after')
        expect(await rig.guestReads(2)).toEqual(['before', 'after'])
        await expect(hypervisor.seal(desktop, 3)).rejects.toThrow(HypervisorError)
        await hypervisor.kill(desktop, 2, signal)
        expect(await hypervisor.disk(desktop, 2)).toEqual(sealed)
        expect(await hypervisor.seal(desktop, 3)).toMatchObject({ backing: 2 })
      })

      it('is switched again, and past an overlay of a switch that never was', async () => {
        await warmMachine(2)
        for (const n of [3, 4, 5]) {
          await hypervisor.createOverlay(desktop, n, n - 1)
          if (n !== 4) await hypervisor.switchDisk(desktop, 2, n, signal)
          await rig.guestWrites(2, `then ${n}`)
        }
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ disk: 5 })
        expect(await rig.guestReads(2)).toEqual(['then 3', 'then 4', 'then 5'])
        await hypervisor.kill(desktop, 2, signal)
        for (const n of [2, 3, 4, 5]) await hypervisor.seal(desktop, n)
        expect(await hypervisor.disk(desktop, 5)).toMatchObject({ backing: 4 })
      })

      it('is switched to nothing but a fresh overlay above it', async () => {
        await warmMachine(2)
        await hypervisor.createOverlay(desktop, 3, 'golden')
        await hypervisor.createOverlay(desktop, 4, 2)
        await hypervisor.switchDisk(desktop, 2, 4, signal)
        for (const to of [2, 3, 4, 9])
          await expect(hypervisor.switchDisk(desktop, 2, to, signal)).rejects.toThrow(HypervisorError)
        await expect(hypervisor.switchDisk(desktop, 9, 3, signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ status: 'running', disk: 4 })
        await rig.guestWrites(2, 'all is well')
      })

      it('is the one that saved memory belongs to', async () => {
        await warmMachine(2)
        await hypervisor.createOverlay(desktop, 3, 2)
        await hypervisor.switchDisk(desktop, 2, 3, signal)
        await hypervisor.saveMemory(desktop, 2, 8, 60_000, signal)
        await hypervisor.kill(desktop, 2, signal)
        expect(await hypervisor.imageFits(desktop, 8, 2)).toBe(false)
        expect(await hypervisor.imageFits(desktop, 8, 3)).toBe(true)
      })

      it('holds still while its guest is told to, and goes on after', async () => {
        await warmMachine(2)
        const agent = hypervisor.guest(desktop, 2)
        expect(await agent.freeze(20_000, signal)).toBeGreaterThan(0)
        await agent.ping(20_000, signal)
        await expect(agent.exec('/bin/true', [], { timeoutMs: 20_000, signal })).rejects.toThrow(GuestError)
        expect(await agent.thaw(20_000, signal)).toBeGreaterThan(0)
        expect(await agent.thaw(20_000, signal)).toBe(0)
        await rig.guestWrites(2, 'again')
      })
    })

    describe('what is cleared away', () => {
      it('is an overlay that nothing stands on, writes to or belongs to', async () => {
        await hypervisor.createOverlay(desktop, 2, 1)
        await hypervisor.createOverlay(desktop, 3, 2)
        await hypervisor.startInert(desktop, 4, { disk: 3, ...cold }, signal)
        for (const n of [1, 2, 3]) await expect(hypervisor.deleteOverlay(desktop, n)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.overlays(desktop)).toEqual([
          { n: 1, backing: 'golden', sealed: true },
          { n: 2, backing: 1, sealed: false },
          { n: 3, backing: 2, sealed: false },
        ])
        await hypervisor.kill(desktop, 4, signal)
        await hypervisor.seal(desktop, 3)
        for (const n of [3, 3, 2]) await hypervisor.deleteOverlay(desktop, n)
        expect((await hypervisor.overlays(desktop)).map((o) => o.n)).toEqual([1])
        await expect(hypervisor.deleteOverlay(desktop, 1)).rejects.toThrow(HypervisorError)
        await hypervisor.deleteImage(desktop, 1)
        await hypervisor.deleteOverlay(desktop, 1)
        expect(await hypervisor.disk(desktop, 1)).toBeNull()
      })

      it('is no image that a machine came of, while that lives', async () => {
        await warmMachine(2)
        await expect(hypervisor.deleteImage(desktop, 1)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.hasImage(desktop, 1)).toBe(true)
        await hypervisor.kill(desktop, 2, signal)
        await hypervisor.deleteImage(desktop, 1)
        await hypervisor.deleteImage(desktop, 1)
        expect(await hypervisor.hasImage(desktop, 1)).toBe(false)
        expect(await hypervisor.images(desktop)).toEqual([])
      })

      it('of an instance is not that it was', async () => {
        await coldMachine(2)
        await expect(hypervisor.clearInstance(desktop, 2)).rejects.toThrow(HypervisorError)
        await hypervisor.kill(desktop, 2, signal)
        await hypervisor.clearInstance(desktop, 2)
        await hypervisor.clearInstance(desktop, 2)
        await hypervisor.kill(desktop, 2, signal)
        await expect(hypervisor.startInert(desktop, 2, { disk: 2, ...cold }, signal)).rejects.toThrow(ExistsError)
        await hypervisor.clearHalfMade(desktop, 0)
        expect(await hypervisor.disk(desktop, 2)).not.toBeNull()
      })

      it('is the middle of a chain, once what stands on it has taken it up', async () => {
        await warmMachine(2)
        for (const n of [3, 4]) {
          await rig.guestWrites(2, `below ${n}`)
          await hypervisor.createOverlay(desktop, n, n - 1)
          await hypervisor.switchDisk(desktop, 2, n, signal)
        }
        await expect(hypervisor.absorbBacking(desktop, 3, 1, signal)).rejects.toThrow(HypervisorError)
        await hypervisor.seal(desktop, 2)
        const before = await hypervisor.seal(desktop, 3)
        await expect(hypervisor.absorbBacking(desktop, 3, 4, signal)).rejects.toThrow(HypervisorError)
        await hypervisor.absorbBacking(desktop, 3, 1, signal)
        expect(await hypervisor.disk(desktop, 3)).toMatchObject({
          backing: 1,
          sealed: true,
          changedMs: before.changedMs,
        })
        await hypervisor.deleteOverlay(desktop, 2)
        await rig.guestWrites(2, 'goes on')
        await hypervisor.kill(desktop, 2, signal)
        expect(await hypervisor.disk(desktop, 4)).toMatchObject({ backing: 3 })
        await hypervisor.seal(desktop, 4)
        await hypervisor.createOverlay(desktop, 5, 4)
        await hypervisor.startInert(desktop, 5, { disk: 5, memory: null, network: 'nowhere', background: true }, signal)
        await hypervisor.resume(desktop, 5, signal)
        await waitForAgent({ hypervisor, desktop, n: 5, signal }, 300_000)
        expect(await rig.guestReads(5)).toEqual(['below 3', 'below 4', 'goes on'])
      })

      it('is not taken up by a disk that memory belongs to', async () => {
        await warmMachine(2)
        await rig.guestWrites(2, 'above the point')
        await hypervisor.saveMemory(desktop, 2, 8, 60_000, signal)
        await hypervisor.kill(desktop, 2, signal)
        await hypervisor.seal(desktop, 2)
        await expect(hypervisor.absorbBacking(desktop, 2, 'golden', signal)).rejects.toThrow(HypervisorError)
        expect(await hypervisor.imageFits(desktop, 8, 2)).toBe(true)
      })
    })

    describe('events', () => {
      let events: MachineEvent[]
      beforeEach(() => {
        events = []
        hypervisor.listen((event) => events.push(event))
      })

      it('tell of a write that finds no room: the machine waits, and loses nothing of it', async () => {
        await warmMachine(2)
        await rig.guestWritesTooMuch(2, 'a letter')
        await rig.fill()
        const full = { desktop, n: 2, type: 'no-room' } as const
        await expect.poll(() => events, { timeout: 60_000 }).toContainEqual(full)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'no-room' })
        // It only meets the same again.
        await hypervisor.resume(desktop, 2, signal)
        await expect.poll(() => events, { timeout: 60_000 }).toEqual([full, full])
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'no-room' })
        await rig.empty()
        await hypervisor.resume(desktop, 2, signal)
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'running' })
        await expect.poll(() => rig.guestReads(2), { timeout: 60_000 }).toEqual(['a letter'])
      })

      it('tell a panic, and the machine stays to be looked at', async () => {
        await warmMachine(2)
        await rig.guestPanics(2)
        await expect.poll(() => events, { timeout: 30_000 }).toContainEqual({ desktop, n: 2, type: 'panicked' })
        expect(await hypervisor.instance(desktop, 2)).toMatchObject({ alive: true, status: 'panicked' })
        await hypervisor.stop(desktop, 2, signal)
        await hypervisor.picture(desktop, 2, signal)
        await hypervisor.kill(desktop, 2, signal)
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('tell a power-off, which is seen later as well', async () => {
        await warmMachine(2)
        await hypervisor.guest(desktop, 2).powerDown(20_000, signal)
        await expect.poll(() => events, { timeout: 120_000 }).toContainEqual({ desktop, n: 2, type: 'powered-off' })
        const other = await rig.another()
        expect(await other.instance(desktop, 2)).toMatchObject({ alive: true, status: 'off' })
        await expect(hypervisor.resume(desktop, 2, signal)).rejects.toThrow(HypervisorError)
      })

      it('tell that a machine ended by itself, and not that it was killed', async () => {
        await coldMachine(2)
        await coldMachine(3)
        await hypervisor.kill(desktop, 3, signal)
        await rig.machineDies(2)
        await expect.poll(() => events, { timeout: 30_000 }).toEqual([{ desktop, n: 2, type: 'gone' }])
        expect(await hypervisor.alive(desktop)).toEqual([])
      })

      it('reach a broker that came later, and none that has stopped listening', async () => {
        await coldMachine(2)
        await hypervisor.close()
        const other = await rig.another()
        const late: MachineEvent[] = []
        const deaf: MachineEvent[] = []
        other.listen((event) => late.push(event))
        const unhear = other.listen((event) => deaf.push(event))
        unhear()
        await rig.machineDies(2)
        await expect.poll(() => late, { timeout: 30_000 }).toEqual([{ desktop, n: 2, type: 'gone' }])
        expect(deaf).toEqual([])
        expect(events).toEqual([])
      })
    })
  })
}
