import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Counts } from './history.ts'

const HELP = `npm run histories                              10,000 histories, each another one
npm run histories -- --runs N --seed S         so many, and the same ones whenever it is S
npm run histories -- --length 60               up to so many happenings in each (30)
npm run histories -- --workers 4               so many processes (one for each processor, 8 at most)
npm run histories -- --seed S --path P --replay R   one that was found, again
`

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    length: { type: 'string', default: '30' },
    workers: { type: 'string', default: String(Math.min(8, availableParallelism())) },
    path: { type: 'string' },
    replay: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
})
const runs = Number(values.runs)
const seed = Number(values.seed)
const workers = values.path === undefined ? Math.min(runs, Number(values.workers)) : 1
if (values.help || ![runs, seed, workers, Number(values.length)].every((n) => Number.isInteger(n) && n > 0)) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 1)
}

const began = Date.now()
const total: Counts = { histories: 0, steps: 0, outcomes: {} }
const found: string[] = []
await Promise.all(
  Array.from({ length: workers }, async (_, i) => {
    const share = Math.floor(runs / workers) + (i < runs % workers ? 1 : 0)
    const mine = seed + i
    process.stdout.write(`seed ${mine}: ${share} histories\n`)
    const given = values.path === undefined ? ['--given', `${i}/${workers}`] : []
    const answer = await worker(['--runs', `${share}`, '--seed', `${mine}`, ...given])
    total.histories += answer.counts.histories
    total.steps += answer.counts.steps
    for (const [outcome, n] of Object.entries(answer.counts.outcomes))
      total.outcomes[outcome] = (total.outcomes[outcome] ?? 0) + n
    if (answer.found !== null) found.push(answer.found)
  }),
)

for (const one of found) process.stdout.write(`BROKEN: ${one}\n`)
const outcomes = Object.entries(total.outcomes).sort(([, a], [, b]) => b - a)
process.stdout.write(`runs: ${outcomes.map(([outcome, n]) => `${outcome} ${n}`).join(', ')}\n`)
process.stdout.write(
  `histories ${total.histories}, calls ${total.steps}, broken ${found.length}, ${Math.round((Date.now() - began) / 1000)} s\n`,
)
process.exitCode = found.length === 0 ? 0 : 1

/** Each in a process of its own, for each has its own time. Throws if it ended without an answer. */
async function worker(args: string[]): Promise<{ counts: Counts; found: string | null }> {
  const given = [...args, '--length', values.length]
  if (values.path !== undefined) given.push('--path', values.path)
  if (values.replay !== undefined) given.push('--replay', values.replay)
  const child = spawn(process.execPath, [join(import.meta.dirname, 'worker.ts'), ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise((resolve) => child.on('close', resolve))
  try {
    return JSON.parse(said.trim().split('\n').at(-1) ?? '') as { counts: Counts; found: string | null }
  } catch (cause) {
    throw new Error(`a worker ended with ${String(code)} and said: ${said}`, { cause })
  }
}
