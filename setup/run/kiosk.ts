import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { electronRuntime, TEST_ONLY_NOTICE } from '../electron/runtime.mjs'
import type { Options } from '../options.mjs'
import { project } from '../places.mjs'
import { forgetKiosk, rememberKiosk } from './leftovers.ts'
import { asOrdinaryUser, type Launch } from './ordinary-user.ts'

export interface Kiosk {
  /** When its window was closed. A kiosk that could not open does not end the demo: it says so, and the browser is left. */
  readonly closed: Promise<void>
  stop(): Promise<void>
}

const PATIENCE_MS = 5000

/** Opens the kiosk on the broker at `address`. Null, with the reason said, where there can be no window. */
export async function openKiosk(options: Options, folder: string, address: string): Promise<Kiosk | null> {
  if (options.browser) return null
  if (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) {
    console.log('There is no screen here (DISPLAY and WAYLAND_DISPLAY are empty), so no kiosk opens.')
    return null
  }
  const runtime = electronRuntime()
  if (runtime === null) {
    console.log('There is no Electron, so no kiosk opens.')
    return null
  }
  if (runtime.testOnly) console.log(TEST_ONLY_NOTICE)
  const launch = await launchOf(runtime.path)
  const child = start(launch, options, address)
  if (child.pid !== undefined) await rememberKiosk(folder, { pid: child.pid, app: launch.app, made: launch.made })
  return watch(child, address, async () => {
    if (launch.made !== null) await rm(launch.made, { recursive: true, force: true })
    await forgetKiosk(folder)
  })
}

async function launchOf(electron: string): Promise<Launch> {
  const plain = { app: join(project, 'out'), env: process.env, made: null }
  if (process.getuid?.() !== 0) return { ...plain, command: [electron] }
  const ordinary = await asOrdinaryUser(electron)
  if (ordinary !== null) {
    console.log('You are root, and a kiosk is not: it runs as nobody.')
    return ordinary
  }
  console.log('You are root and there is no user nobody: the kiosk runs without its sandbox, for trying alone.')
  return { ...plain, command: [electron, '--no-sandbox'] }
}

function start(launch: Launch, options: Options, address: string) {
  const [program, ...args] = launch.command
  const onWayland = !process.env['DISPLAY']
  return spawn(
    program,
    [
      ...args,
      launch.app,
      `--broker=${address}`,
      ...(options.fullScreen ? [] : ['--window']),
      ...(onWayland ? ['--ozone-platform=wayland'] : []),
    ],
    // Ctrl-C is for this process, which then stops everything in its order.
    { env: launch.env, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  )
}

function watch(child: ReturnType<typeof start>, address: string, clean: () => Promise<void>): Kiosk {
  let said = ''
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(-2000)))
  const { promise: ended, resolve: end } = Promise.withResolvers<boolean>()
  child.once('error', (error) => {
    said += error.message
    end(false)
  })
  child.once('exit', (code) => end(code === 0))
  let stopping = false
  const { promise: closed, resolve: close } = Promise.withResolvers<undefined>()
  void ended.then((well) => {
    if (well || stopping) close(undefined)
    else console.log(`\nThe kiosk ended with an error; the demo goes on at ${address} in a browser.\n${said.trim()}`)
  })
  return {
    closed,
    stop: async () => {
      stopping = true
      child.kill('SIGTERM')
      const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
      await ended
      clearTimeout(impatient)
      await clean()
    },
  }
}
