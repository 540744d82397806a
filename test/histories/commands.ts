import fc from 'fast-check'
import { newRun } from '../../broker/recovery/new-run.ts'
import { askForPoint } from '../../broker/restore-points/ask.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Fault } from '../fakes/faults.ts'
import { IN_USE } from './shares.ts'
import type { StoreFault } from './simulated-broker.ts'
import { settled, time } from './virtual-time.ts'
import { DESKTOPS, PERSON, type World } from './world.ts'

/** The person's memory: what they pressed, with which key, and what they were told. */
export interface Told {
  readonly keys: { key: string; desktop: string; kind: 'recover' | 'restart'; generation: number; run: string }[]
}

/** One thing that happens. Something that can't happen just then does nothing. */
export class Happening implements fc.AsyncCommand<Told, World> {
  readonly #says: string
  readonly #act: (world: World, told: Told) => Promise<void> | void

  constructor(says: string, act: (world: World, told: Told) => Promise<void> | void) {
    this.#says = says
    this.#act = act
  }

  check(): boolean {
    return true
  }

  async run(told: Told, world: World): Promise<void> {
    await this.#act(world, told)
    world.invariants.look()
    const [wrong] = world.invariants.wrongs
    if (wrong !== undefined) throw new Error(wrong)
  }

  toString(): string {
    return this.#says
  }
}

/** What a hypervisor's calls are named in `Faults`: those that act, and those that only look. */
export const ACTS = [
  'reserve',
  'release',
  'createOverlay',
  'stop',
  'kill',
  'seal',
  'startInert',
  'resume',
  'setLink',
  'saveMemory',
] as const
export const POINTS = ['switchDisk', 'completeImage', 'deleteOverlay', 'deleteImage', 'absorbBacking'] as const
export const GUEST = [
  'guest.ping',
  'guest.exec',
  'guest.setClockFromHardware',
  'guest.powerDown',
  'guest.freeze',
  'guest.thaw',
] as const
const LOOKS = ['disk', 'instance', 'alive', 'reservations', 'overlays', 'images', 'imageFits', 'room'] as const
const PICTURE = ['picture', 'movePointer'] as const

export const actFaults: readonly Fault[] = ['fails', 'done-unsaid', 'lost', 'late', 'lies', 'hangs', 'slow']
/** That a look lies is beyond what any protocol can mend; that it fails is not. What can't be given up answers in time. */
const lookFaults: readonly Fault[] = ['fails', 'lost']

const desktop = fc.constantFrom(...DESKTOPS)
const place = fc.constantFrom(0, 0, 1)

export const presses = (id: string, kind: 'recover' | 'restart', older = 0) =>
  new Happening(`press ${kind} on ${id}${older > 0 ? ', seen before the last change' : ''}`, async (world, told) => {
    if (!world.desktops.includes(id)) return
    const key = `key-${told.keys.length}-of-this-history`
    const generation = Math.max(0, generationOf(world, id) - older)
    const open = openRun(world, id)
    const before = runs(world)
    try {
      const { id: run } = await world.presses.press(PERSON, id, { key, kind, generation })
      told.keys.push({ key, desktop: id, kind, generation, run })
      if (open === null && generation !== generationOf(world, id) && runs(world) > before)
        world.invariants.wrongs.add('a press at what is gone started a run')
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (runs(world) > before) world.invariants.wrongs.add('a refused press started a run')
    }
  })
const press = fc
  .tuple(desktop, fc.constantFrom('recover', 'recover', 'recover', 'restart'), fc.constantFrom(0, 0, 0, 1))
  .map(([id, kind, older]) => presses(id, kind, older))

const pressAgain = fc.nat(3).map(
  (back) =>
    new Happening(`the same press again (${back} back)`, async (world, told) => {
      const past = told.keys.at(-1 - back)
      if (past === undefined) return
      const { key, kind, generation, desktop: id, run } = past
      const answer = await world.presses.press(PERSON, id, { key, kind, generation })
      if (answer.id !== run) world.invariants.wrongs.add('the same press was answered with another run')
    }),
)

