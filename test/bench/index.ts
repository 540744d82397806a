import { writeFile } from 'node:fs/promises'
import { cpus, totalmem } from 'node:os'
import { parseArgs } from 'node:util'
import { real } from './real.ts'
import { presses, rate, schedules } from './simulated.ts'
import { weight } from './weight/weight.ts'

const HELP = `npm run bench                     warm and cold recovery, each beside its floor, and all that is below
npm run bench -- --only warm      one of them: warm, cold, points (on real machines); rate, presses, schedules (simulated);
                                  weight (the kiosk beside a bare page and a native viewer)
npm run bench -- --n 20           how often each on real machines (10)
npm run bench -- --json FILE      the figures too
npm run bench -- --trace          each call of the last warm or cold recovery, from when to when since the press
`
const REAL = ['warm', 'cold', 'points']
const OTHERS = { rate, presses, schedules, weight }

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    n: { type: 'string', default: '10' },
    json: { type: 'string' },
    trace: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
})
const times = Number(values.n)
const wanted = (name: string) => values.only === undefined || values.only === name
const chosen = REAL.filter(wanted)
const others = Object.entries(OTHERS).filter(([name]) => wanted(name))
if (values.help || chosen.length + others.length === 0 || !Number.isInteger(times) || times < 1) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 1)
}

const results: Record<string, object> = {}
const say = (name: string, text: string, figures: object) => {
  results[name] = figures
  console.log(`${name}: ${text}`)
}
if (chosen.length > 0) await real(chosen, times, say, values.trace)
for (const [, measure] of others) await measure(say)
const machine = {
  processors: cpus().length,
  model: cpus()[0]?.model,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  emulated: true,
}
console.log(
  `on ${machine.processors} processors (${machine.model ?? 'unknown'}), ${machine.memoryGiB} GiB, QEMU emulating (TCG)`,
)
if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ machine, results }, null, 2)}\n`)
