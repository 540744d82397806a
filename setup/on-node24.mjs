import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { node24 } from './node24.mjs'
import { project } from './places.mjs'

/**
 * Runs a TypeScript file of the project on Node 24 in this one's place: same terminal, same signals, same exit code.
 * @param {string} script from the project's folder
 * @param {string[]} args
 */
export async function onNode24(script, args) {
  const child = spawn(node24(), [join(project, script), ...args], { stdio: 'inherit' })
  // Ctrl-C in a terminal reaches the child by itself; this one only has to outlive it.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  const [code] = await once(child, 'exit')
  process.exitCode = code ?? 1
}