export const undoes = (id: string) =>
  new Happening(`undo on ${id}`, async (world) => {
    if (!world.desktops.includes(id)) return
    const run = world.raw
      .prepare(
        `select id from run where desktop_id = ? and outcome in ('recovered', 'undone') order by ended_at desc limit 1`,
      )
      .pluck()
      .get(id) as string | undefined
    if (run === undefined) return
    try {
      await world.presses.undo(PERSON, run, {
        key: `undo-of-${run}-${runs(world)}`,
        generation: generationOf(world, id),
      })
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
  })
const undo = desktop.map(undoes)

const cancel = desktop.map(
  (id) =>
    new Happening(`what was pressed on ${id} is taken back`, async (world) => {
      const run = world.raw
        .prepare('select id, mark, pressed_by from run where desktop_id = ? and outcome is null')
        .get(id) as { id: string; mark: string; pressed_by: string | null } | undefined
      if (run === undefined || !world.desktops.includes(id)) return
      try {
        await world.presses.cancel(PERSON, run.id)
        if (run.mark !== 'accepted') world.invariants.wrongs.add(`a run that was ${run.mark} was taken back`)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
      }
    }),
)

/** As the help desk does, also for a desktop that was handed over. */
export const isRebuilt = (id: string) =>
  new Happening(`${id} is made anew from its golden image`, async (world) => {
    if (!world.desktops.includes(id) || openRun(world, id) !== null) return
    await world.store.transaction(async (trx) =>
      newRun(trx, {
        ...{ desktop_id: id, kind: 'rebuild', pressed_by: null, point_id: null, undo_of: null },
        generation_seen: generationOf(world, id),
      }),
    )
  })
const rebuild = desktop.map(isRebuilt)

/** One that nothing else stands on: below all others is the first point, and without that nothing is left of a desktop. */
const spoil = fc.tuple(desktop, fc.boolean()).map(
  ([id, deleted]) =>
    new Happening(`somebody ${deleted ? 'deletes' : 'breaks'} the disk of a point of ${id}`, (world) => {
      if (!world.desktops.includes(id)) return
      const { disks } = world.host.desktop(id)
      const points = world.raw
        .prepare(
          `select overlay_n from restore_point where desktop_id = ? and proof = 'known-good' and overlay_n != captured_n
            order by taken_at desc`,
        )
        .all(id) as { overlay_n: number }[]
      const n = points.map((p) => p.overlay_n).find((o) => ![...disks.values()].some((disk) => disk.backing === o))
      if (n === undefined) return
      world.upset = true
      world.invariants.spoiled(id, n)
      if (deleted) disks.delete(n)
      else world.host.damages(id, n)
    }),
)

const go = fc
  .tuple(place, fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 10, max: 80 })))
  .map(([b, steps]) => goes(b, steps))

export function goes(b: number, steps: number, withinMs = 20_000): Happening {
  return new Happening(`broker ${b} makes ${steps} steps`, async (world) => {
    const broker = world.broker(b)
    if (broker !== null) await world.go(broker, steps, withinMs)
  })
}

export function goesOn(b: number): Happening {
  return new Happening(`broker ${b} goes on until nothing is open`, async (world) => {
    const broker = world.broker(b)
    if (broker !== null) await world.go(broker, 1000, 300_000, () => openRuns(world) === 0)
  })
}

const carry = place.map(goesOn)

const come = place.map(
  (b) =>
    new Happening(`broker ${b} starts`, (world) => {
      if (world.broker(b) === null && (b === 0 || !world.alone)) world.startBroker(b)
    }),
)

const die = fc.tuple(place, fc.boolean()).map(
  ([b, underWay]) =>
    new Happening(`broker ${b} is killed${underWay ? ', its call under way' : ''}`, (world) => {
      const call = world.broker(b)?.die() ?? null
      if (!underWay || call?.send === null || call === null) return
      const { send } = call
      // One that hangs takes no effect, and is not waited for.
      const arrive = () => Promise.race([send().then(done, done), settled()])
      world.host.faults.onTheirWay.push({ call: { method: call.what, desktop: '', n: null }, arrive })
    }),
)

/** In the middle of what it does: between the call and its record, most of all. */
export function isKilledAfter(b: number, steps: number): Happening {
  return new Happening(`broker ${b} is killed after ${steps} steps, and started again`, async (world) => {
    const broker = world.broker(b)
    if (broker === null) return
    await world.go(broker, steps, 20_000)
    broker.die()
    world.startBroker(b)
  })
}

const crash = fc.tuple(place, fc.integer({ min: 1, max: 40 })).map(([b, steps]) => isKilledAfter(b, steps))

const callFault = fc
  .oneof(
    { weight: 3, arbitrary: fc.tuple(fc.constantFrom(...ACTS, ...GUEST), fc.constantFrom(...actFaults)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...POINTS), fc.constantFrom(...actFaults)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...LOOKS), fc.constantFrom(...lookFaults)) },
    { weight: 1, arbitrary: fc.tuple(fc.constantFrom(...PICTURE), fc.constantFrom<Fault>('fails', 'lost', 'hangs')) },
  )
  .map(([method, fault]) => goesWrong(method, fault))

/** Calls of a storage: nobody can give them up, only the step that waits for them. */
export const HELD_UP = ['release', 'reserve', 'createOverlay', 'seal'] as const

export function goesWrong(method: string, fault: Fault): Happening {
  const holdsUp = HELD_UP.some((held) => held === method) && (fault === 'slow' || fault === 'hangs')
  return new Happening(`the next ${method} ${fault}`, (world) => {
    world.host.faults.plan(method, fault)
    // A storage that stands still for the whole time of a step is more than one call that goes wrong.
    world.faults += holdsUp ? 2 : 1
  })
}

