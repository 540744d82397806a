import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, project } from './places.mjs'
import { recipeHash } from './recipe-hash.mjs'
import { run } from './run.mjs'
import { SetupError } from './setup-error.mjs'

const recipe = join(project, 'resources', 'rescue-guest')
/** Of the demo desktop's recipe, what this one uses as well. */
const borrowed = ['kernel.sh', 'modules-of.sh'].map((name) => join(project, 'resources', 'desktop-image', name))

/** Where the helper guest of this recipe is, once it is built. */
export function rescueGuestFolder() {
  return join(cacheFolder(), 'rescue-guest', hash())
}

/** Whether it is there. It appears at once when it is whole. */
export function hasRescueGuest() {
  return existsSync(join(rescueGuestFolder(), 'image.json'))
}

/**
 * Builds it, in some seconds and without root; whoever comes while another builds waits for that one.
 * @param {(line: string) => void} hear is told of each stage
 */
export async function buildRescueGuest(hear) {
  mkdirSync(join(cacheFolder(), 'rescue-guest'), { recursive: true })
  const command = [join(recipe, 'build.sh'), rescueGuestFolder(), hash()]
  const { code, output } = await run(command, { hear: (line) => hear(line.replace(/^rescue guest: /, '')) })
  if (code !== 0)
    throw new SetupError(`the rescue guest could not be built:\n${output.trim()}`, `Run it again: ${command.join(' ')}`)
}

function hash() {
  const whole = createHash('sha256').update(recipeHash(recipe))
  for (const file of borrowed) whole.update(readFileSync(file))
  return whole.digest('hex').slice(0, 16)
}
