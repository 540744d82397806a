import { parseArgs } from 'node:util'
import { fuzz } from './fuzz.ts'

const HELP = `npm run fuzz                             20,000 requests that nobody should send, to a whole broker on a fake host
npm run fuzz -- --requests N --seed S    so many, and the same ones whenever it is S
`

const { values } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000_000) },
    help: { type: 'boolean', default: false },
  },
})
const [requests, seed] = [Number(values.requests), Number(values.seed)]
if (values.help || !Number.isInteger(requests) || requests < 1 || !Number.isInteger(seed)) {
  process.stdout.write(HELP)
  process.exit(values.help ? 0 : 2)
}
const say = (line: string) => process.stdout.write(`${line}\n`)
const { sent, seen, found } = await fuzz(requests, seed, say)
for (const [answer, times] of [...seen].sort()) say(`${String(times).padStart(7)}  ${answer}`)
for (const one of found.filter((line) => line.startsWith('the log'))) say(`FOUND: ${one}`)
say(`seed ${seed}: ${sent} requests, ${found.length} found`)
process.exitCode = found.length === 0 ? 0 : 1
