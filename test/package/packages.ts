import { existsSync } from 'node:fs'
import { join } from 'node:path'
import project from '../../package.json' with { type: 'json' }
import { electronRuntime } from '../../setup/electron/runtime.mjs'
import { node24 } from '../../setup/node24.mjs'
import { packageFolder } from '../../setup/package/app-folder.ts'
import { debianVersion, type Kind, packageName } from '../../setup/package/debian-package.ts'
import { project as folder } from '../../setup/places.mjs'
import { run } from '../../setup/run.mjs'
import { builtKiosk } from '../rigs/built.ts'

/** What `npm run package` says and ends with, after its set-up. */
export function runPackage(...args: string[]): Promise<{ code: number; output: string }> {
  return run([node24(), join(folder, 'setup', 'package', 'index.ts'), ...args])
}

/** Makes the packages of what is in the sources now. */
export async function makePackages(): Promise<void> {
  await builtKiosk()
  const { code, output } = await runPackage()
  if (code !== 0) throw new Error(output)
}

/** Whether they are around the test runtime, as they are where Electron itself cannot be had. */
export const isTestBuild = () => electronRuntime()?.testOnly === true

/** The file of a package that was made. */
export function packageFile(kind: Kind): string {
  const test = isTestBuild()
  const version = debianVersion(test ? `${project.version}-test.build` : project.version)
  const file = join(packageFolder, `${packageName(kind, test)}_${version}_amd64.deb`)
  if (!existsSync(file)) throw new Error(`${file} was not made`)
  return file
}
