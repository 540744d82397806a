import type SQLite from 'better-sqlite3'
import { firstBreak } from '../../broker/audit/audit.ts'
import type { Disk } from '../../broker/hypervisors/hypervisor.ts'
import type { Store } from '../../broker/store/store.ts'
import type { FakeDesktop, FakeMachine } from '../fakes/fake-desktop.ts'
import type { FakeHost } from '../fakes/fake-host.ts'
import type { PreparedDatabase } from './prepared-database.ts'
import { MOUNTED } from './shares.ts'
import { time } from './virtual-time.ts'

/** What is looked at. */
export interface Watched {
  readonly host: FakeHost
  readonly store: Store
  readonly raw: PreparedDatabase
  readonly desktops: readonly string[]
}

interface DesktopRow {
  readonly id: string
  readonly instance_n: number | null
  readonly overlay_n: number | null
  readonly generation: number
  readonly next_number: number
  readonly needs_help: number
}

interface RunRow {
  readonly id: string
  readonly kind: string
  readonly mark: string
  readonly outcome: string | null
  readonly old_overlay_n: number | null
  readonly problem_json: string | null
  readonly undo_of: string | null
}

interface KeptRow {
  readonly run_id: string
  readonly kept_until: number
  readonly image_n: number | null
  readonly overlay_n: number
  readonly changed_ms: number
}

interface PointRow {
  readonly overlay_n: number
  readonly image_n: number | null
}

/** Before this mark nothing of the desktop was touched. */
const UNTOUCHED = new Set(['accepted', 'preparing'])
/** Ends after which the desktop is there, for its person. */
const THERE = new Set(['recovered', 'undone', 'restarted', 'started', 'rebuilt', 'failed', 'refused', 'cancelled'])

/**
 * What must hold at every moment, whatever went wrong: looked at before each call of a hypervisor and after each commit.
 * What did not hold is kept in `wrongs`, the first of them being the one to look at.
 */
export class Invariants {
  readonly wrongs = new Set<string>()
  readonly #world: Watched
  readonly #ask: Questions
  /** What guests wrote as their person's desktop, by desktop: it must be found again for ever. */
  readonly #written = new Map<string, string[]>()
  /** Machines that something outside of the engine hurt: what they are is not the engine's doing. */
  readonly #hurt = new Set<string>()
  /** Disks of points that somebody broke or deleted. */
  readonly #spoiled = new Set<string>()
  /** Desktops that may have no good point left by that. */
  readonly #spoiledDesktops = new Set<string>()
  readonly #sealed = new Map<string, Sealed>()
  readonly #fromMemory = new Map<string, string>()
  /** What an undo point held whose time was over. */
  readonly #givenUp = new Set<string>()
  readonly #hadGood = new Set<string>()
  #facts: Facts[] | null = null
  readonly #generations = new Map<string, { generation: number; next: number }>()

  constructor(world: Watched) {
    this.#world = world
    this.#ask = new Questions(world.raw)
  }

  wrote(desktop: string, text: string): void {
    this.#written.set(desktop, [...(this.#written.get(desktop) ?? []), text])
  }

  hurt(desktop: string, n: number): void {
    this.#hurt.add(`${desktop} i-${n}`)
  }

  spoiled(desktop: string, n: number): void {
    this.#spoiled.add(`${desktop} o-${n}`)
    this.#spoiledDesktops.add(desktop)
  }

  mayHaveNoPoint(desktop: string): boolean {
    return this.#spoiledDesktops.has(desktop)
  }

  /** What the store says changed. */
  changed(): void {
    this.#facts = null
  }

