import fc from 'fast-check'
import { sweep } from '../../broker/recovery/sweep.ts'
import type { FakeDesktop } from '../fakes/fake-desktop.ts'
import { type Happening, happenings, type Told } from './commands.ts'
import { settled } from './virtual-time.ts'
import { type Beginning, PERSON, World } from './world.ts'

/** How long a run may take at most, with every step at its limit: then it has ended, or is told as one that does not. */
const EVERY_RUN_ENDS_MS = 30 * 60_000
const MANY = 1_000_000
const LAST = 'one-more-press-in-the-end'

export interface Counts {
  histories: number
  steps: number
  outcomes: Record<string, number>
}

/** Any history: what happens, in an order, to one desktop or two; in the end all is well. */
export function anyHistory(beginning: Beginning, counts: Counts, length: number, replayPath?: string) {
  const commands = fc.commands(happenings, {
    maxCommands: length,
    size: '+1',
    ...(replayPath === undefined ? {} : { replayPath }),
  })
  return fc.asyncProperty(
    fc.constantFrom(1, 1, 1, 1, 2),
    fc.boolean(),
    fc.constantFrom('nothing', 'nothing', 'nothing', 'press', 'press and undo'),
    commands,
    async (desktops, alone, last, happened) =>
      history(beginning, counts, { desktops, alone, last }, async (world) => {
        await fc.asyncModelRun(() => ({ model: { keys: [] }, real: world }), happened)
      }),
  )
}

interface Setting {
  readonly desktops: number
  readonly alone: boolean
  /** What is pressed in the end. */
  readonly last: string
}

/** One of those that are not left to dice. */
export async function givenHistory(beginning: Beginning, counts: Counts, happens: readonly Happening[]): Promise<void> {
  await history(beginning, counts, { desktops: 1, alone: true, last: 'press' }, async (world) => {
    const told: Told = { keys: [] }
    for (const one of happens) await one.run(told, world)
  })
}

async function history(
  beginning: Beginning,
  counts: Counts,
  { desktops, alone, last }: Setting,
  happens: (world: World) => Promise<void>,
): Promise<void> {
  const world = new World(beginning, desktops, alone)
  try {
    world.startBroker(0)
    await happens(world)
    await inTheEnd(world, last)
    counts.histories++
    const ended = world.raw.prepare('select outcome, count(*) from run group by outcome').raw().all() as [
      string,
      number,
    ][]
    for (const [outcome, n] of ended) counts.outcomes[outcome] = (counts.outcomes[outcome] ?? 0) + n
  } finally {
    counts.steps += world.host.faults.calls.length
    await world.close()
  }
}

/** A broker that goes on ends every run; so does the next one. Then everybody is at work, and one more press recovers. */
async function inTheEnd(world: World, last: string): Promise<void> {
  const open = world.raw.prepare('select count(*) from run where outcome is null').pluck()
  const quiet = () => open.get() === 0
  // Twice, for the last may leave something to the first.
  for (const broker of [...world.brokers(), ...world.brokers()])
    if (!broker.isDead) await world.go(broker, MANY, EVERY_RUN_ENDS_MS, quiet)
  if (world.brokers().length > 0 && !quiet()) fail(world, 'a broker goes on for ever with a run')

  world.host.roomBytes = 1_000_000_000
  world.thaw()
  for (const broker of world.brokers()) broker.die()
  await world.host.faults.arriveAll()
  world.host.faults.forget()
  const broker = world.startBroker(0)
  await world.go(broker, MANY, EVERY_RUN_ENDS_MS, quiet)
  if (!quiet()) fail(world, 'the next broker does not end a run')
  await world.host.faults.arriveAll()
  for (const id of world.desktops) {
    broker.grant(MANY)
    await sweep(world.parts(), id, new AbortController().signal)
    if (last !== 'nothing') await pressOnceMore(world, id, last === 'press and undo', quiet)
  }
  await settled()
  await world.invariants.atTheEnd()
  if (world.alone && !world.upset) soundly(world)
  fail(world)
}

/** Brokers that were killed, one after the other, cost time and nothing else; and one call that goes wrong leaves no desktop to the help desk. */
function soundly(world: World): void {
  const runs = world.raw.prepare('select kind, outcome, attempt, problem_json from run').all() as {
    kind: string
    outcome: string
    attempt: number
    problem_json: string | null
  }[]
  for (const { kind, outcome, attempt, problem_json } of runs) {
    if (world.faults <= 1 && outcome === 'handed-over')
      fail(world, `${kind}: one call that went wrong, and it is handed over`)
    // What went before it ended it, without a problem of its own. A point that is taken over is looked at, and not taken anew.
    if (world.faults > 0 || kind === 'capture' || (outcome === 'failed' && problem_json === null)) continue
    if (attempt > 1 || ['refused', 'failed', 'handed-over'].includes(outcome))
      fail(world, `${kind}: nothing but brokers went wrong, and it ended ${outcome} at attempt ${attempt}`)
  }
}

function isReadable(desktop: FakeDesktop, n: number): boolean {
  try {
    desktop.contents(n)
    return true
  } catch {
    return false
  }
}

async function pressOnceMore(world: World, id: string, undo: boolean, quiet: () => boolean): Promise<void> {
  const row = world.raw.prepare('select generation, needs_help, overlay_n from desktop where id = ?')
  const { generation, needs_help, overlay_n } = row.get(id) as {
    generation: number
    needs_help: number
    overlay_n: number
  }
  if (needs_help === 1) return
  const broker = world.broker(0) ?? world.startBroker(0)
  const ends = async (run: string, as: string) => {
    await world.go(broker, MANY, EVERY_RUN_ENDS_MS, quiet)
    const outcome = world.raw.prepare('select outcome from run where id = ?').pluck().get(run)
    if (outcome !== as) fail(world, `with nothing wrong any more, a press ended ${String(outcome)} and not ${as}`)
  }
  const before = world.host.desktop(id).contents(overlay_n)
  const good = world.raw
    .prepare(`select overlay_n from restore_point where desktop_id = ? and proof = 'known-good'`)
    .pluck()
    .all(id)
    // Nobody may have noticed yet what was done to it behind everybody's back.
    .filter((n) => isReadable(world.host.desktop(id), n as number))
  // Then there is nothing to go back to, and nobody is offered it.
  if (good.length === 0 && world.invariants.mayHaveNoPoint(id)) return
  const { id: run } = await world.presses.press(PERSON, id, { key: `${LAST}-${id}`, kind: 'recover', generation })
  await ends(run, 'recovered')
  if (!undo) return
  const after = row.get(id) as { generation: number }
  await ends(
    (await world.presses.undo(PERSON, run, { key: `${LAST}-undo-${id}`, generation: after.generation })).id,
    'undone',
  )
  const now = world.host.desktop(id).contents((row.get(id) as { overlay_n: number }).overlay_n)
  if (now.join() !== before.join()) fail(world, 'undo did not bring back what was there')
}

function fail(world: World, what?: string): void {
  if (what !== undefined) world.invariants.wrongs.add(what)
  const [wrong] = world.invariants.wrongs
  if (wrong !== undefined) throw new Error([...world.invariants.wrongs].join('; '))
}
