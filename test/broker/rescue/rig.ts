import type { Parts } from '../../../broker/recovery/parts.ts'
import { type RescueKeeper, startRescueKeeper } from '../../../broker/rescue/keeper.ts'
import { Rescues } from '../../../broker/rescue/rescues.ts'
import type { Leftovers, Rescue } from '../../../shared/api/rescue.ts'
import { FakeHypervisor } from '../../fakes/fake-hypervisor.ts'
import { FakeReader, type HelperProgram } from '../../fakes/fake-reader.ts'
import { Mortal, PERSON, Rig } from '../recovery/rig.ts'

/** A file that a helper tells of: how it changed, what it is, its path, its size. */
export type Told = readonly [change: string, type: string, path: string | Buffer, size: number]

/** A helper that lists what it is given and copies what it is asked to. */
export function plainHelper(told: readonly Told[]): HelperProgram {
  return async ({ hear, say }) => {
    const first = await hear()
    if (first.name === 'list') {
      for (const [change, type, path, size] of told) say('entry', change, type, Buffer.from(path), size, 1_700_000_000)
      const files = told.filter(([, type]) => type !== 'folder')
      const count = (wanted: string) => files.filter(([change]) => change === wanted).length
      say('listed', count('added'), count('changed'), count('removed'), 99, 0, told.length)
      return
    }
    say('folder', first.fields[3] ?? '')
    for (let next = await hear(); next.name !== 'end'; next = await hear()) say('copied', next.fields[0] ?? '', 1, '')
    say('done', 'yes')
  }
}

/** A desktop that was recovered, and a broker that looks after what that left. */
export class RescueRig {
  readonly rig: Rig
  readonly reader: FakeReader
  readonly recovery: string
  #keepers: RescueKeeper[] = []

  private constructor(rig: Rig, reader: FakeReader, recovery: string) {
    this.rig = rig
    this.reader = reader
    this.recovery = recovery
  }

  static async recovered(program: HelperProgram): Promise<RescueRig> {
    const rig = await Rig.ready()
    rig.startBroker()
    const { id } = await rig.ended((await rig.recover()).id)
    await rig.endBrokers()
    return new RescueRig(rig, new FakeReader(rig.host, program), id)
  }

  parts(mortal = new Mortal()): Parts {
    const { reader } = this
    class WithReader extends FakeHypervisor {
      override readonly reader = reader
    }
    return { ...this.rig.partsOf(mortal), hypervisor: mortal.hypervisor(new WithReader(this.rig.host)) }
  }

  /** A broker's keeper, until it is stopped or dies. */
  startKeeper(mortal = new Mortal()): RescueKeeper {
    const keeper = startRescueKeeper(this.parts(mortal))
    if (!mortal.isDead) this.#keepers.push(keeper)
    return keeper
  }

  get rescues(): Rescues {
    return new Rescues(this.parts())
  }

  async leftovers(): Promise<Leftovers> {
    return this.rescues.leftovers(PERSON, this.recovery)
  }

  /** Once the list is made, or can't be. */
  async listed(): Promise<Leftovers> {
    await this.rig.until(async () => ['ready', 'failed'].includes((await this.leftovers()).state))
    return this.leftovers()
  }

  async ended(rescue: string): Promise<Rescue> {
    await this.rig.until(async () => (await this.rescues.view(PERSON, rescue)).state === 'ended')
    return this.rescues.view(PERSON, rescue)
  }

  /** Lines of the trail about rescues, oldest first. */
  async trail(): Promise<string[]> {
    const rows = await this.rig.store.db.selectFrom('audit').select(['actor', 'action']).orderBy('seq').execute()
    return rows
      .filter(({ action }) => /^(rescue|leftovers)\./.test(action))
      .map(({ actor, action }) => `${actor} ${action}`)
  }

  /** Lets a keeper that has died go: what it held is free. */
  async forget(keeper: RescueKeeper, mortal: Mortal): Promise<void> {
    this.#keepers = this.#keepers.filter((k) => k !== keeper)
    await this.rig.leasesEnd(mortal)
  }

  async close(): Promise<void> {
    await Promise.all(this.#keepers.map((keeper) => keeper.stop()))
    await this.rig.close()
  }
}
