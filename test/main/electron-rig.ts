import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'

import { electronRuntime, getElectronRuntime } from '../../setup/electron/runtime.mjs'

import { copyApp, copyRuntime } from '../../setup/run/ordinary-user.ts'
import { builtKiosk } from '../rigs/built.ts'

/** Nobody, who owns nothing. Chromium's sandbox wants an ordinary user, and so does a kiosk. */
const NOBODY = 65534

/** The page that stands in for the kiosk's: what it tries to do on its own account is looked at from outside. */
const PAGE = `<!doctype html><title>Test page</title><p id="here">here</p>
<script>window.inlineRan = true</script>
<script src="script.js"></script>`
const SCRIPT = `window.fileRan = true
window.violations = []
addEventListener('securitypolicyviolation', (e) => violations.push(e.violatedDirective + ' ' + e.blockedURI))`

export interface Run {
  readonly app: ElectronApplication
  readonly page: Page
  /** What the app said on standard error. */
  readonly said: () => string
  readonly ended: Promise<number | null>
  /** Ends it, by force if it does not end by itself: one that shows a dialog waits for ever. */
  readonly close: () => Promise<void>
}

const CLOSE_MS = 10_000

/** A screen, an ordinary user and the built app, as often as a test wants to start it. */
export class ElectronRig {
  readonly #folder: string
  readonly #program: string
  readonly #screen: ChildProcess
  readonly #display: string
  readonly #started = new Set<ChildProcess>()

  private constructor(folder: string, program: string, screen: ChildProcess, display: string) {
    this.#folder = folder
    this.#program = program
    this.#screen = screen
    this.#display = display
  }

  /** `built`: with the kiosk's own page, in place of one that tries things. */
  static async open(kind: 'stand-in' | 'built' = 'stand-in'): Promise<ElectronRig> {
    await builtKiosk()
    const { path } = electronRuntime() ?? (await getElectronRuntime(() => undefined))
    const folder = mkdtempSync(join(tmpdir(), 'daruma-electron-'))
    chmodSync(folder, 0o755)
    await copyRuntime(dirname(path), join(folder, 'runtime'))
    await copyApp(join(folder, 'app'))
    if (kind === 'stand-in') {
      writeFileSync(join(folder, 'app', 'renderer', 'index.html'), PAGE)
      writeFileSync(join(folder, 'app', 'renderer', 'script.js'), SCRIPT)
    }
    const program = join(folder, 'electron.sh')
    writeFileSync(program, starter(join(folder, 'runtime', 'electron')), { mode: 0o755 })
    const { screen, display } = await openScreen()
    return new ElectronRig(folder, program, screen, display)
  }

  get display(): string {
    return this.#display
  }

  get appFolder(): string {
    return join(this.#folder, 'app')
  }

  /** A home of its own, so that one run knows nothing of another. */
  home(): string {
    const home = mkdtempSync(join(this.#folder, 'home-'))
    if (process.getuid?.() === 0) chownSync(home, NOBODY, NOBODY)
    return home
  }

  /** Starts it with Playwright beside it, which it allows only to developers. */
  async start(
    args: string[],
    { home = this.home(), env = {} }: { home?: string; env?: Record<string, string> } = {},
  ): Promise<Run> {
    const electron = await _electron.launch({
      executablePath: this.#program,
      args: [this.appFolder, ...args],
      env: { ...this.#environment(home), DARUMA_DEV: '1', ...env },
    })
    const child = electron.process()
    const said = collect(child)
    const ended = endOf(child)
    const page = await electron.firstWindow()
    const close = async () => {
      const late = setTimeout(() => killGroup(child), CLOSE_MS)
      await electron.close().catch(() => undefined)
      clearTimeout(late)
    }
    this.#started.add(child)
    return { app: electron, page, said, ended, close }
  }

  /** Starts it as it is started at a desk. Answers when it has ended. */
  async run(args: string[], { home = this.home() } = {}): Promise<{ code: number | null; said: string }> {
    const child = spawn(this.#program, [this.appFolder, ...args], {
      env: this.#environment(home),
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    this.#started.add(child)
    const said = collect(child)
    return { code: await endOf(child), said: said() }
  }

  close(): void {
    for (const child of this.#started) killGroup(child)
    this.#screen.kill()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  #environment(home: string): Record<string, string> {
    return { PATH: process.env['PATH'] ?? '', DISPLAY: this.#display, HOME: home, TMPDIR: home, XDG_RUNTIME_DIR: home }
  }
}

/** Playwright adds `--no-sandbox` where it is root itself. The user that it starts is not, so the sandbox stays. */
function starter(runtime: string): string {
  const user = process.getuid?.() === 0 ? `setpriv --reuid=${NOBODY} --regid=${NOBODY} --clear-groups` : ''
  return `#!/bin/sh
[ "$1" = --no-sandbox ] && shift
exec ${user} '${runtime}' "$@"
`
}

async function openScreen(): Promise<{ screen: ChildProcess; display: string }> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp', '-ac'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const number = await new Promise<string>((resolve, reject) => {
    screen.once('error', reject)
    screen.once('exit', () => reject(new Error('Xvfb ended before it had a display')))
    screen.stdio[3]?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()))
  })
  return { screen, display: `:${number}` }
}

/** With all that it started. */
function killGroup(child: ChildProcess): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  process.kill(-child.pid, 'SIGKILL')
}

function collect(child: ChildProcess): () => string {
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return () => said
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once('exit', (code) => resolve(code)))
}
