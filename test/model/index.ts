import { explore } from './explore.ts'
import { allBut, RULES } from './rules.ts'
import { rulesWithout, searches, withoutRules } from './searches.ts'

/** A search that would need more than this says so, and counts as not done. */
const MOST_STATES = 2_000_000

const say = (line = '') => process.stdout.write(`${line}\n`)
const row = (...cells: (string | number)[]) => say(`| ${cells.join(' | ')} |`)
let asExpected = true

say('All rules kept')
row('search', 'states', 'transitions', 'depth', 'violations', 'without an end')
row('---', '---', '---', '---', '---', '---')
for (const { name, from } of searches) {
  const found = explore(from, allBut(), { atMost: MOST_STATES, first: false })
  row(name, found.states, found.transitions, found.depth, found.violations.size, found.cut ? 'cut short' : found.stuck)
  if (found.violations.size > 0 || found.cut || found.stuck > 0) asExpected = false
  for (const [what, way] of found.violations) tell(what, way)
  if (found.stuck > 0) tell('no end from here', found.stuckBy)
}

say('\nRules left out')
for (const left of withoutRules) {
  const found = explore(left.from, rulesWithout(left), { atMost: MOST_STATES, first: true })
  const { finds } = left
  const all = [...found.violations]
  const shown = all.find(([what]) => finds !== null && what.includes(finds)) ?? all[0]
  say(`\nwithout: ${left.off.map((rule) => RULES[rule]).join('; ')}`)
  if (shown !== undefined) tell(...shown)
  else say(`  nothing is found in ${found.states} states: another rule is in the way as well`)
  const expected = finds === null ? shown === undefined && !found.cut : shown?.[0].includes(finds) === true
  if (expected) continue
  asExpected = false
  say(`  NOT AS EXPECTED: ${finds ?? 'nothing'}`)
}
process.exitCode = asExpected ? 0 : 1

function tell(what: string, way: readonly string[]): void {
  say(`  ${what}, after ${way.length} steps:`)
  way.forEach((step, i) => say(`    ${i + 1}. ${step}`))
}
