import { createHash } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What a recipe is, as 16 hexadecimal digits: of its files' names, contents, and whether they are programs.
 * @param {string} recipe its folder
 */
export function recipeHash(recipe) {
  const hash = createHash('sha256')
  for (const path of filesBelow(recipe, '')) {
    const file = join(recipe, path)
    const facts = lstatSync(file)
    const content = facts.isSymbolicLink() ? readlinkSync(file) : readFileSync(file)
    // Git keeps of a file's mode whether it is a program; so does this.
    hash
      .update(`${path}\0${facts.mode & 0o100}\0`)
      .update(content)
      .update('\0')
  }
  return hash.digest('hex').slice(0, 16)
}

/** @param {string} recipe @param {string} folder @returns {string[]} */
function filesBelow(recipe, folder) {
  return readdirSync(join(recipe, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(recipe, join(folder, entry.name)) : [join(folder, entry.name)],
    )
}
