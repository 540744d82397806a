import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { asRoot } from './as-root.mjs'
import { cacheFolder, project } from './places.mjs'
import { recipeHash } from './recipe-hash.mjs'
import { run } from './run.mjs'
import { SetupError } from './setup-error.mjs'

const recipe = join(project, 'resources', 'desktop-image')

/** Where the desktop image of this recipe is, once it is built. The recipe's hash names it, so an old one is never taken. */
export function desktopImageFolder() {
  return join(cacheFolder(), 'desktop-image', recipeHash(recipe))
}

/** Whether it is there. It appears at once when it is whole. */
export function hasDesktopImage() {
  return existsSync(join(desktopImageFolder(), 'image.json'))
}

/**
 * Builds it; whoever comes while another builds waits for that one. Takes one to two minutes.
 * @param {(line: string) => void} hear is told of each stage
 */
export async function buildDesktopImage(hear) {
  const folder = desktopImageFolder()
  mkdirSync(join(cacheFolder(), 'desktop-image'), { recursive: true })
  const command = asRoot([join(recipe, 'build.sh'), folder, recipeHash(recipe)])
  const { code, output } = await run(command, { hear: (line) => hear(line.replace(/^desktop image: /, '')) })
  if (code !== 0)
    throw new SetupError(`the demo desktop could not be built:\n${output.trim()}`, `Run it again: ${command.join(' ')}`)
}
