import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { node24 } from './node24.mjs'
import { project } from './places.mjs'
import { run } from './run.mjs'
import { SetupError } from './setup-error.mjs'

const sources = ['main', 'renderer', 'shared', 'package.json', 'package-lock.json']
const built = ['out/package.json', 'out/main/index.cjs', 'out/renderer/index.html', 'out/admin/index.html']

/** Whether the kiosk and its page are built, and of the sources as they are now. */
export function hasKioskBuild() {
  const oldest = Math.min(
    ...built.map((path) => statSync(join(project, path), { throwIfNoEntry: false })?.mtimeMs ?? 0),
  )
  return sources.every((path) => newest(join(project, path)) < oldest)
}

export async function buildKiosk() {
  const env = { ...process.env, PATH: `${join(node24(), '..')}:${process.env.PATH ?? ''}` }
  const { code, output } = await run(['npm', 'run', '--silent', 'build'], { env })
  if (code !== 0) throw new SetupError(`The kiosk could not be built:\n${output.trim()}`)
}

/** When the newest below was changed; a folder's own time tells of what was removed. @param {string} path @returns {number} */
function newest(path) {
  const facts = statSync(path)
  if (!facts.isDirectory()) return facts.mtimeMs
  return Math.max(facts.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}