  look(): void {
    // Another's transaction may be half-way: it is looked at when it is whole.
    if (this.#world.raw.isHalfWay) return
    this.#facts ??= this.#world.desktops.map((id) => this.#ask.of(id))
    for (const facts of this.#facts) {
      const fake = this.#world.host.desktop(facts.row.id)
      this.#network(facts.row.id, fake)
      this.#disks(facts.row.id, fake)
      this.#memory(facts.row.id, fake)
      this.#numbers(facts.row, fake)
      this.#thinned(facts, fake)
      this.#kept(facts, fake)
      this.#there(facts, fake)
    }
  }

  /** At most one machine is on the network as this desktop, and none that clones use. */
  #network(id: string, fake: FakeDesktop): void {
    const live = fake.alive().filter((m) => m.linkUp && m.status === 'running' && m.network === 'desktop')
    if (live.length > 1) this.#wrong(id, `${live.map((m) => `i-${m.n}`).join(' and ')} run on the network together`)
  }

  /** No disk has two writers, and none is written to once it is sealed. */
  #disks(id: string, fake: FakeDesktop): void {
    const writers = new Set<number>()
    for (const machine of fake.alive()) {
      if (writers.has(machine.disk)) this.#wrong(id, `o-${machine.disk} has two writers`)
      writers.add(machine.disk)
    }
    for (const [n, disk] of fake.disks) {
      const name = `${id} o-${n}`
      const before = this.#sealed.get(name)
      const asItIs = (): Sealed => ({ own: disk.written.length, backing: disk.backing, contents: textOn(fake, n) })
      if (before === undefined) {
        if (disk.sealed) this.#sealed.set(name, asItIs())
        continue
      }
      if (!disk.sealed) this.#wrong(id, `o-${n} was sealed and is not`)
      if (disk.written.length === before.own && disk.backing === before.backing) continue
      // What it stood on may have become a part of it: it says the same.
      const now = asItIs()
      if (now.contents !== before.contents) this.#wrong(id, `o-${n} was written to after it was sealed`)
      this.#sealed.set(name, now)
    }
    if (fake.golden.written.length > 0) this.#wrong(id, 'the golden image was written to')
  }

  /** How often a program of this guest was said to be done and was not. The memory's first look may be such a one, and then its second. */
  #guestLied(id: string): number {
    return this.#world.host.faults.lies.filter((call) => call.method === 'guest.exec' && call.desktop === id).length
  }

  /** What comes from memory must not know a share as it was: it would write old pages over newer files. */
  #memory(id: string, fake: FakeDesktop): void {
    for (const machine of fake.alive()) {
      const name = `${id} i-${machine.n}`
      const known = machine.memory[MOUNTED]
      if (!this.#fromMemory.has(name)) this.#fromMemory.set(name, machine.status === 'paused' ? (known ?? '') : '')
      const stale = this.#fromMemory.get(name)
      const seen = stale !== '' && stale === known && machine.linkUp && machine.status === 'running'
      if (seen && this.#guestLied(id) < 2)
        this.#wrong(id, `i-${machine.n} is on the network with a share mounted that its memory brought back`)
    }
  }

  /** A number is written down before anything bears it, and the counters only grow. */
  #numbers(row: DesktopRow, fake: FakeDesktop): void {
    for (const [kind, things] of [
      ['o', fake.disks],
      ['i', fake.machines],
      ['m', fake.images],
    ] as const)
      for (const n of things.keys()) {
        if (n >= row.next_number) this.#wrong(row.id, `${kind}-${n} was made before its number was written down`)
      }
    const before = this.#generations.get(row.id)
    if (before !== undefined && (row.generation < before.generation || row.next_number < before.next))
      this.#wrong(row.id, 'a counter went back')
    this.#generations.set(row.id, { generation: row.generation, next: row.next_number })
  }

  /** What is given up had its time, and is used by nobody; the last point known to be good never is. */
  #thinned({ row, open, going, good }: Facts, fake: FakeDesktop): void {
    for (const { overlay_n, kept_until, run_id } of going) {
      if (kept_until > time.now) this.#wrong(row.id, `o-${overlay_n} was given up before its time`)
      if (open?.undo_of === run_id) this.#wrong(row.id, `o-${overlay_n} was given up while it is undone to`)
      try {
        for (const text of fake.contents(overlay_n)) this.#givenUp.add(text)
      } catch {
        // It is gone, and was looked at before.
      }
    }
    if (good.length > 0) this.#hadGood.add(row.id)
    else if (this.#hadGood.has(row.id) && !this.mayHaveNoPoint(row.id))
      this.#wrong(row.id, 'it has no point any more that is known to be good')
  }

  /** Whatever the store stands for is there, whole and as it was; and in it, everything that was ever written. */
  #kept({ row, open, kept: promised, good }: Facts, fake: FakeDesktop): void {
    const found = new Set<string>()
    const read = (n: number | null | undefined, what: string) => {
      if (n === null || n === undefined) return
      try {
        for (const text of fake.contents(n)) found.add(text)
      } catch (error) {
        this.#wrong(row.id, `${what}, o-${n}, can't be read: ${(error as Error).message}`)
      }
    }
    read(row.overlay_n, "the desktop's disk")
    read(open?.old_overlay_n, 'the disk of before the press')
    for (const kept of promised) {
      read(kept.overlay_n, 'a kept disk')
      const disk = fake.disks.get(kept.overlay_n)
      if (disk !== undefined && (!disk.sealed || disk.changedMs !== kept.changed_ms))
        this.#wrong(row.id, `the kept o-${kept.overlay_n} is not what was promised`)
      const { image_n: image } = kept
      if (image === null) continue
      if (!fake.fits(image, kept.overlay_n)) this.#wrong(row.id, `the kept m-${image} does not fit its disk`)
      else if (fake.images.get(image)?.memory[MOUNTED] !== undefined && this.#guestLied(row.id) === 0)
        this.#wrong(row.id, `m-${image} holds a mounted share`)
    }
    for (const text of this.#written.get(row.id) ?? [])
      if (!found.has(text) && !this.#givenUp.has(text))
        this.#wrong(row.id, `"${text}", which was on its disk, is nowhere`)

    for (const point of good) {
      if (this.#spoiled.has(`${row.id} o-${point.overlay_n}`)) continue
      const disk = fake.disks.get(point.overlay_n)
      if (disk?.sealed !== true) this.#wrong(row.id, `the point's o-${point.overlay_n} is not there and sealed`)
      if (point.image_n === null) continue
      const image = fake.images.get(point.image_n)
      if (image === undefined) this.#wrong(row.id, `the point's m-${point.image_n} is not there`)
      else if (image.memory[MOUNTED] !== undefined) this.#wrong(row.id, `m-${point.image_n} holds a mounted share`)
    }
  }

  /** Whoever is not being recovered has a desktop that runs, reachable, on its own disk: as it was, or as it was asked for. */
  #there({ row, open, last, cutShort }: Facts, fake: FakeDesktop): void {
    const n = row.instance_n
    if (n === null || row.needs_help === 1 || this.#hurt.has(`${row.id} i-${n}`)) return
    if (open !== undefined && !UNTOUCHED.has(open.mark)) return
    const machine = fake.machines.get(n)
    if (open === undefined && last !== undefined && !THERE.has(last.outcome ?? '')) return
    // One that was off, and could not be started, is off.
    if (cutShort || (last?.kind === 'start' && last.outcome === 'refused')) return
    const how = open === undefined ? `after ${last?.kind ?? 'nothing'}: ${last?.outcome ?? ''}` : `at ${open.mark}`
    const is = whatItIs(machine, row.overlay_n, fake)
    if (is !== null) this.#wrong(row.id, `${how}, i-${n} is the desktop and ${is}`)
  }

  /** What must hold when everything is over, in addition. */
  async atTheEnd(): Promise<void> {
    this.look()
    const { store, raw, host } = this.#world
    const broken = await firstBreak(store.db)
    if (broken !== null) this.wrongs.add(`the audit trail is broken at ${broken}`)
    const runs = raw.prepare('select id, outcome from run').all() as { id: string; outcome: string | null }[]
    const lines = raw.prepare(
      `select action from audit where subject = 'run:' || ? and action like 'run.%' order by seq`,
    )
    const marks = raw.prepare(`select 'run.' || mark from run_mark where run_id = ? and mark != 'accepted'`)
    for (const { id, outcome } of runs) {
      const told = (lines.pluck().all(id) as string[]).sort()
      const done = (marks.pluck().all(id) as string[]).concat(outcome === null ? [] : [`run.${outcome}`]).sort()
      if (told.join() !== done.join())
        this.wrongs.add(`the audit trail tells ${told.join()} of a run that did ${done.join()}`)
    }
    const unasked = raw
      .prepare(
        `select kind from run where kind in ('recover', 'undo', 'restart') and id not in (select run_id from press)`,
      )
      .pluck()
      .get() as string | undefined
    if (unasked !== undefined) this.wrongs.add(`${unasked}: a run that nobody pressed for`)
    for (const id of this.#world.desktops)
      if (host.desktop(id).reserved.size > 0) this.wrongs.add(`${id}: room is held for nothing`)
  }

  #wrong(desktop: string, what: string): void {
    this.wrongs.add(`${desktop}: ${what}`)
  }
}

/** A sealed disk: what was written to it, what it stands on, and what a guest would read. */
interface Sealed {
  readonly own: number
  readonly backing: Disk | null
  readonly contents: string
}

function textOn(fake: FakeDesktop, n: number): string {
  try {
    return fake.contents(n).join('\n')
  } catch {
    return 'nothing: it can not be read'
  }
}

function whatItIs(machine: FakeMachine | undefined, overlay: number | null, fake: FakeDesktop): string | null {
  if (machine?.alive !== true) return 'is not alive'
  // A disk that is empty says the same as what it stands on.
  if (machine.disk !== overlay && !(overlay !== null && fake.isEmptyAbove(overlay, machine.disk)))
    return `runs on o-${machine.disk} in place of o-${overlay}`
  if (machine.status !== 'running') return `is ${machine.status}`
  return machine.linkUp ? null : 'has no link'
}

/** What the store says of a desktop. */
interface Facts {
  readonly row: DesktopRow
  readonly open: RunRow | undefined
  readonly last: RunRow | undefined
  /** A start that a press went before brought nothing up, and what was pressed for has not ended yet. */
  readonly cutShort: boolean
  readonly kept: readonly KeptRow[]
  /** Undo points that are being given up, or were. */
  readonly going: readonly KeptRow[]
  readonly good: readonly PointRow[]
}

/** Asked after each commit, so they are prepared once; read at once, while no transaction is half-way. */
class Questions {
  readonly #desktop: SQLite.Statement
  readonly #runs: SQLite.Statement
  readonly #kept: SQLite.Statement
  readonly #good: SQLite.Statement

  constructor(raw: PreparedDatabase) {
    this.#desktop = raw.prepare(
      'select id, instance_n, overlay_n, generation, next_number, needs_help from desktop where id = ?',
    )
    this.#runs = raw.prepare(
      `select id, kind, mark, outcome, problem_json, old_overlay_n, undo_of from run
        where desktop_id = ? and kind != 'capture' order by rowid desc limit 6`,
    )
    this.#kept = raw.prepare(
      'select run_id, overlay_n, changed_ms, kept_until, image_n from undo_point where desktop_id = ? and state = ?',
    )
    this.#good = raw.prepare(
      `select overlay_n, image_n from restore_point where desktop_id = ? and proof = 'known-good'`,
    )
  }

  of(id: string): Facts {
    const runs = this.#runs.all(id) as RunRow[]
    const open = runs.find((run) => run.outcome === null)
    const ended = runs.filter((run) => run.outcome !== null)
    const wasUp = ended.findIndex((run) => !['refused', 'failed', 'cancelled'].includes(run.outcome ?? ''))
    const since = wasUp === -1 ? ended : ended.slice(0, wasUp)
    return {
      row: this.#desktop.get(id) as DesktopRow,
      open,
      last: ended[0],
      cutShort: open !== undefined && since.some((run) => run.outcome === 'failed' && run.problem_json === null),
      kept: this.#kept.all(id, 'kept') as KeptRow[],
      going: this.#kept.all(id, 'deleting') as KeptRow[],
      good: this.#good.all(id) as PointRow[],
    }
  }
}
