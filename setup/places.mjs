import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the project. */
export const project = dirname(dirname(fileURLToPath(import.meta.url)))

/** What can be made again lives here: the desktop image, the Electron runtime, downloads. */
export function cacheFolder() {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'daruma')
}
