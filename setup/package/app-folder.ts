import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Configuration } from 'electron-builder'
import { parse } from 'yaml'
import { node24 } from '../node24.mjs'
import { project } from '../places.mjs'
import { copyRuntime } from '../run/ordinary-user.ts'
import { run } from '../run.mjs'
import { SetupError } from '../setup-error.mjs'
import type { Build } from './build.ts'
import type { OtherTarget } from './options.ts'

export const packageFolder = join(project, 'out', 'package')

/** The first Electron whose fuses electron-builder can all set. */
const ALL_FUSES = 29

/** Has electron-builder pack the app, and answers the folder. What else is asked for lies beside it. */
export async function makeAppFolder(what: Build, others: readonly OtherTarget[]): Promise<string> {
  await rm(packageFolder, { recursive: true, force: true })
  const work = await mkdtemp(join(project, 'out', 'packing-'))
  try {
    const electron = join(work, 'electron')
    await copyRuntime(what.electron.folder, electron)
    // What a runtime of npm runs in place of Electron's default app; no part of Electron.
    await rm(join(electron, 'resources', 'app'), { recursive: true, force: true })
    const config = join(work, 'electron-builder.json')
    await writeFile(config, JSON.stringify(await configuration(what, electron)))
    await electronBuilder(config, ['dir', ...others])
  } finally {
    await rm(work, { recursive: true, force: true })
  }
  await rm(join(packageFolder, 'builder-debug.yml'), { force: true })
  const folder = join(packageFolder, 'linux-unpacked')
  // Where an ordinary user may make no namespaces, Chromium's sandbox is this helper, as root.
  await chmod(join(folder, 'chrome-sandbox'), 0o4755)
  return folder
}

async function electronBuilder(config: string, targets: readonly string[]): Promise<void> {
  const cli = join(project, 'node_modules', 'electron-builder', 'cli.js')
  const { code, output } = await run([
    ...[node24(), cli, '--linux', ...targets, '--x64', '--config', config, '--publish', 'never'],
  ])
  if (code !== 0)
    throw new SetupError(
      `electron-builder failed:\n${output.trim()}`,
      'For AppImage and rpm it fetches tools from github.com; without them the .deb can be had all the same.',
    )
}

async function configuration({ version, electron, test }: Build, dist: string): Promise<Configuration> {
  const written = parse(await readFile(join(project, 'electron-builder.yml'), 'utf8')) as Configuration
  const electronFuses = { ...written.electronFuses }
  // An older one is for tests: it has no such fuse to set.
  if (Number.parseInt(electron.version, 10) < ALL_FUSES) delete electronFuses.grantFileProtocolExtraPrivileges
  return {
    ...written,
    electronDist: dist,
    electronVersion: electron.version,
    electronFuses,
    extraMetadata: { version },
    productName: test ? `${written.productName ?? ''} test build` : (written.productName ?? null),
  }
}
