import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { firstBreak } from '../../../broker/audit/audit.ts'
import { Desktops } from '../../../broker/desktops/desktops.ts'
import { seedDesktops } from '../../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../../broker/desktops/settings.ts'
import type { Hypervisor } from '../../../broker/hypervisors/hypervisor.ts'
import type { Run } from '../../../broker/recovery/claim.ts'
import { type Engine, startEngine } from '../../../broker/recovery/engine.ts'
import type { Parts } from '../../../broker/recovery/parts.ts'
import { Presses } from '../../../broker/recovery/presses.ts'
import { sweep } from '../../../broker/recovery/sweep.ts'
import { askForPoint } from '../../../broker/restore-points/ask.ts'
import type { Store } from '../../../broker/store/store.ts'
import { defaultPolicy, type Policy } from '../../../shared/api/policy.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import { FakeHost } from '../../fakes/fake-host.ts'
import { FakeHypervisor } from '../../fakes/fake-hypervisor.ts'
import { type Place, sqliteStores } from '../../rigs/stores.ts'

export const DESKTOP = 'accounts'
export const PERSON = 'p-1'

/** Long enough for a busy machine, short enough to wait for. */
const stepSeconds = 3

const settings: DesktopSettings = {
  id: DESKTOP,
  name: 'Accounts',
  owner: 'maria',
  share: { label: 'H:', unc: '//files/maria', mountPoint: '/media/H', user: 'maria', password: async () => 'secret' },
  policy: { ...defaultPolicy, bootSeconds: 0.3, warmSeconds: 0.3, sessionSeconds: 1, stepSeconds, ballastMiB: 1 },
}

/** One desktop on a fake host, a real store, and brokers that come and go. */
export class Rig {
  readonly host = new FakeHost([DESKTOP])
  readonly store: Store
  readonly presses: Presses
  readonly #place: Place
  readonly #brokers: { readonly engine: Promise<Engine>; readonly mortal: Mortal }[] = []

  /** What was wrong at any moment, not only at the end. */
  readonly #seen = new Set<string>()

  private constructor(store: Store, place: Place) {
    this.host.faults.before = () => this.look()
    this.store = store
    this.#place = place
    this.presses = new Presses(store)
  }

  static async make(place?: Place): Promise<Rig> {
    const at = place ?? (await sqliteStores().make())
    const store = await at.open()
    await store.db
      .insertInto('person')
      .values([
        { id: PERSON, name: 'maria', display_name: 'Maria', password_hash: '-' },
        { id: 'p-2', name: 'omar', display_name: 'Omar', password_hash: '-' },
      ])
      .execute()
    await seedDesktops(store, [settings])
    return new Rig(store, at)
  }

  /** A broker that works until it dies. */
  startBroker(mortal = new Mortal(), store = this.store): Mortal {
    const engine = startEngine(this.partsOf(mortal, store))
    engine.catch(() => undefined)
    this.#brokers.push({ engine, mortal })
    return mortal
  }

  /** A broker that has looked at everything it found. */
  async brokerUp(): Promise<void> {
    this.startBroker()
    await this.#brokers.at(-1)?.engine
  }

  partsOf(mortal: Mortal, store = this.store): Parts {
    return {
      store: mortal.store(store),
      hypervisor: mortal.hypervisor(new FakeHypervisor(this.host)),
      desktops: new Map([[DESKTOP, this.settings()]]),
      log: pino({ level: process.env['DARUMA_TEST_LOG'] ?? 'silent' }),
      proofs: { atOnce: 1, hasRoom: async () => true },
    }
  }

  /** What a test changes of the policy, also while brokers run. */
  policy: Partial<Policy> = {}

  settings(): DesktopSettings {
    const policy = () => ({ ...settings.policy, ...this.policy })
    return {
      ...settings,
      get policy() {
        return policy()
      },
    }
  }

  get desktops(): Desktops {
    return new Desktops(this.partsOf(new Mortal()))
  }

  /** With a desktop that runs, ready for the first press. */
  static async ready(place?: Place): Promise<Rig> {
    const rig = await Rig.make(place)
    rig.startBroker()
    await rig.until(async () => (await rig.row()).instance_n !== null && (await rig.open()) === undefined)
    await rig.endBrokers()
    return rig
  }

