import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pino from 'pino'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../broker/desktops/settings.ts'
import type { Hypervisor } from '../../broker/hypervisors/hypervisor.ts'
import type { Parts } from '../../broker/recovery/parts.ts'
import { Presses } from '../../broker/recovery/presses.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { Store } from '../../broker/store/store.ts'
import { defaultPolicy } from '../../shared/api/policy.ts'
import { FakeHost } from '../fakes/fake-host.ts'
import { FakeHypervisor } from '../fakes/fake-hypervisor.ts'
import { Invariants } from './invariants.ts'
import { MemoryStore } from './memory-store.ts'
import { PreparedDatabase } from './prepared-database.ts'
import { answerAsAGuest, Shares } from './shares.ts'
import { SimulatedBroker } from './simulated-broker.ts'
import { settled, time } from './virtual-time.ts'

export const PERSON = 'p-1'
export const DESKTOPS = ['accounts', 'planning'] as const

const HELD_STILL_MS = 20_000

const log = pino({ level: process.env['DARUMA_TEST_LOG'] ?? 'silent' })

const settings: DesktopSettings[] = DESKTOPS.map((id) => ({
  id,
  name: id,
  owner: 'maria',
  share: { label: 'H:', unc: `//files/${id}`, mountPoint: '/media/H', user: 'maria', password: async () => 'secret' },
  policy: {
    ...defaultPolicy,
    bootSeconds: 30,
    warmSeconds: 5,
    sessionSeconds: 10,
    stepSeconds: 30,
    ballastMiB: 1,
    pressesPerHour: 1000,
    keepHourlyHours: 2,
    keepDailyDays: 2,
    keepWeeklyWeeks: 0,
    keepPoints: 3,
    undoDays: 1,
    freeGiB: 0,
  },
}))

/** What every history begins with: desktops that run and have a known good point. */
export interface Beginning {
  readonly host: FakeHost
  readonly database: PreparedDatabase
  readonly at: number
}

/** One history's world: a host and a store, brokers that come and go, a person who writes, and what must always hold. */
export class World {
  readonly host: FakeHost
  readonly store: Store
  readonly raw: PreparedDatabase
  /** There is one broker at a time, and it knows. */
  readonly alone: boolean
  /** Calls and commits that were told to go wrong. */
  faults = 0
  /** Something else went wrong: a machine ended, the storage was full, a broker stood still while time passed. */
  upset = false
  readonly presses: Presses
  readonly shares: Shares
  readonly #brokers: (SimulatedBroker | null)[] = [null, null]
  readonly invariants: Invariants
  readonly #desktops: readonly DesktopSettings[]
  readonly #memory: MemoryStore

  constructor(beginning: Beginning, desktops: number, alone: boolean) {
    time.reset(beginning.at)
    this.alone = alone
    this.host = beginning.host.copy()
    this.#memory = new MemoryStore(beginning.database)
    this.raw = beginning.database
    this.store = this.#memory.store(alone)
    this.presses = new Presses(this.store)
    this.#desktops = settings.slice(0, desktops)
    this.shares = new Shares(this.desktops)
    this.host.onExec = answerAsAGuest(this.shares)
    this.invariants = new Invariants(this)
    this.host.faults.before = () => this.invariants.look()
    this.store.onCommit(() => {
      this.invariants.changed()
      this.invariants.look()
    })
  }

  get desktops(): string[] {
    return this.#desktops.map(({ id }) => id)
  }

  /** The broker at a place, if one lives there. */
  broker(place: number): SimulatedBroker | null {
    const broker = this.#brokers[place] ?? null
    return broker?.isDead === true ? null : broker
  }

  brokers(): SimulatedBroker[] {
    return [0, 1].map((place) => this.broker(place)).filter((broker) => broker !== null)
  }

  startBroker(place: number): SimulatedBroker {
    const broker = new SimulatedBroker(this.parts(), this.#memory, this.alone)
    this.#brokers[place] = broker
    return broker
  }

  parts(): Parts {
    return {
      store: this.store,
      hypervisor: withoutPng(new FakeHypervisor(this.host)),
      desktops: new Map(this.#desktops.map((d) => [d.id, d])),
      log,
      atOnce: { host: 2, storage: 4 },
      proofs: { atOnce: 1, hasRoom: async () => true },
    }
  }

  /** Gives a broker leave for `steps` steps, and lets time pass where it waits for time; `withinMs` of it at most. */
  async go(
    broker: SimulatedBroker,
    steps: number,
    withinMs: number,
    until: () => boolean = () => false,
  ): Promise<void> {
    const end = time.now + withinMs
    broker.grant(steps)
    await settled()
    while (broker.leave > 0 && !until()) {
      if (!(time.next !== null && time.next <= end && time.moveTo(end))) break
      await settled()
    }
    broker.leave = 0
    this.invariants.look()
  }

  /** Lets time pass while every broker stands still where it is. */
  async pass(ms: number): Promise<void> {
    time.leapTo(time.now + ms)
    await settled()
    if (ms >= HELD_STILL_MS) this.thaw()
  }

  /** What holds a guest's file systems still lets them go by itself. */
  thaw(): void {
    for (const id of this.desktops)
      for (const machine of this.host.desktop(id).alive()) if (machine.frozen) this.host.thaws(id, machine.n)
  }

  async close(): Promise<void> {
    for (const broker of this.brokers()) broker.die()
    await settled()
    this.#memory.close()
  }
}

/** Makes desktops ready as a real broker does, once for all histories. */
export async function begin(): Promise<Beginning> {
  const database = await PreparedDatabase.open(await emptyStore())
  const world = new World({ host: new FakeHost(DESKTOPS), database, at: time.now }, DESKTOPS.length, true)
  await world.store.db
    .insertInto('person')
    .values({ id: PERSON, name: 'maria', display_name: 'Maria', password_hash: '-' })
    .execute()
  await seedDesktops(world.store, settings)
  const broker = world.startBroker(0)
  const open = world.raw.prepare('select count(*) from run where outcome is null').pluck()
  const off = world.raw.prepare('select count(*) from desktop where instance_n is null').pluck()
  const ready = () => open.get() === 0 && off.get() === 0
  for (let i = 0; i < 100 && !ready(); i++) await world.go(broker, 1000, 10_000, ready)
  if (!ready()) throw new Error('the desktops did not become ready')
  for (const wrong of world.invariants.wrongs) throw new Error(wrong)
  broker.die()
  await settled()
  world.host.faults.calls.length = 0
  database.keep()
  const beginning = { host: world.host.copy(), database, at: time.now }
  await world.close()
  return beginning
}

async function emptyStore(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-histories-'))
  try {
    const file = join(folder, 'empty.sqlite')
    await (await openSqliteStore(file)).close()
    // In memory there is no journal beside the file: bytes 18 and 19 of its header say so.
    return (await readFile(file)).fill(1, 18, 20)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Encoding a picture takes a thread of its own, which time here knows nothing of. */
function withoutPng(real: Hypervisor): Hypervisor {
  return new Proxy(real, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if (name !== 'picture') return member.bind(target) as unknown
      return async (...args: Parameters<Hypervisor['picture']>) => ({
        ...(await real.picture(...args)),
        png: async () => new Uint8Array(1),
      })
    },
  })
}
