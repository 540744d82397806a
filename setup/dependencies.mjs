import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { project } from './places.mjs'
import { run } from './run.mjs'
import { SetupError } from './setup-error.mjs'

/**
 * Whether node_modules holds exactly what the lockfile says: npm writes down in it what it has put there.
 * @param {string} [folder] of the project
 */
export function hasDependencies(folder = project) {
  const wanted = packagesIn(join(folder, 'package-lock.json'))
  const there = packagesIn(join(folder, 'node_modules', '.package-lock.json'))
  if (wanted === null || there === null) return false
  delete wanted['']
  const missing = Object.entries(wanted).some(([path, { version, integrity, optional }]) => {
    const found = there[path]
    // An optional one may be for another system.
    if (found === undefined) return optional !== true
    return found.version !== version || found.integrity !== integrity
  })
  return !missing && Object.keys(there).every((path) => path in wanted)
}

export async function installDependencies() {
  const { code, output } = await run(['npm', 'ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0)
    throw new SetupError(
      `npm ci failed:\n${output.trim()}`,
      'It needs the package registry once. See that it can be reached (npm ping), and start again.',
    )
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null} null if there is none
 */
function packagesIn(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages
  } catch {
    return null
  }
}
