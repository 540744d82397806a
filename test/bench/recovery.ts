import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../broker/desktops/settings.ts'
import type { GuestAgent, Hypervisor } from '../../broker/hypervisors/hypervisor.ts'
import { QemuHypervisor } from '../../broker/hypervisors/qemu/qemu-hypervisor.ts'
import { type Engine, startEngine } from '../../broker/recovery/engine.ts'
import { Presses } from '../../broker/recovery/presses.ts'
import { askForPoint } from '../../broker/restore-points/ask.ts'
import { openSqliteStore } from '../../broker/store/sqlite-store.ts'
import type { Store } from '../../broker/store/store.ts'
import { defaultPolicy } from '../../shared/api/policy.ts'
import { seedWarm, testMachine, testQemu } from '../rigs/warm-desktop.ts'
import type { Share, Taken } from './figures.ts'
import { Trace } from './trace.ts'

const DESKTOP = 'ours'
const PERSON = 'p'

/** What we do, whole: the engine with its store, its audit trail, its undo point and its checks, on the real adapter. */
export class Recovery {
  readonly #store: Store
  readonly #hypervisor: Hypervisor
  readonly #engine: Engine
  readonly #seen: Seen
  readonly #trace: Trace

  private constructor(store: Store, hypervisor: Hypervisor, engine: Engine, seen: Seen, trace: Trace) {
    this.#store = store
    this.#hypervisor = hypervisor
    this.#engine = engine
    this.#seen = seen
    this.#trace = trace
  }

  static async make(dataDir: string, share: Share): Promise<Recovery> {
    await seedWarm(dataDir, DESKTOP)
    const store = await openSqliteStore(join(dataDir, 'broker.sqlite'))
    const settings: DesktopSettings = {
      id: DESKTOP,
      name: 'Ours',
      owner: 'maria',
      share: {
        label: 'H:',
        unc: share.unc,
        mountPoint: '/media/H',
        user: share.user,
        password: async () => share.password,
      },
      policy: { ...defaultPolicy, bootSeconds: 300, sessionSeconds: 120 },
    }
    await store.db
      .insertInto('person')
      .values({ id: PERSON, name: 'maria', display_name: 'Maria', password_hash: '-' })
      .execute()
    await seedDesktops(store, [settings])
    const at = await store.now()
    const point = {
      id: randomUUID(),
      desktop_id: DESKTOP,
      overlay_n: 1,
      image_n: 1,
      taken_at: at,
      proof: 'known-good',
      proven_at: at,
    } as const
    await store.db
      .insertInto('restore_point')
      .values({ ...point, checks_json: '[]', picture: null })
      .execute()
    await store.db.updateTable('desktop').set({ next_number: 2 }).execute()

    const log = pino({ level: 'warn' })
    const desktops = { [DESKTOP]: await testMachine(share.network) }
    const hypervisor = new QemuHypervisor({ ...testQemu, dataDir, desktops }, log)
    await hypervisor.open(new AbortController().signal)
    const seen = new Seen()
    const trace = new Trace()
    const engine = await startEngine({
      store,
      hypervisor: trace.watch(seen.watch(hypervisor)),
      desktops: new Map([[DESKTOP, settings]]),
      log,
      proofs: { atOnce: 1, hasRoom: async () => true },
    })
    const recovery = new Recovery(store, hypervisor, engine, seen, trace)
    await recovery.#quiet()
    return recovery
  }

