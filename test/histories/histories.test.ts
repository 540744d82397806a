import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** The same many short ones each time here, so that a change is judged by itself; new ones are searched for apart. */
const asked =
  process.env['DARUMA_TEST_LONG'] === undefined
    ? { runs: 10_000, options: ['--seed', '20261201', '--workers', '2'] }
    : { runs: 50_000, options: [] }

test('in no history of failing, lying, late and lost calls, of brokers killed, paused and woken, is a promise broken', async () => {
  const index = join(import.meta.dirname, 'index.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [
    index,
    '--runs',
    `${asked.runs}`,
    '--length',
    '12',
    ...asked.options,
  ]).catch((error: unknown) => error as { stdout: string })
  expect(stdout).toContain(`histories ${asked.runs}, `)
  expect(stdout).toContain('broken 0,')
  // They reached every road, not only the straight one.
  for (const outcome of ['recovered', 'undone', 'restarted', 'refused', 'failed', 'handed-over'])
    expect(stdout).toMatch(new RegExp(`${outcome} [1-9]`))
}, 1_200_000)