  async row() {
    return this.store.db.selectFrom('desktop').selectAll().where('id', '=', DESKTOP).executeTakeFirstOrThrow()
  }

  async open() {
    return this.store.db
      .selectFrom('run')
      .selectAll()
      .where('desktop_id', '=', DESKTOP)
      .where('outcome', 'is', null)
      .executeTakeFirst()
  }

  async recover(key: string = randomUUID()): Promise<Recovery> {
    return this.presses.press(PERSON, DESKTOP, { key, kind: 'recover', generation: (await this.row()).generation })
  }

  /** Asks for a restore point of the desktop as it is. */
  async take(note: string | null = null): Promise<Run> {
    const wish = { desktop: DESKTOP, reason: 'by-hand', note, person: { id: PERSON, name: 'maria' } } as const
    return this.store.transaction((trx) => askForPoint(trx, wish))
  }

  async point(id: string | null) {
    return this.store.db.selectFrom('restore_point').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  }

  async undo(recoveryId: string, key: string = randomUUID()): Promise<Recovery> {
    return this.presses.undo(PERSON, recoveryId, { key, generation: (await this.row()).generation })
  }

  async ended(id: string): Promise<Recovery> {
    let recovery = await this.presses.view(PERSON, id)
    await this.until(async () => {
      recovery = await this.presses.view(PERSON, id)
      return recovery.outcome !== null
    })
    return recovery
  }

  async until(so: () => Promise<boolean>): Promise<void> {
    const limit = Date.now() + 20_000
    while (!(await so())) {
      if (Date.now() > limit) throw new Error('it did not come to that')
      await delay(5)
    }
  }

  /** Lets so much time pass that what this broker holds is over: it is dead, or asleep. */
  async leasesEnd({ id }: Mortal): Promise<void> {
    await this.store.db.updateTable('run').set({ lease_until: 0 }).where('lease_owner', '=', id).execute()
    await this.store.db.updateTable('duty').set({ until: 0 }).where('owner', 'like', `${id}/%`).execute()
  }

  /** What the machine that is the desktop now reads from its disk. */
  async contents(): Promise<readonly string[]> {
    const { overlay_n } = await this.row()
    if (overlay_n === null) throw new Error('the desktop has no disk')
    return this.host.desktop(DESKTOP).contents(overlay_n)
  }

  async write(text: string): Promise<void> {
    const { instance_n } = await this.row()
    this.host.guestWrites(DESKTOP, instance_n ?? 0, text)
  }

  /** What must hold at every moment. Called before each call of a hypervisor. */
  look(): void {
    const live = this.host
      .desktop(DESKTOP)
      .alive()
      .filter((m) => m.linkUp && m.status === 'running' && m.network === 'desktop')
    if (live.length > 1) this.#seen.add(`${live.map((m) => `i-${m.n}`).join(' and ')} run on the network together`)
  }

