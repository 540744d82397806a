import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asRoot } from './as-root.mjs'
import { project } from './places.mjs'
import { run } from './run.mjs'
import { SetupError } from './setup-error.mjs'

/** Each with why it is needed. @type {Record<Purpose, Record<string, string>>} */
const packages = JSON.parse(readFileSync(join(project, 'setup', 'debian-packages.json'), 'utf8'))

/** @typedef {'start' | 'test'} Purpose */

/**
 * What is not installed of the Debian packages that are needed.
 * @param {Purpose} purpose
 * @returns {string[]}
 */
export function missingPackages(purpose) {
  const wanted = Object.keys({ ...packages.start, ...(purpose === 'test' ? packages.test : {}) })
  const asked = spawnSync('dpkg-query', ['-W', '-f=${Package} ${db:Status-Status}\n', ...wanted], { encoding: 'utf8' })
  if (asked.error !== undefined)
    throw new SetupError(
      'This is no Debian (there is no dpkg-query), and the set-up knows only its packages.',
      `Everything was tried on Debian 12. It needs: ${wanted.join(', ')}.`,
    )
  const there = new Set(asked.stdout.split('\n').flatMap((line) => line.match(/^(\S+) installed$/)?.[1] ?? []))
  return wanted.filter((name) => !there.has(name))
}

/** @param {string[]} missing */
export async function installPackages(missing) {
  const install = asRoot(['apt-get', 'install', '--yes', '--no-install-recommends', ...missing])
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const first = await run(install, { env })
  if (first.code === 0) return
  // No lists of packages yet, or lists so old that what they name is gone.
  const update = await run(asRoot(['apt-get', 'update']), { env })
  const second = update.code === 0 ? await run(install, { env }) : update
  if (second.code !== 0)
    throw new SetupError(
      `Debian packages could not be installed:\n${second.output.trim()}`,
      `Run this line, then the same command again:\n\n  ${install.join(' ')}`,
    )
}
