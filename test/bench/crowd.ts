import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import pino from 'pino'
import { seedDesktops } from '../../broker/desktops/seed.ts'
import type { DesktopSettings } from '../../broker/desktops/settings.ts'
import { type Engine, startEngine } from '../../broker/recovery/engine.ts'
import type { Parts } from '../../broker/recovery/parts.ts'
import { Presses } from '../../broker/recovery/presses.ts'
import type { Store } from '../../broker/store/store.ts'
import { defaultPolicy, type Policy } from '../../shared/api/policy.ts'
import { FakeHost } from '../fakes/fake-host.ts'
import { FakeHypervisor } from '../fakes/fake-hypervisor.ts'

export interface CrowdOptions {
  readonly desktops: number
  /** One for each broker; all of them on one database. */
  readonly stores: readonly Store[]
  readonly atOnce: NonNullable<Parts['atOnce']>
  readonly policy?: Partial<Policy>
  /** Whether points are checked beside; without, only what was asked for is measured. */
  readonly proofs?: boolean
}

/** Many desktops, each its own person's, on a simulated host whose calls take no time: what is left is the broker's own. */
export class Crowd {
  readonly ids: readonly string[]
  readonly #store: Store
  readonly #engines: readonly Engine[]
  readonly #presses: Presses

  private constructor(ids: readonly string[], store: Store, engines: readonly Engine[], presses: Presses) {
    this.ids = ids
    this.#store = store
    this.#engines = engines
    this.#presses = presses
  }

  static async make({ desktops, stores, atOnce, policy, proofs }: CrowdOptions): Promise<Crowd> {
    const ids = Array.from({ length: desktops }, (_, i) => `desktop-${i}`)
    const [store] = stores
    if (store === undefined) throw new Error('a crowd needs a store')
    const settings = new Map<string, DesktopSettings>(
      ids.map((id) => [
        id,
        { id, name: id, owner: ownerOf(id), share: null, policy: { ...defaultPolicy, freeGiB: 0, ...policy } },
      ]),
    )
    const host = new FakeHost(ids, Number.MAX_SAFE_INTEGER)
    for (const id of ids) putThere(host, id)
    await seed(store, settings)
    const engines = await Promise.all(
      stores.map((one) =>
        startEngine({
          store: one,
          hypervisor: new FakeHypervisor(host),
          desktops: settings,
          log: pino({ level: 'silent' }),
          atOnce,
          proofs: { atOnce: 1, hasRoom: async () => proofs === true },
        }),
      ),
    )
    return new Crowd(ids, store, engines, new Presses(store, settings))
  }

  /** Everybody presses at once. Answers for each, in the order of presses, when it began and ended, in ms since the first press. */
  async pressAll(): Promise<{ began: number; ended: number }[]> {
    const pressed = await Promise.all(
      this.ids.map((id) => this.#presses.press(ownerOf(id), id, { key: randomUUID(), kind: 'recover', generation: 0 })),
    )
    await this.quiet()
    const { db } = this.#store
    const runs = await db.selectFrom('run').select(['id', 'pressed_at', 'ended_at', 'outcome']).execute()
    const begun = await db.selectFrom('run_mark').select(['run_id', 'at']).where('mark', '=', 'preparing').execute()
    const beganAt = new Map(begun.map((row) => [row.run_id, row.at]))
    const byId = new Map(runs.map((run) => [run.id, run]))
    const first = Math.min(...runs.map((run) => run.pressed_at))
    return pressed.map(({ id }) => {
      const run = byId.get(id)
      if (run?.outcome !== 'recovered') throw new Error(`a press of the crowd ended ${run?.outcome ?? 'nowhere'}`)
      return { began: (beganAt.get(id) ?? Number.NaN) - first, ended: (run.ended_at ?? Number.NaN) - first }
    })
  }

  /** Waits until no run is open. */
  async quiet(): Promise<void> {
    for (;;) {
      const open = await this.#store.db.selectFrom('run').select('id').where('outcome', 'is', null).executeTakeFirst()
      if (open === undefined) return
      await delay(25)
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.stop()))
  }
}

function ownerOf(id: string): string {
  return `owner-of-${id}`
}

/** A point's sealed disk, and on it the desktop's, with its machine at work. */
function putThere(host: FakeHost, id: string): void {
  host.createOverlay(id, 1, 'golden')
  host.seal(id, 1)
  host.createOverlay(id, 2, 1)
  host.startInert(id, 2, { disk: 2, memory: null, network: 'desktop' })
  Object.assign(host.desktop(id).living(2), { status: 'running', linkUp: true })
}

async function seed(store: Store, settings: ReadonlyMap<string, DesktopSettings>): Promise<void> {
  const at = await store.now()
  await store.transaction(async (trx) => {
    for (const id of settings.keys()) {
      const name = ownerOf(id)
      await trx.insertInto('person').values({ id: name, name, display_name: name, password_hash: '-' }).execute()
    }
  })
  await seedDesktops(store, settings.values())
  await store.transaction(async (trx) => {
    for (const id of settings.keys()) {
      const point = { id: randomUUID(), desktop_id: id, overlay_n: 1, image_n: null, taken_at: at } as const
      const proof = { proof: 'known-good', proven_at: at, checks_json: '[]', picture: null } as const
      await trx
        .insertInto('restore_point')
        .values({ ...point, ...proof })
        .execute()
      for (const n of [1, 2])
        await trx.insertInto('instance').values({ desktop_id: id, n, run_id: null, condemned_at: null }).execute()
    }
    await trx.updateTable('desktop').set({ instance_n: 2, overlay_n: 2, next_number: 3 }).execute()
  })
}
