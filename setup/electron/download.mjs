import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { node24 } from '../node24.mjs'
import { cacheFolder, project } from '../places.mjs'
import { run } from '../run.mjs'

const electron = join(project, 'node_modules', 'electron')

/** Where Electron's own installer puts what it downloads. */
export const ownElectron = {
  folder: join(electron, 'dist'),
  get version() {
    return JSON.parse(readFileSync(join(electron, 'package.json'), 'utf8')).version
  },
}

/** So long may pass without a byte more. A network that swallows everything is to cost no more than this. */
const STALLED_MS = 10_000

/**
 * Lets Electron's own installer download it, checked by the hashes that came with it. Its archive stays in the cache.
 * @param {(line: string) => void} tell
 * @returns {Promise<boolean>} whether it is there now
 */
export async function downloadElectron(tell) {
  const cache = join(cacheFolder(), 'electron')
  mkdirSync(cache, { recursive: true })
  // The installer downloads below the temporary folder: given one of its own, it can be watched.
  const temporary = mkdtempSync(join(cache, 'downloading-'))
  const giveUp = new AbortController()
  let bytes = 0
  let grewAt = Date.now()
  const watch = setInterval(() => {
    const now = sizeOf(temporary)
    if (now > bytes) {
      tell(`downloading Electron ${ownElectron.version}, ${Math.round(now / 1e6)} MB`)
      grewAt = Date.now()
    }
    bytes = now
    if (Date.now() - grewAt > STALLED_MS) giveUp.abort()
  }, 1000)
  try {
    tell(`downloading Electron ${ownElectron.version}`)
    const env = { ...process.env, TMPDIR: temporary, electron_config_cache: join(cache, 'archives') }
    const { code } = await run([node24(), join(electron, 'install.js')], { env, signal: giveUp.signal })
    return code === 0
  } finally {
    clearInterval(watch)
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** @param {string} folder @returns {number} bytes */
function sizeOf(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce(
      (sum, entry) => sum + (entry.isFile() ? statSync(join(entry.parentPath, entry.name)).size : 0),
      0,
    )
  } catch {
    // It is taking its files away just now.
    return 0
  }
}
