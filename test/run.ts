import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'

/** Every check of the project, one after the other; the last line counts them all. `--help` tells how to run some. */

const root = join(import.meta.dirname, '..')
const reports = join(root, 'out', 'test')

const tools = [
  { name: 'format', what: 'biome check', command: ['biome', 'check'] },
  { name: 'lint', what: 'eslint, type-checked', command: ['eslint', '--max-warnings', '0', '.'] },
  { name: 'types', what: 'tsc', command: ['tsc', '-p', '.'] },
  { name: 'architecture', what: 'who may import whom', command: ['npm', 'run', '--silent', 'architecture'] },
  { name: 'unused', what: 'knip', command: ['knip'] },
  { name: 'build', what: 'the kiosk', command: ['npm', 'run', '--silent', 'build'] },
] as const

/** One row after the other. Of two in a row the second mostly waits: both run at once, and its output comes at its end. */
const projects = [
  [{ name: 'parts', what: 'what needs no machine' }],
  [
    { name: 'real', what: 'QEMU, Samba' },
    { name: 'windows', what: 'Electron, Chromium, packages' },
  ],
  [{ name: 'kiosk-boot', what: 'a machine that boots into the kiosk' }],
] as const

/** Too long for every day: only when they are named. */
const apart: readonly string[] = ['kiosk-boot']

interface Count {
  passed: number
  failed: number
  skipped: number
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true }, help: { type: 'boolean', short: 'h' } },
})
if (values.help === true) {
  console.log(`npm test                      every check but ${apart.join(', ')}
npm test -- --only NAME       some, named once each (--only NAME --only NAME): ${[...tools, ...projects.flat()].map((c) => c.name).join(', ')}
npm test -- --only real FILE  only test files whose path contains FILE`)
  process.exit(0)
}
const wanted = (name: string) => values.only?.includes(name) ?? !apart.includes(name)

const total: Count = { passed: 0, failed: 0, skipped: 0 }
const failures: string[] = []
const skips: string[] = []

for (const tool of tools) {
  if (!wanted(tool.name)) continue
  say(`${tool.name} (${tool.what})`)
  const [program, ...args] = tool.command
  const { code, output } = await run(program, args, false)
  if (code === 0) {
    total.passed++
    if (tool.name === 'build') process.env['DARUMA_TEST_BUILT'] = '1'
  } else {
    total.failed++
    failures.push(tool.name)
    console.log(output)
  }
}
for (const row of projects) {
  const some = row.filter(({ name }) => wanted(name))
  for (const { name, what } of some) say(`${name} (${what})`)
  await Promise.all(some.map(({ name }, i) => vitest(name, i === 0)))
}

for (const name of failures) console.log(`failed: ${name}`)
for (const name of skips) console.log(`SKIPPED: ${name}`)
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

function say(what: string): void {
  console.log(`\n== ${what}, ${new Date().toISOString().slice(11, 19)}`)
}

/** `shown`: its output goes straight on, else it comes at the end. */
async function vitest(project: string, shown: boolean): Promise<void> {
  const report = join(reports, `${project}.json`)
  await mkdir(reports, { recursive: true })
  await rm(report, { force: true })
  const args = [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...positionals,
  ]
  const { code, output } = await run('vitest', args, shown)
  if (!shown) console.log(output)
  const counted = await readReport(report)
  if (counted === null) {
    total.failed++
    failures.push(`${project}: the tests did not run to their end (exit code ${code})`)
    return
  }
  let failedHere = 0
  for (const file of counted.testResults) {
    for (const test of file.assertionResults) {
      if (test.status === 'passed') total.passed++
      else if (test.status === 'failed') {
        failedHere++
        failures.push(`${file.name.slice(root.length + 1)}: ${test.fullName}`)
      } else {
        total.skipped++
        skips.push(`${file.name.slice(root.length + 1)}: ${test.fullName}`)
      }
    }
    // A file that fails before its first test has no line of its own.
    if (file.status === 'failed' && file.assertionResults.every((t) => t.status !== 'failed')) {
      failedHere++
      failures.push(`${file.name.slice(root.length + 1)}: ${file.message}`)
    }
  }
  if (code !== 0 && failedHere === 0) {
    failedHere++
    failures.push(`${project}: vitest ended with exit code ${code}`)
  }
  total.failed += failedHere
}

async function readReport(report: string) {
  const Report = z.object({
    testResults: z.array(
      z.object({
        name: z.string(),
        status: z.string(),
        message: z.string().default(''),
        assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
      }),
    ),
  })
  try {
    return Report.parse(JSON.parse(await readFile(report, 'utf8')))
  } catch {
    return null
  }
}

/** Runs a program of the project's own; `shown`: its output goes straight on, else it is kept. */
async function run(
  program: string,
  args: readonly string[],
  shown: boolean,
): Promise<{ code: number; output: string }> {
  const path = `${join(root, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, PATH: path },
    stdio: ['ignore', shown ? 'inherit' : 'pipe', shown ? 'inherit' : 'pipe'],
  })
  let output = ''
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: 127, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
