import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { Daruma } from '../rigs/daruma.ts'
import { allCases, type Case, shortForm } from './cases.ts'
import { type Result, runCase } from './run-case.ts'

const HELP = `npm run crash-matrix                          every act at every moment of a recovery, on real machines (hours)
npm run crash-matrix -- --short               a few of them
npm run crash-matrix -- --only 'QEMU killed'  those whose act or moment is named so; may be given more than once
npm run crash-matrix -- --skip 20             from the 21st on
`
/** The smallest file system on which a desktop with its memory still has room, and one more does not for long. */
const FULL_MIB = 6144

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    skip: { type: 'string', default: '0' },
    help: { type: 'boolean', default: false },
  },
})
if (values.help) {
  process.stdout.write(HELP)
  process.exit(0)
}
/** To mount a file system that can be filled takes root. */
const canFill = process.getuid?.() === 0
const chosen = (values.short ? shortForm : allCases(canFill))
  .filter(({ act, moment }) => values.only.length === 0 || values.only.includes(act) || values.only.includes(moment))
  .slice(Number(values.skip))
if (!canFill && !values.short) console.log('disk full: not possible here, for root alone mounts a file system to fill')

const run = promisify(execFile)
const results: Result[] = []
let place: Place | null = null
try {
  for (const [i, one] of chosen.entries()) {
    place ??= await prepare(one)
    if (place.fills !== (one.act === 'disk full')) {
      await place.remove()
      place = await prepare(one)
    }
    const result = await runCase(place.daruma, one).catch((error: unknown) => failed(error))
    results.push(result)
    console.log(row(i, one, result))
    if (result.outcome === 'handed-over' || result.dead !== null || result.broken.length > 0) {
      await place.remove()
      place = null
    }
  }
} finally {
  await place?.remove()
}

const count = (...outcomes: string[]) => results.filter((r) => r.dead === null && outcomes.includes(r.outcome)).length
const bytesLost = results.reduce((sum, r) => sum + r.bytesLost, 0)
const dead = results.filter((r) => r.dead !== null || r.broken.length > 0).length
console.log(
  `cases ${results.length}, recovered ${count('recovered')}, undone ${count('failed', 'refused')}, ` +
    `handed over ${count('handed-over')}, bytes lost ${bytesLost}, dead desktops ${dead}`,
)
process.exitCode = bytesLost === 0 && dead === 0 && results.length > 0 ? 0 : 1

interface Place {
  readonly daruma: Daruma
  readonly fills: boolean
  remove(): Promise<void>
}

async function prepare({ act }: Case): Promise<Place> {
  const fills = act === 'disk full'
  const dataDir = await mkdtemp(join(tmpdir(), 'daruma-matrix-'))
  if (fills) await run('mount', ['-t', 'tmpfs', '-o', `size=${FULL_MIB}m,mode=0700`, 'daruma-matrix', dataDir])
  const daruma = await Daruma.prepare({ dataDir })
  return {
    daruma,
    fills,
    remove: async () => {
      await daruma.close()
      if (fills) await run('umount', [dataDir])
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

function failed(error: unknown): Result {
  const why = error instanceof Error ? error.message : String(error)
  const nothing = { outcome: 'failed', reached: false, attempts: 0, undoBrings: '-', bytesLost: 0, seconds: 0 } as const
  return { ...nothing, dead: why, broken: [] }
}

function row(i: number, { act, moment }: Case, result: Result): string {
  const { outcome, reached, attempts, undoBrings, seconds, bytesLost: lost, dead: why, broken } = result
  const wrong = [...(lost > 0 ? [`${lost} bytes lost`] : []), ...(why === null ? [] : [`DEAD: ${why}`]), ...broken]
  const cells = [
    String(i + 1).padStart(3),
    act.padEnd(14),
    (reached ? moment : `${moment}, not reached`).padEnd(26),
    outcome.padEnd(11),
    `tries ${attempts}`,
    `undo ${undoBrings}`.padEnd(20),
    `${seconds.toFixed(0)} s`.padStart(6),
    wrong.join('; '),
  ]
  return cells.join('  ').trimEnd()
}