  async recover(warm: boolean): Promise<Taken> {
    await this.#store.db
      .updateTable('restore_point')
      .set({ image_n: warm ? 1 : null })
      .execute()
    const { generation, instance_n } = await this.#store.db.selectFrom('desktop').selectAll().executeTakeFirstOrThrow()
    this.#seen.forget(instance_n)
    this.#trace.forget()
    const [began, pressedAt] = [performance.now(), Date.now()]
    const press = { key: randomUUID(), kind: 'recover', generation } as const
    const { id } = await new Presses(this.#store).press(PERSON, DESKTOP, press)
    await this.#quiet()
    const { outcome, attempt } = await new Presses(this.#store).view(PERSON, id)
    if (outcome !== 'recovered' || attempt !== 1)
      throw new Error(`it ended ${outcome ?? 'nowhere'} at attempt ${attempt}`)
    const marks = await this.#store.db.selectFrom('run_mark').select(['mark', 'at']).where('run_id', '=', id).execute()
    for (const { mark, at } of marks) this.#trace.mark(mark, began + at - pressedAt)
    return { agentMs: this.#seen.agentAt - began, shareMs: this.#seen.shareAt - began }
  }

  /** What the last recovery asked of the machines, and when: from, to, how long, in ms since the press. */
  get trace(): readonly string[] {
    return this.#trace.lines()
  }

  /** A piece of work in the guest that takes a processor and nothing else. Answers how long it took, in ms. */
  async work(): Promise<number> {
    const { instance_n: n } = await this.#store.db.selectFrom('desktop').select('instance_n').executeTakeFirstOrThrow()
    const { signal } = new AbortController()
    const script = 'i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done'
    const began = performance.now()
    const options = { timeoutMs: 300_000, signal }
    const { code } = await this.#hypervisor.guest(DESKTOP, n ?? 0).exec('/bin/sh', ['-c', script], options)
    if (code !== 0) throw new Error(`the piece of work ended with ${code}`)
    return performance.now() - began
  }

  /** Takes a point of the desktop as it runs. Answers its id. */
  async takePoint(): Promise<string> {
    const person = { id: PERSON, name: 'maria' }
    const { point_id } = await this.#store.transaction((trx) =>
      askForPoint(trx, { desktop: DESKTOP, reason: 'by-hand', note: null, person }),
    )
    await this.#quiet()
    if (point_id === null) throw new Error('a point was asked for and has no id')
    return point_id
  }

  /** Waits until a point was checked. Throws if it did not pass. */
  async proven(id: string) {
    for (;;) {
      const point = await this.#store.db
        .selectFrom('restore_point')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirstOrThrow()
      if (point.proof === 'failed') throw new Error(`the point did not pass: ${point.problem ?? point.checks_json}`)
      if (point.proof === 'known-good') {
        const { detail_json } = await this.#store.db
          .selectFrom('audit')
          .select('detail_json')
          .where('action', '=', 'point.taken')
          .where('subject', '=', `point:${id}`)
          .executeTakeFirstOrThrow()
        const { pausedMs } = JSON.parse(detail_json) as { pausedMs: number }
        const checks = JSON.parse(point.checks_json) as { tookMs: number }[]
        const checksMs = checks.reduce((sum, { tookMs }) => sum + tookMs, 0)
        return { pausedMs, checksMs, diskBytes: point.size_bytes, memoryBytes: point.memory_bytes }
      }
      await delay(100)
    }
  }

  async end(): Promise<void> {
    await this.#engine.stop()
    const { signal } = new AbortController()
    for (const n of await this.#hypervisor.alive(DESKTOP)) await this.#hypervisor.kill(DESKTOP, n, signal)
    await this.#hypervisor.close()
    await this.#store.close()
  }

  async #quiet(): Promise<void> {
    for (;;) {
      const open = await this.#store.db.selectFrom('run').select('id').where('outcome', 'is', null).executeTakeFirst()
      const { instance_n } = await this.#store.db.selectFrom('desktop').select('instance_n').executeTakeFirstOrThrow()
      if (open === undefined && instance_n !== null) return
      await delay(20)
    }
  }
}

/** When the new machine's agent first answered, and when the share was open in it. */
class Seen {
  agentAt = Number.NaN
  shareAt = Number.NaN
  #old: number | null = null

  /** From now on only what another machine than `old` does counts. */
  forget(old: number | null): void {
    this.#old = old
    this.agentAt = Number.NaN
    this.shareAt = Number.NaN
  }

  watch(real: Hypervisor): Hypervisor {
    const guest = (desktop: string, n: number): GuestAgent => {
      const agent = real.guest(desktop, n)
      return {
        ping: async (...args) => {
          await agent.ping(...args)
          if (n !== this.#old && Number.isNaN(this.agentAt)) this.agentAt = performance.now()
        },
        exec: async (program, args, options) => {
          const answer = await agent.exec(program, args, options)
          if (args[2] === 'mount-share' && answer.code === 0) this.shareAt = performance.now()
          return answer
        },
        setClockFromHardware: (...args) => agent.setClockFromHardware(...args),
        freeze: (...args) => agent.freeze(...args),
        thaw: (...args) => agent.thaw(...args),
        powerDown: (...args) => agent.powerDown(...args),
      }
    }
    return new Proxy(real, {
      get: (target, name) => {
        if (name === 'guest') return guest
        const member: unknown = Reflect.get(target, name)
        return typeof member === 'function' ? (member.bind(target) as unknown) : member
      },
    })
  }
}