  /** What must hold whenever no run is open and the sweep has passed. */
  async wrongs(): Promise<string[]> {
    await sweep(this.partsOf(new Mortal()), DESKTOP, AbortSignal.timeout(10_000))
    const wrong = [...this.#seen]
    const fake = this.host.desktop(DESKTOP)
    const { instance_n, overlay_n } = await this.row()
    for (const m of fake.alive()) {
      if (m.n !== instance_n && m.linkUp && m.network === 'desktop')
        wrong.push(`i-${m.n} is on the network and not the desktop`)
      // What a switch that was not made left on top is empty, or it would say something else.
      if (m.n === instance_n && m.disk !== overlay_n && !fake.isEmptyAbove(overlay_n ?? 0, m.disk))
        wrong.push('the desktop runs on a disk that is not its own')
    }
    const condemned = await this.store.db
      .selectFrom('instance')
      .select('n')
      .where('condemned_at', 'is not', null)
      .execute()
    for (const { n } of condemned)
      if (n === instance_n && fake.machines.get(n)?.alive === true) wrong.push(`i-${n} is condemned and the desktop`)
    for (const kept of await this.store.db.selectFrom('undo_point').selectAll().where('state', '=', 'kept').execute()) {
      const disk = fake.disks.get(kept.overlay_n)
      if (disk === undefined) wrong.push(`the kept o-${kept.overlay_n} is gone`)
      else if (!disk.sealed || disk.changedMs !== kept.changed_ms)
        wrong.push(`the kept o-${kept.overlay_n} was written to`)
      if (kept.image_n !== null && !fake.fits(kept.image_n, kept.overlay_n))
        wrong.push(`the memory m-${kept.image_n} that was promised does not fit o-${kept.overlay_n}`)
    }
    for (const point of await this.store.db
      .selectFrom('restore_point')
      .selectAll()
      .where('proof', '=', 'known-good')
      .execute()) {
      if (fake.disks.get(point.overlay_n)?.sealed !== true) wrong.push(`the point's o-${point.overlay_n} is not sealed`)
    }
    if (fake.golden.written.length > 0) wrong.push('the golden image was written to')
    if ((await firstBreak(this.store.db)) !== null) wrong.push('the audit trail is broken')
    if (fake.reserved.size > 0) wrong.push('room is held for nothing')
    return wrong
  }

  async endBrokers(): Promise<void> {
    for (const { engine, mortal } of this.#brokers.splice(0)) {
      if (mortal.isDead) continue
      await (await engine).stop()
    }
  }

  async close(): Promise<void> {
    await this.endBrokers()
    await this.store.close()
    await this.#place.remove()
  }
}

/**
 * A broker's life. After its death none of its calls begins, and none that was under way answers: what kill -9 does, seen
 * from the store and from the host. It dies before or after the call that `dieAt` names, counted from 1; with `sleep`, it
 * is paused before that call and everything after it, and goes on when it is woken: its call arrives late.
 */
export class Mortal {
  /** As whom it holds what it holds. */
  readonly id = randomUUID()
  readonly #dieAt: number
  readonly #after: boolean
  calls = 0
  isDead = false
  /** Dead, or asleep. */
  readonly died: Promise<void>
  readonly #tellDied: () => void
  readonly #sleep: boolean
  readonly #woken: Promise<void>
  /** It goes on, and knows nothing of the time that passed. */
  readonly wake: () => void

  constructor(dieAt = Number.POSITIVE_INFINITY, after = false, sleep = false) {
    this.#dieAt = dieAt
    this.#after = after
    this.#sleep = sleep
    const died = Promise.withResolvers<undefined>()
    this.died = died.promise
    this.#tellDied = () => died.resolve(undefined)
    const woken = Promise.withResolvers<undefined>()
    this.#woken = woken.promise
    this.wake = () => woken.resolve(undefined)
  }

  die(): void {
    this.isDead = true
    this.#tellDied()
  }

  store(real: Store): Store {
    return {
      ...real,
      holder: { ...real.holder, id: this.id },
      transaction: (work) => this.#live(() => real.transaction(work)),
      onCommit: (hear) => real.onCommit(() => this.isDead || hear()),
    }
  }

  hypervisor(real: Hypervisor): Hypervisor {
    const wrap = (target: object, name: string | symbol): unknown => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      if (name === 'guest')
        return (...args: unknown[]) => new Proxy(Reflect.apply(member, target, args) as object, { get: wrap })
      if (name === 'listen' || name === 'consoleSocket') return member.bind(target) as unknown
      return (...args: unknown[]) => this.#live(() => Reflect.apply(member, target, args) as Promise<unknown>)
    }
    return new Proxy<Hypervisor>(real, { get: wrap as ProxyHandler<Hypervisor>['get'] & object })
  }

  async #live<T>(act: () => Promise<T>): Promise<T> {
    const mine = ++this.calls
    if (this.#sleep) {
      if (mine === this.#dieAt) this.#tellDied()
      if (mine >= this.#dieAt) await this.#woken
      return act()
    }
    if (mine === this.#dieAt && !this.#after) this.die()
    return this.#answer(async () => {
      const value = await act()
      if (mine === this.#dieAt) this.die()
      return value
    })
  }

  /** The answer of a call, or none for ever once dead. */
  async #answer<T>(act: () => Promise<T>): Promise<T> {
    const unlessDead = () => (this.isDead ? new Promise<T>(() => undefined) : null)
    const dead = unlessDead()
    if (dead !== null) return dead
    try {
      const value = await act()
      return (await unlessDead()) ?? value
    } catch (error) {
      await unlessDead()
      throw error
    }
  }
}