export const storeFaults: readonly StoreFault[] = ['fails', 'done-unsaid']
const storeFault = fc.tuple(place, fc.constantFrom(...storeFaults)).map(([b, fault]) => commitGoesWrong(b, fault))

export function commitGoesWrong(b: number, fault: StoreFault): Happening {
  return new Happening(`the next commit of broker ${b}: ${fault}`, (world) => {
    world.broker(b)?.storeFaults.push(fault)
    world.faults++
  })
}

export const arrives = new Happening('what is on its way arrives', async (world) => {
  await world.host.faults.arriveAll()
})
const arrive = fc.constant(arrives)

const guestWrites = desktop.map(
  (id) =>
    new Happening(`the guest of ${id} writes`, (world) => {
      const n = currentMachine(world, id)
      if (n === null) return
      const text = `written at ${time.now} to ${id} by i-${n}, ${world.host.faults.calls.length}`
      world.host.guestWrites(id, n, text)
      if (!isBeingTried(world, id)) world.invariants.wrote(id, text)
    }),
)

export const asksForPoint = (id: string) =>
  new Happening(`a point of ${id} is asked for`, async (world) => {
    if (!world.desktops.includes(id)) return
    const person = { id: PERSON, name: 'maria' }
    await world.store
      .transaction((trx) => askForPoint(trx, { desktop: id, reason: 'by-hand', note: null, person }))
      .catch((error: unknown) => {
        if (!(error instanceof ProblemError)) throw error
      })
  })
const point = desktop.map(asksForPoint)

const attended = desktop.map(
  (id) =>
    new Happening(`it is time to see to the points of ${id}`, (world) => {
      world.raw.prepare('update desktop set next_due = ? where id = ?').run(time.now, id)
    }),
)

const shareInUse = desktop.map(
  (id) =>
    new Happening(`a program in ${id} opens a file on its share`, (world) => {
      const n = currentMachine(world, id)
      if (n !== null) world.host.desktop(id).living(n).memory[IN_USE] = 'yes'
    }),
)

const shareWritten = desktop.map(
  (id) => new Happening(`a newer file on the share of ${id}`, (world) => world.shares.write(id)),
)

const mishap = fc.tuple(desktop, fc.constantFrom('dies', 'panics', 'powersOff')).map(
  ([id, what]) =>
    new Happening(`the machine of ${id} ${what}`, (world) => {
      const n = currentMachine(world, id)
      if (n === null) return
      world.upset = true
      world.invariants.hurt(id, n)
      world.host[what as 'dies'](id, n)
    }),
)

const room = fc.boolean().map(
  (full) =>
    new Happening(full ? 'the storage is full' : 'the storage has room again', (world) => {
      if (full) world.upset = true
      world.host.roomBytes = full ? 0 : 1_000_000_000
    }),
)

const pass = fc.constantFrom(1, 5, 20, 60, 600, 3600, 90_000).map(
  (s) =>
    new Happening(`${s} s pass`, (world) => {
      world.upset = true
      return world.pass(s * 1000)
    }),
)

/** What may happen, the commoner the more often. */
export const happenings = [
  go,
  go,
  go,
  carry,
  carry,
  press,
  press,
  callFault,
  callFault,
  come,
  die,
  guestWrites,
  pressAgain,
  undo,
  undo,
].concat([
  point,
  point,
  attended,
  storeFault,
  arrive,
  shareWritten,
  shareInUse,
  mishap,
  room,
  pass,
  arrive,
  guestWrites,
  cancel,
  rebuild,
  spoil,
  crash,
  crash,
])

function done(): void {
  // Nobody waits for its answer any more.
}

function generationOf(world: World, id: string): number {
  return world.raw.prepare('select generation from desktop where id = ?').pluck().get(id) as number
}

function openRun(world: World, id: string): string | null {
  const run = world.raw.prepare('select id from run where desktop_id = ? and outcome is null').pluck().get(id)
  return (run as string | undefined) ?? null
}

function openRuns(world: World): number {
  return world.raw.prepare('select count(*) from run where outcome is null').pluck().get() as number
}

function runs(world: World): number {
  return world.raw.prepare('select count(*) from run').pluck().get() as number
}

/** Its machine is a try that has not passed its checks: what it writes by itself is not yet its person's. */
function isBeingTried(world: World, id: string): boolean {
  const run = world.raw
    .prepare(
      `select 1 from run where desktop_id = ? and outcome is null and kind != 'capture' and mark in ('sealed', 'switched', 'live')
        and overlay_n is not old_overlay_n`,
    )
    .get(id)
  return run !== undefined
}

/** The number of the machine that is the desktop, if it runs. */
function currentMachine(world: World, id: string): number | null {
  if (!world.desktops.includes(id)) return null
  const n = world.raw.prepare('select instance_n from desktop where id = ?').pluck().get(id) as number | null
  if (n === null) return null
  const machine = world.host.desktop(id).machines.get(n)
  return machine?.alive === true && machine.status === 'running' && !machine.frozen ? n : null
}
