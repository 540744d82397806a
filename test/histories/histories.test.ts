import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

/** Many short ones here; `npm run histories -- --runs 1000000` by hand. */
const runs = process.env['DARUMA_TEST_LONG'] === undefined ? 10_000 : 50_000

test('in no history of failing, lying, late and lost calls, of brokers killed, paused and woken, is a promise broken', async () => {
  const index = join(import.meta.dirname, 'index.ts')
  const { stdout } = await promisify(execFile)(process.execPath, [index, '--runs', `${runs}`, '--length', '12']).catch(
    (error: unknown) => error as { stdout: string },
  )
  expect(stdout).toContain(`histories ${runs}, `)
  expect(stdout).toContain('broken 0,')
  // They reached every road, not only the straight one.
  for (const outcome of ['recovered', 'undone', 'restarted', 'refused', 'failed', 'handed-over'])
    expect(stdout).toMatch(new RegExp(`${outcome} [1-9]`))
}, 1_200_000)
