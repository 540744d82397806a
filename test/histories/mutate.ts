import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Mutant, mutants } from './mutants.ts'

/** `npm run histories:mutants [-- --only 'part of a name'] [-- --runs N]`: each mutant, and the history that breaks it. */
const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '4000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
  },
})
const root = join(import.meta.dirname, '..', '..')
const folder = await mkdtemp(join(tmpdir(), 'daruma-mutants-'))
let lived = 0
try {
  for (const part of ['broker', 'shared', 'test/fakes', 'test/histories', 'package.json'])
    await cp(join(root, part), join(folder, part), { recursive: true })
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const mutant of mutants.filter(({ name }) => name.includes(values.only))) {
    const broke = await tried(mutant)
    if (broke === null) lived++
    console.log(`${broke === null ? 'LIVES ' : 'broken'}  ${mutant.name}: ${broke ?? `${values.runs} histories`}`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
console.log(`mutants that live: ${lived}`)
process.exitCode = lived === 0 ? 0 : 1

/** Why a history of it broke; null: none did. Throws if the rule is not where it was, so no mutant is missed by a rewrite. */
async function tried({ name, file, rule, without }: Mutant): Promise<string | null> {
  const path = join(folder, 'broker', file)
  const whole = await readFile(path, 'utf8')
  if (!whole.includes(rule)) throw new Error(`${name}: broker/${file} has no "${rule}" any more; mend mutants.ts`)
  await writeFile(path, whole.replace(rule, without))
  try {
    const index = join(folder, 'test', 'histories', 'index.ts')
    const child = spawn(process.execPath, [index, '--runs', values.runs, '--seed', values.seed], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    if (code === 0) return null
    const why = /BROKEN: (.*)/.exec(said)?.[1]
    if (why === undefined) throw new Error(`${name}: the histories did not run: ${said}`)
    return why
  } finally {
    await writeFile(path, whole)
  }
}
