import { parseArgs } from 'node:util'
import fc from 'fast-check'
import type { Happening } from './commands.ts'
import type { Counts } from './history.ts'
import { takeOverTime } from './virtual-time.ts'

/** One process's share of the histories. Its last line is what it counted; the one before, if there is one, what it found. */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    length: { type: 'string', default: '30' },
    path: { type: 'string' },
    replay: { type: 'string' },
    // The i-th of so many workers does its share of those that are the same in every run.
    given: { type: 'string' },
  },
})

takeOverTime()
// Only now: what they import is to see no other time.
const { begin } = await import('./world.ts')
const { anyHistory, givenHistory } = await import('./history.ts')
const { oneByOne } = await import('./one-by-one.ts')

const counts: Counts = { histories: 0, steps: 0, outcomes: {} }
const seed = Number(values.seed)
const runs = Number(values.runs)
const beginning = await begin()
const [mine = 0, workers = 1] = (values.given ?? '').split('/').map(Number)
const given = values.given === undefined ? [] : oneByOne().filter((_, i) => i % workers === mine)
const found = (await oneAfterTheOther(given.slice(0, runs))) ?? (await dice(runs - counts.histories))
process.stdout.write(`${JSON.stringify({ counts, found })}\n`)
process.exitCode = found === null ? 0 : 1

async function oneAfterTheOther(histories: readonly (readonly Happening[])[]): Promise<string | null> {
  for (const happens of histories)
    try {
      await givenHistory(beginning, counts, happens)
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return `${why}\n  one thing at a time: ${happens.join(', ')}`
    }
  return null
}

async function dice(numRuns: number): Promise<string | null> {
  if (numRuns < 1) return null
  const property = anyHistory(beginning, counts, Number(values.length), values.replay)
  const at = values.path === undefined ? {} : { path: values.path, endOnFailure: true }
  const details = await fc.check(property, { numRuns, seed, ...at })
  if (!details.failed) return null
  const example = fc.stringify(details.counterexample)
  const replay = /replayPath="([^"]+)"/.exec(example)?.[1]
  const again = `npm run histories -- --runs 1 --seed ${seed} --path ${details.counterexamplePath ?? ''} --replay '${replay ?? ''}'`
  const why = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance)
  return `${why}\n  ${example}\n  again: ${again} --length ${values.length}`
}
