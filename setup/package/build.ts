import { join } from 'node:path'
import project from '../../package.json' with { type: 'json' }
import { ownElectron } from '../electron/download.mjs'
import { electronRuntime } from '../electron/runtime.mjs'
import { SetupError } from '../setup-error.mjs'

/** What is packed: which version of ours, around which Electron. */
export interface Build {
  /** Of ours, as npm knows versions. */
  readonly version: string
  readonly electron: { readonly folder: string; readonly version: string }
  /** Around an Electron that is not the lockfile's: for trying and testing, and never for people to use. */
  readonly test: boolean
}

/** Throws `SetupError`, for a release around any other Electron than the lockfile's. */
export function buildOf({ release }: { release: boolean }): Build {
  const runtime = electronRuntime()
  const remedy = `Where github.com can be reached, node_modules/.bin/install-electron fetches Electron ${ownElectron.version}.`
  if (runtime === null) throw new SetupError('There is no Electron to pack.', remedy)
  const test = runtime.testOnly || runtime.version !== ownElectron.version
  if (release && test)
    throw new SetupError(
      `No release is made of Electron ${runtime.version}: it is here for tests alone, and old ones have known holes.`,
      remedy,
    )
  return {
    version: test ? `${project.version}-test.build` : project.version,
    electron: { folder: join(runtime.path, '..'), version: runtime.version },
    test,
  }
}
