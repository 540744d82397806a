import { spawnSync } from 'node:child_process'
import { chmod, chown, copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { project } from '../places.mjs'

/** How to run Electron with its sandbox. */
export interface Launch {
  readonly command: readonly [string, ...string[]]
  /** The folder of the built app. */
  readonly app: string
  readonly env: NodeJS.ProcessEnv
  /** The folder that was made for it and goes with it, if any. */
  readonly made: string | null
}

const USER = 'nobody'

/**
 * Chromium's sandbox wants an ordinary user, and so does a kiosk: for root, Electron and the app are laid out where `nobody`
 * can read them, and run as that, with a way to root's screen. Null where that cannot be.
 * @param electron Electron's executable
 */
export async function asOrdinaryUser(electron: string): Promise<Launch | null> {
  const [uid, gid] = [idOf('-u'), idOf('-g')]
  if (uid === null || gid === null) return null
  const folder = await mkdtemp(join(tmpdir(), 'daruma-kiosk-'))
  await chmod(folder, 0o755)
  const [runtime, app, home] = [join(folder, 'electron'), join(folder, 'app'), join(folder, 'home')]
  await copyRuntime(dirname(electron), runtime)
  await copyApp(app)
  await mkdir(home, { mode: 0o700 })
  await chown(home, uid, gid)
  const drop = ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'] as const
  if (spawnSync(drop[0], [...drop.slice(1), 'unshare', '--user', 'true']).status !== 0) await sandboxByRoot(runtime)
  return {
    command: [...drop, join(runtime, 'electron')],
    app,
    env: { ...process.env, HOME: home, XDG_RUNTIME_DIR: home, ...(await screenOf(home, uid, gid)) },
    made: folder,
  }
}

/** Linked where it is on the same volume, for it is large. */
export async function copyRuntime(from: string, to: string): Promise<void> {
  if (spawnSync('cp', ['--archive', '--link', from, to]).status === 0) return
  await rm(to, { recursive: true, force: true })
  await cp(from, to, { recursive: true })
}

/** As it is packed: the built folder, and the one dependency that cannot be built into it. */
export async function copyApp(to: string): Promise<void> {
  for (const part of ['main', 'renderer', 'package.json'])
    await cp(join(project, 'out', part), join(to, part), { recursive: true })
  for (const name of ['node-hid', 'pkg-prebuilds'])
    await cp(join(project, 'node_modules', name), join(to, 'node_modules', name), { recursive: true })
}

/** Where an ordinary user may not make namespaces, Chromium's sandbox has a helper that is root's. */
async function sandboxByRoot(runtime: string): Promise<void> {
  const helper = join(runtime, 'chrome-sandbox')
  // Not the linked file: that one is the cache's, too.
  await copyFile(helper, `${helper}.own`)
  await rm(helper)
  await cp(`${helper}.own`, helper)
  await rm(`${helper}.own`)
  await chmod(helper, 0o4755)
}

/** The key to root's X screen, for this user to read. */
async function screenOf(home: string, uid: number, gid: number): Promise<NodeJS.ProcessEnv> {
  const key = process.env['XAUTHORITY'] ?? join(process.env['HOME'] ?? '/root', '.Xauthority')
  const own = join(home, '.Xauthority')
  try {
    await copyFile(key, own)
    await chown(own, uid, gid)
    return { XAUTHORITY: own }
  } catch {
    // There is none: the screen is open, or opened in another way.
    return {}
  }
}

function idOf(option: '-u' | '-g'): number | null {
  const { status, stdout } = spawnSync('id', [option, USER], { encoding: 'utf8' })
  return status === 0 ? Number(stdout.trim()) : null
}
