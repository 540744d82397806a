import type { ChildProcess } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Outcome } from '../../shared/api/recovery.ts'
import { type Daruma, DESKTOP } from '../rigs/daruma.ts'
import { carryOut } from './acts.ts'
import type { Case } from './cases.ts'

export interface Result {
  readonly outcome: Outcome
  /** The moment was reached; false where the recovery does not come by there. */
  readonly reached: boolean
  readonly attempts: number
  readonly undoBrings: string
  /** What was written before the press, and is found nowhere. */
  readonly bytesLost: number
  /** Why its person can't work on it; null: they can, or the help desk has it. */
  readonly dead: string | null
  /** What else was promised and is not so. */
  readonly broken: readonly string[]
  readonly seconds: number
}

const REACHED_MS = 180_000
const ENDED_MS = 900_000

/** One recovery of a desktop that runs, with that happening to it in its middle; and what is there afterwards. */
export async function runCase(daruma: Daruma, { act, moment }: Case): Promise<Result> {
  const broker = await daruma.start(`${moment}:pause`)
  try {
    return await carriedThrough(daruma, broker, act)
  } catch (error) {
    // The next case begins with a broker of its own.
    broker.kill('SIGKILL')
    await daruma.endedOf(broker)
    throw error
  }
}

async function carriedThrough(daruma: Daruma, broker: ChildProcess, act: Case['act']): Promise<Result> {
  await daruma.running()
  const mark = randomUUID()
  await daruma.guest(`echo ${mark} > /home/user/mark; echo ${mark} > /media/H/mark; sync`)
  const key = randomUUID()
  daruma.arm()
  const began = performance.now()
  const { id } = await daruma.recover(key)
  const reached = await stands(broker, async () => (await outcomeOf(daruma, id)) !== null)
  const end = await carryOut(act, daruma, broker)
  const outcome = await ended(daruma, id)
  const seconds = (performance.now() - began) / 1000
  await end()

  const recovery = await daruma.client.call('recovery', { params: { recoveryId: id } })
  const lost = (await isKept(daruma, mark)) ? 0 : mark.length + 1
  const onShare = (await readFile(join(daruma.samba.files, 'mark'), 'utf8').catch(() => '')) === `${mark}\n`
  const broken: string[] = []
  const again = await daruma.client.call('press', {
    params: { desktopId: DESKTOP },
    body: { key, kind: 'recover', generation: (await daruma.desktop()).generation },
  })
  if (again.id !== id) broken.push('the same press was answered with another run')
  const machines = await daruma.machines()
  if (machines.length > 1) broken.push(`${machines.length} machines are alive`)
  const chain = await daruma.auditBreak()
  if (chain !== null) broken.push(`the audit trail is broken at ${chain}`)
  const kept = await daruma.store((db) =>
    db.selectFrom('undo_point').select('overlay_n').where('run_id', '=', id).execute(),
  )
  if (outcome === 'recovered' && kept.length !== 1) broken.push(`${kept.length} undo points`)
  const dead = outcome === 'handed-over' ? null : await whyDead(daruma, outcome === 'recovered' ? 'gone' : mark)
  await daruma.stop()
  return {
    outcome,
    reached,
    attempts: recovery.attempt,
    undoBrings: recovery.undo?.brings ?? '-',
    bytesLost: lost + (onShare ? 0 : mark.length + 1),
    dead,
    broken,
    seconds,
  }
}

/** Waits until the broker stands still, which it does at the moment; or until `over`, if it does not come by there. */
async function stands(broker: ChildProcess, over: () => Promise<boolean>): Promise<boolean> {
  const until = Date.now() + REACHED_MS
  while (Date.now() < until) {
    const stat = await readFile(`/proc/${broker.pid ?? 0}/stat`, 'utf8')
    if (stat.slice(stat.lastIndexOf(')') + 2).startsWith('T')) return true
    if (await over()) return false
    await delay(20)
  }
  throw new Error('neither the moment nor an end was reached')
}

/** From the store, for nobody may answer just then. */
async function outcomeOf(daruma: Daruma, id: string): Promise<Outcome | null> {
  const run = await daruma.store((db) =>
    db.selectFrom('run').select('outcome').where('id', '=', id).executeTakeFirstOrThrow(),
  )
  return run.outcome
}

async function ended(daruma: Daruma, id: string): Promise<Outcome> {
  const until = Date.now() + ENDED_MS
  while (Date.now() < until) {
    const outcome = await outcomeOf(daruma, id)
    if (outcome !== null) return outcome
    await delay(100)
  }
  throw new Error(`the recovery ${id} has not ended after ${ENDED_MS / 60_000} minutes`)
}

/** Looks for it in the disk that is the desktop now and in those that are kept, as they lie there. */
async function isKept(daruma: Daruma, mark: string): Promise<boolean> {
  const numbers = await daruma.store(async (db) => [
    ...(await db.selectFrom('undo_point').select('overlay_n').where('state', '=', 'kept').execute()),
    ...(await db.selectFrom('desktop').select('overlay_n').where('id', '=', DESKTOP).execute()),
  ])
  for (const { overlay_n: n } of numbers) {
    if (n === null) continue
    const disk = await readFile(join(daruma.dataDir, 'desktops', DESKTOP, 'disks', `o-${n}.qcow2`)).catch(() => null)
    if (disk?.includes(mark) === true) return true
  }
  return false
}

/** Whether a person could go on working: it runs, answers, its share opens, and it is in the state that was promised. */
async function whyDead(daruma: Daruma, expected: string): Promise<string | null> {
  const { state } = await daruma.desktop()
  if (state !== 'running') return `it is ${state}`
  try {
    const found = await daruma.guest('ls /media/H > /dev/null && cat /home/user/mark 2> /dev/null || echo gone')
    return found.trim() === expected ? null : `it holds ${found.trim()} in place of ${expected}`
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
