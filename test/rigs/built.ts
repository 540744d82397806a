import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

/**
 * Builds the kiosk of what is in the sources now. `npm test` has built it already, and tests that run side by side must not
 * build it under each other's feet.
 */
export async function builtKiosk(): Promise<void> {
  if (process.env['DARUMA_TEST_BUILT'] !== undefined) return
  await promisify(execFile)('npm', ['run', '--silent', 'build'], { cwd: join(import.meta.dirname, '../..') })
}
