import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEdge, passwords } from '../../broker/edge-rig.ts'
import { ElectronRig } from '../../main/electron-rig.ts'
import { isTestBuild, makePackages, packageFile } from '../../package/packages.ts'
import type { Say } from '../figures.ts'
import { serveBarePage } from './bare-page.ts'
import { MovingPicture } from './moving-picture.ts'
import { type Weighed, weigh } from './process-tree.ts'

const SETTLE_MS = 10_000
const MEASURE_MS = 20_000
const PATIENCE = { timeout: 120_000 }

interface Row {
  readonly what: string
  readonly engine: string
  /** From the start until it can be used: the sign-in for the kiosk, the picture for all others. */
  readonly startMs: number
  readonly idle: Weighed
  readonly moving: Weighed
}

/** What shows a picture weighs: the kiosk, beside the least that could be had in its place. Same picture, screen and minute. */
export async function weight(say: Say): Promise<void> {
  const picture = new MovingPicture()
  const folder = mkdtempSync(join(tmpdir(), 'daruma-weight-'))
  chmodSync(folder, 0o711)
  const socket = join(folder, 'picture.sock')
  await picture.listen(socket)
  const port = await picture.listen(0)
  const rows: Row[] = []
  try {
    rows.push(await kiosk(picture), await bareInElectron(picture, socket))
    const screen = await ElectronRig.open('stand-in')
    try {
      rows.push(await bareInChromium(picture, socket, screen.display, folder))
      const viewer = '/usr/bin/xtigervncviewer'
      if (existsSync(viewer)) rows.push(await nativeViewer(picture, viewer, port, screen.display, folder))
      else console.log('no native viewer was measured: apt-get install tigervnc-viewer')
    } finally {
      screen.close()
    }
  } finally {
    picture.close()
    rmSync(folder, { recursive: true, force: true })
  }
  await makePackages()
  const bytes = statSync(packageFile('kiosk')).size
  const packed = `${(bytes / 2 ** 20).toFixed(1)} MiB${isTestBuild() ? ' (around the test runtime)' : ''}`
  const [ours, bare] = rows
  const ratio = ours === undefined || bare === undefined ? Number.NaN : ours.idle.mebibytes / bare.idle.mebibytes
  const text = [
    '',
    '| what | engine | start | memory | idle | with a moving picture |',
    '|---|---|---|---|---|---|',
    ...rows.map(
      ({ what, engine, startMs, idle, moving }) =>
        `| ${what} | ${engine} | ${(startMs / 1000).toFixed(1)} s | ${idle.mebibytes.toFixed(0)} MiB | ${idle.percent.toFixed(2)} % | ${moving.percent.toFixed(1)} %, ${moving.mebibytes.toFixed(0)} MiB |`,
    ),
    `The kiosk has ${ratio.toFixed(2)} times the memory of a bare page in the same engine. The package has ${packed}.`,
  ]
  say('weight', text.join('\n'), { rows, ratio, packageBytes: bytes })
}

async function measure(
  what: string,
  engine: string,
  startMs: number,
  pid: number,
  picture: MovingPicture,
): Promise<Row> {
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS))
  const idle = await weigh(pid, MEASURE_MS)
  picture.moves = true
  const moving = await weigh(pid, MEASURE_MS)
  picture.moves = false
  return { what, engine, startMs, idle, moving }
}

async function kiosk(picture: MovingPicture): Promise<Row> {
  const rig = await ElectronRig.open('built')
  const edge = await openEdge()
  await picture.listen(join(edge.folder, 'ada-desk.sock'))
  try {
    const startedAt = performance.now()
    const { app, page, close } = await rig.start([`--broker=${edge.address}`])
    await page.getByLabel('User name').waitFor(PATIENCE)
    const startMs = performance.now() - startedAt
    await page.getByLabel('User name').fill('ada')
    await page.getByLabel('Password').fill(passwords.ada)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.locator('.console-box.shown').waitFor({ state: 'attached', ...PATIENCE })
    const engine = await app.evaluate(
      () => `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}`,
    )
    const row = await measure('this kiosk', engine, startMs, app.process().pid ?? 0, picture)
    await close()
    return row
  } finally {
    rig.close()
    await edge.close()
  }
}

async function bareInElectron(picture: MovingPicture, socket: string): Promise<Row> {
  const rig = await ElectronRig.open('stand-in')
  const bare = await serveBarePage(socket)
  writeFileSync(
    join(rig.appFolder, 'main', 'index.cjs'),
    `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ kiosk: true, width: 1280, height: 800, webPreferences: { sandbox: true } }).loadURL('${bare.url}'))`,
  )
  try {
    const startedAt = performance.now()
    const connected = bare.connected()
    const { app, close } = await rig.start([])
    await connected
    const startMs = performance.now() - startedAt
    const engine = await app.evaluate(
      () => `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}`,
    )
    const row = await measure('a bare noVNC page in the same engine', engine, startMs, app.process().pid ?? 0, picture)
    await close()
    return row
  } finally {
    rig.close()
    bare.close()
  }
}

async function bareInChromium(picture: MovingPicture, socket: string, display: string, folder: string): Promise<Row> {
  const bare = await serveBarePage(socket)
  const home = userFolder(folder, 'chromium')
  const engine = execFileSync('chromium', ['--version'], { encoding: 'utf8' })
    .trim()
    .replace(/ built.*/, '')
  const connected = bare.connected()
  const startedAt = performance.now()
  const child = asUser(['chromium', '--kiosk', '--no-first-run', `--user-data-dir=${home}`, bare.url], display, home)
  try {
    await connected
    return await measure(
      'a bare noVNC page in chromium --kiosk',
      engine,
      performance.now() - startedAt,
      child.pid ?? 0,
      picture,
    )
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    bare.close()
  }
}

async function nativeViewer(
  picture: MovingPicture,
  viewer: string,
  port: number,
  display: string,
  folder: string,
): Promise<Row> {
  const home = userFolder(folder, 'viewer')
  const version = execFileSync('dpkg-query', ['-W', '-f=${Version}', 'tigervnc-viewer'], { encoding: 'utf8' })
  const startedAt = performance.now()
  const connected = picture.nextClient()
  const child = asUser([viewer, '-FullScreen', '-SecurityTypes', 'None', `127.0.0.1::${port}`], display, home)
  try {
    await connected
    return await measure(
      'a native viewer',
      `TigerVNC ${version}`,
      performance.now() - startedAt,
      child.pid ?? 0,
      picture,
    )
  } finally {
    process.kill(-(child.pid ?? 0), 'SIGKILL')
  }
}

const NOBODY = 65534

function userFolder(folder: string, name: string): string {
  const made = join(folder, name)
  execFileSync('install', ['-d', '-m', '0700', '-o', String(NOBODY), '-g', String(NOBODY), made])
  return made
}

/** As an ordinary user, as the kiosk is: Chromium keeps its sandbox. */
function asUser(command: readonly string[], display: string, home: string) {
  return spawn('setpriv', [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', ...command], {
    env: { PATH: process.env['PATH'] ?? '', DISPLAY: display, HOME: home, XDG_RUNTIME_DIR: home, TMPDIR: home },
    stdio: 'ignore',
    detached: true,
  })
}
