import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createHttpsServer, type Server as HttpsServer } from 'node:https'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { endSessions } from '../../broker/identity/sessions.ts'
import type { Answered, Bridge, BridgeEvent } from '../../shared/bridge.ts'
import { type EdgeRig, openEdge, PICTURE, passwords } from '../broker/edge-rig.ts'
import { ElectronRig, type Run } from './electron-rig.ts'

declare global {
  interface Window {
    inlineRan?: boolean
    fileRan?: boolean
    violations: string[]
    events: unknown[][]
    stopListening: () => void
  }
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 })

let rig: ElectronRig
let edge: EdgeRig
beforeAll(async () => {
  rig = await ElectronRig.open()
  edge = await openEdge()
})
afterAll(async () => {
  rig.close()
  await edge.close()
})

/** Asks the bridge as the page would. */
function call(page: Page, name: string, ask: unknown): Promise<Answered<unknown>> {
  return page.evaluate(([name, ask]) => (window.daruma as Bridge).call(name as never, ask as never), [
    name,
    ask,
  ] as const)
}
/** Runs in the page of the first window, whatever became of the page that Playwright knows. A page that is gone is silent. */
async function inPage(app: ElectronApplication, code: string): Promise<unknown> {
  const answer = app.evaluate(
    ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code) as unknown,
    code,
  )
  const silent = new Promise((_, reject) => setTimeout(() => reject(new Error('the page is silent')), 1000))
  return Promise.race([answer, silent])
}

/** What systemd would hear of a service that it started, with a limit of four seconds. */
function listenAsSystemd(folder: string) {
  const path = join(folder, 'notify')
  // Node has no datagrams on paths. And what systemd-notify sends to see that it was heard is to be dropped, not kept.
  const listen = `socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, sockaddr_un($ARGV[0])) or die; chmod 0666, $ARGV[0]; $| = 1;
    while (defined recv(S, $word, 4096, 0)) { print "$word\\n" }`
  const socket = spawn('perl', ['-MSocket', '-e', listen, path], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  socket.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return {
    env: { NOTIFY_SOCKET: path, WATCHDOG_USEC: '4000000' },
    heard: () => said.match(/READY=1|WATCHDOG=1/g) ?? [],
    stop: () => socket.kill(),
  }
}

describe('the kiosk', () => {
  let run: Run
  let app: ElectronApplication
  let page: Page
  let home: string
  beforeAll(async () => {
    home = rig.home()
    run = await rig.start([`--broker=${edge.address}`], { home })
    ;({ app, page } = run)
    await page.waitForSelector('#here')
  })
  afterAll(() => run.close())

  test('fills the screen with one window, without a menu, sandboxed', async () => {
    await until(async () => {
      expect(await page.evaluate(() => [innerWidth, innerHeight, screenX, screenY])).toEqual([1280, 800, 0, 0])
    })
    const facts = await app.evaluate(({ BrowserWindow, Menu }) => {
      const [window, ...others] = BrowserWindow.getAllWindows()
      return { kiosk: window?.isKiosk(), others: others.length, menu: Menu.getApplicationMenu() }
    })
    expect(facts).toEqual({ kiosk: true, others: 0, menu: null })
    const sandbox = await app.evaluate(({ app }) => [
      process.getuid?.() === 0,
      ['no-sandbox', 'disable-setuid-sandbox', 'no-zygote'].filter((name) => app.commandLine.hasSwitch(name)),
    ])
    expect(sandbox).toEqual([false, []])
  })

  describe('its page', () => {
    test('runs its own files and no script beside them', async () => {
      expect(page.url()).toBe('app://kiosk/index.html')
      expect(await page.evaluate(() => [window.fileRan, window.inlineRan])).toEqual([true, undefined])
      const evalRan = page.evaluate(() => {
        const script = document.createElement('script')
        script.textContent = 'window.inlineRan = true'
        document.body.append(script)
        return window.inlineRan
      })
      expect(await evalRan).toBeUndefined()
    })

    test('has nothing of Node or Electron but the bridge, which cannot be changed', async () => {
      const seen = await page.evaluate(() => {
        const bridge = window.daruma as unknown as Record<string, unknown>
        try {
          bridge['call'] = () => 'mine'
        } catch {
          // In strict code.
        }
        try {
          ;(window as unknown as Record<string, unknown>)['daruma'] = { call: 'mine' }
        } catch {
          // The same.
        }
        const globals = ['require', 'process', 'Buffer', 'module', 'ipcRenderer', 'electron', 'global']
        return {
          keys: Object.keys(bridge).sort(),
          frozen: Object.isFrozen(bridge),
          mine: String(bridge['call']).includes('mine') || (bridge as unknown) !== window.daruma,
          globals: globals.filter((name) => name in window),
        }
      })
      expect(seen).toEqual({ keys: ['call', 'listen'], frozen: true, mine: false, globals: [] })
    })

    test('reaches the console of its broker, and nothing else', async () => {
      const reached = await page.evaluate(async (broker) => {
        window.violations.length = 0
        const socket = (url: string) =>
          new Promise<void>((resolve) => {
            try {
              const it = new WebSocket(url)
              it.onerror = it.onopen = () => resolve()
            } catch {
              resolve()
            }
          })
        await socket(`${broker.replace('http', 'ws')}/api/v1/console`)
        const allowed = window.violations.length
        await socket(`${broker.replace('http', 'ws')}/api/v1/other`)
        await fetch(`${broker}/api/v1/health`).catch(() => undefined)
        await fetch('https://example.com/').catch(() => undefined)
        await new Promise((resolve) => {
          const image = new Image()
          image.onerror = image.onload = resolve
          image.src = `${broker}/x.png`
        })
        await new Promise((resolve) => setTimeout(resolve, 100))
        return { allowed, refused: window.violations.map((v) => v.split(' ')[0]) }
      }, edge.address)
      expect(reached).toEqual({ allowed: 0, refused: ['connect-src', 'connect-src', 'connect-src', 'img-src'] })
    })

    test('opens no window', async () => {
      expect(await page.evaluate(() => window.open('app://kiosk/index.html'))).toBeNull()
      expect(await page.evaluate(() => window.open('https://example.com/', '_blank', 'popup'))).toBeNull()
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    })

    test('is granted no permission', async () => {
      const states = await page.evaluate(async () => {
        const names = [
          'notifications',
          'camera',
          'microphone',
          'geolocation',
          'clipboard-read',
          'midi',
          'screen-wake-lock',
        ]
        const asked = names.map(async (name) => navigator.permissions.query({ name: name as PermissionName }))
        return (await Promise.all(asked)).map(({ state }) => state)
      })
      expect(new Set(states)).toEqual(new Set(['denied']))
      const granted = await page.evaluate(async () => {
        const hid = (navigator as unknown as { hid: { getDevices(): Promise<unknown[]> } }).hid
        const tries: Record<string, () => Promise<unknown>> = {
          notification: async () =>
            (await Notification.requestPermission()) === 'granted' || Promise.reject(new Error()),
          screen: () => navigator.mediaDevices.getDisplayMedia(),
          place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
          hid: async () => (await hid.getDevices()).length > 0 || Promise.reject(new Error()),
        }
        const granted: string[] = []
        for (const [name, attempt] of Object.entries(tries))
          await attempt().then(
            () => granted.push(name),
            () => undefined,
          )
        return granted
      })
      expect(granted).toEqual([])
    })

    test.each([
      'https://example.com/',
      'file:///etc/hostname',
      'data:text/html,x',
      'app://other/index.html',
      'mailto:somebody@example.com',
      'ssh://example.com',
      'view-source:app://kiosk/index.html',
      'chrome://settings/',
      'devtools://devtools/bundled/inspector.html',
    ])('does not go to %s', async (address) => {
      await page.evaluate((address) => {
        location.href = address
      }, address)
      await page.evaluate((address) => {
        const link = document.createElement('a')
        link.href = address
        document.body.append(link)
        link.click()
      }, address)
      await page.waitForTimeout(200)
      expect(page.url()).toBe('app://kiosk/index.html')
      expect(await page.evaluate(() => window.fileRan)).toBe(true)
    })

    test('downloads nothing, whether its policy or main has to see to it', async () => {
      await app.evaluate(({ session, BrowserWindow }) => {
        const seen: boolean[] = []
        ;(globalThis as Record<string, unknown>)['downloads'] = seen
        session.defaultSession.on('will-download', (event) => seen.push(event.defaultPrevented))
        BrowserWindow.getAllWindows()[0]?.webContents.downloadURL('app://kiosk/script.js')
      })
      await page.evaluate(() => {
        const link = document.createElement('a')
        link.download = 'file.txt'
        link.href = URL.createObjectURL(new Blob(['x']))
        document.body.append(link)
        link.click()
      })
      await until(async () => {
        expect(await app.evaluate(() => (globalThis as Record<string, unknown>)['downloads'])).toContain(true)
      })
      expect(await app.evaluate(() => (globalThis as Record<string, unknown>)['downloads'])).not.toContain(false)
      expect(readdirSync(home)).not.toContain('Downloads')
    })

    test('opens no dialog: not to tell, to ask, or to print', async () => {
      const heard: string[] = []
      page.on('console', (message) => heard.push(message.text()))
      const confirmed = await page.evaluate(() => {
        window.alert('x')
        window.print()
        return window.confirm('x')
      })
      expect(confirmed).toBe(false)
      // Said by Chromium for each: the sandboxed page may not.
      await until(() => expect(heard.filter((line) => line.includes('allow-modals')).length).toBeGreaterThanOrEqual(3))
      const framed = await page.evaluate(() => {
        const frame = document.createElement('iframe')
        document.body.append(frame)
        frame.contentWindow?.print()
        frame.remove()
        return true
      })
      expect(framed).toBe(true)
    })

    test('goes nowhere by what is dropped on it', async () => {
      const session = await page.context().newCDPSession(page)
      const data = { items: [], files: ['/etc/hostname'], dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data })
      const link = { items: [{ mimeType: 'text/uri-list', data: 'https://example.com/' }], dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data: link })
      await page.waitForTimeout(500)
      expect(page.url()).toBe('app://kiosk/index.html')
      expect(await page.evaluate(() => window.fileRan)).toBe(true)
      expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
    })

    test('cannot leave the whole screen, or take the pointer', async () => {
      await page.evaluate(() => {
        window.moveTo(100, 100)
        window.resizeTo(300, 300)
      })
      const bounds = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
      await until(async () => expect(await bounds()).toEqual({ x: 0, y: 0, width: 1280, height: 800 }))
      // And stays so.
      await page.waitForTimeout(1000)
      expect(await bounds()).toEqual({ x: 0, y: 0, width: 1280, height: 800 })
      expect(
        await page
          .evaluate(async () => {
            await document.body.requestPointerLock()
            return document.pointerLockElement
          })
          .catch(() => null),
      ).toBeNull()
    })

    test('is not closed, reloaded, zoomed or inspected by any key; those go to the desktop', async () => {
      await page.evaluate(() => {
        window.events = []
        addEventListener('keydown', (e) => window.events.push([e.key, e.defaultPrevented]))
        Object.assign(window, { still: 'the same page' })
      })
      // As if from a keyboard: unlike Playwright's own, these keys would reach a menu.
      await app.evaluate(({ BrowserWindow }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents
        const keys = ['^R', 'F5', '^W', '^Q', '^+I', '^+R', 'F11', 'F12', '^=', '^-', '!F4', '!Left']
        const names = { '^': 'control', '+': 'shift', '!': 'alt' } as const
        for (const key of keys) {
          const keyCode = key.replace(/^[\^+!]+/, '')
          const modifiers = Array.from(key.slice(0, -keyCode.length), (m) => names[m as keyof typeof names])
          for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode, modifiers })
        }
      })
      await page.waitForTimeout(300)
      const facts = await app.evaluate(({ BrowserWindow }) => {
        const [window] = BrowserWindow.getAllWindows()
        const contents = window?.webContents
        return [window?.isKiosk(), contents?.isDevToolsOpened(), contents?.getZoomLevel()]
      })
      expect(facts).toEqual([true, false, 0])
      const heard = await page.evaluate(() => [(window as unknown as { still: string }).still, window.events.length])
      expect(heard[0]).toBe('the same page')
      expect(heard[1]).toBeGreaterThanOrEqual(12)
    })
  })

  describe('the bridge', () => {
    test('answers its page', async () => {
      const facts = await call(page, 'facts', null)
      expect(facts).toMatchObject({ ok: true, value: { surroundings: 'electron', helpDesk: null, version: '0.1.0' } })
      expect(await call(page, 'state', null)).toMatchObject({
        ok: true,
        value: { session: null, button: { is: 'none' } },
      })
      expect(await call(page, 'light', 'recovering')).toEqual({ ok: true, value: null })
    })

    test('refuses the unknown, the malformed and the oversized', async () => {
      const problem = (type: string) => ({ ok: false, problem: { type: `urn:daruma:problem:${type}` } })
      expect(await call(page, 'quit', null)).toMatchObject(problem('bad-request'))
      expect(await call(page, '__proto__', null)).toMatchObject(problem('bad-request'))
      expect(await call(page, 'desktop', '../../etc')).toMatchObject(problem('bad-request'))
      expect(await call(page, 'signIn', { name: 'a', password: 'x'.repeat(1_000_000) })).toMatchObject(
        problem('too-large'),
      )
    })

    test('tells no stranger: not another window with the same page, not another page in the same window', async () => {
      const others = await app.evaluate(async ({ app, BrowserWindow }) => {
        const ask = "window.daruma.call('facts', null).then(() => 'answered', (e) => e.message)"
        const preload = `${app.getAppPath()}/main/preload.cjs`
        const other = new BrowserWindow({ show: false, webPreferences: { preload, sandbox: true } })
        await other.loadURL('app://kiosk/index.html')
        const fromOther = (await other.webContents.executeJavaScript(ask)) as string
        other.destroy()
        const own = BrowserWindow.getAllWindows()[0]?.webContents
        await own?.loadURL('data:text/html,strange')
        const fromStrange = (await own?.executeJavaScript(ask)) as string
        return [fromOther, fromStrange]
      })
      for (const said of others) expect(said).toContain('Only the page of the kiosk itself is answered.')
      // The kiosk brings its own page back by itself.
      await until(async () => expect(await inPage(app, 'window.fileRan')).toBe(true))
      await page.waitForSelector('#here')
    })

    test('is not there in a frame', async () => {
      const frames = await page.evaluate(async () => {
        const frame = document.createElement('iframe')
        frame.srcdoc = '<p>framed</p>'
        const loaded = new Promise((resolve) => (frame.onload = resolve))
        document.body.append(frame)
        await loaded
        return 'daruma' in (frame.contentWindow ?? {})
      })
      expect(frames).toBe(false)
    })
  })

  describe('with somebody signed in', () => {
    beforeAll(async () => {
      await page.evaluate(() => {
        window.events = []
        window.stopListening = (window.daruma as Bridge).listen((...heard: unknown[]) => window.events.push(heard))
      })
      expect(await call(page, 'signIn', { name: 'ada', password: 'wrong' })).toMatchObject({ ok: false })
      expect(await call(page, 'signIn', { name: 'ada', password: passwords.ada })).toMatchObject({ ok: true })
    })
    // What is heard later is heard by others alone: a hearer that stopped is told nothing.
    afterAll(() => page.evaluate(() => window.stopListening()))
    const heard = () => page.evaluate(() => window.events) as Promise<[BridgeEvent][]>

    test('its desktops, their events and pictures reach the page, the token does not', async () => {
      const desktops = await call(page, 'desktops', null)
      expect(desktops).toMatchObject({ ok: true, value: [{ id: 'ada-desk' }] })
      await until(async () => expect((await heard()).map(([e]) => e.type)).toContain('desktop'))
      // The bridge's event alone, not Electron's.
      for (const args of await heard()) expect(args).toHaveLength(1)
      const picture = await page.evaluate(
        async (ask) => {
          const answer = await (window.daruma as Bridge).call('picture', ask)
          return answer.ok ? Array.from(answer.value) : answer.problem.type
        },
        { desktopId: 'ada-desk', pointId: edge.point },
      )
      expect(picture).toEqual([...PICTURE])
      const state = await call(page, 'state', null)
      expect(JSON.stringify([state, desktops, await heard()])).not.toMatch(/token|bearer/i)
    })

    test('its console opens: from this page the broker takes a ticket', async () => {
      const socket = join(edge.folder, 'ada-desk.sock')
      rmSync(socket, { force: true })
      const machine = createServer((connection) => connection.end('RFB 003.008\n')).listen(socket)
      const first = await page.evaluate(async () => {
        const answer = await (window.daruma as Bridge).call('openConsole', 'ada-desk')
        if (!answer.ok) return answer.problem.type
        return new Promise<string>((resolve) => {
          const it = new WebSocket(answer.value.url, answer.value.protocols)
          it.binaryType = 'arraybuffer'
          it.onmessage = (e) => resolve(new TextDecoder().decode(e.data as ArrayBuffer))
          it.onclose = (e) => resolve(`closed ${e.code} ${e.reason}`)
        })
      })
      machine.close()
      expect(first).toBe('RFB 003.008\n')
    })

    test('an end of the session at the broker reaches the page', async () => {
      const { id } = await edge.store.db
        .selectFrom('person')
        .select('id')
        .where('name', '=', 'ada')
        .executeTakeFirstOrThrow()
      await edge.store.transaction((trx) => endSessions(trx, { personId: id }, 'test', 'ended'))
      await until(async () =>
        expect((await heard()).map(([e]) => e)).toContainEqual({ type: 'session', session: null }),
      )
      expect(await call(page, 'desktops', null)).toMatchObject({ ok: false, problem: { status: 401 } })
    })
  })

  test('a second one ends at once; the first one stays', async () => {
    const { code } = await rig.run([`--broker=${edge.address}`], { home })
    expect(code).toBe(0)
    expect(await inPage(app, 'document.title')).toBe('Test page')
  })

  test('the process that reads buttons is started again when it dies, and the page is told', async () => {
    const pidOf = () =>
      app.evaluate(
        ({ app }) => app.getAppMetrics().find((m) => m.type === 'Utility' && m.name === 'daruma-button')?.pid,
      )
    await page.evaluate(() => {
      window.events = []
      ;(window.daruma as Bridge).listen((event) => window.events.push([event]))
    })
    const pid = await pidOf()
    if (pid === undefined) throw new Error('there is no such process')
    process.kill(pid, 'SIGKILL')
    const states = async () =>
      ((await page.evaluate(() => window.events)) as [BridgeEvent][]).flatMap(([e]) =>
        e.type === 'button' ? [e.button.is] : [],
      )
    await until(async () => expect(await states()).toEqual(['failed', 'none']))
    await until(async () => {
      const again = await pidOf()
      expect(again).toBeGreaterThan(0)
      expect(again).not.toBe(pid)
    })
  })
})

describe('a broker with the certificate of a private authority', () => {
  let folder: string
  let server: HttpsServer
  let broker: string
  const file = (name: string) => join(folder, name)
  beforeAll(async () => {
    folder = rig.home()
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1', '-days', '2']
    const files = ['-keyout', file('key.pem'), '-out', file('certificate.pem')]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', ...subject, ...files], {
      stdio: 'ignore',
    })
    server = createHttpsServer({ key: readFileSync(file('key.pem')), cert: readFileSync(file('certificate.pem')) })
    server.on('request', (_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ status: 'ok', version: '1.2.3', checks: {} }))
    })
    new WebSocketServer({ server })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    broker = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  /** What the kiosk's two ways to the broker come to: main's calls, and the page's socket. */
  async function ways(config: object): Promise<[link: unknown, socket: unknown]> {
    writeFileSync(file('kiosk.json'), JSON.stringify({ broker, ...config }))
    chmodSync(file('kiosk.json'), 0o644)
    const { page, close } = await rig.start([`--config=${file('kiosk.json')}`])
    try {
      await page.waitForSelector('#here')
      let link: { is: string; why?: string } = { is: 'connecting' }
      await until(async () => {
        const state = await call(page, 'state', null)
        link = (state as { value: { link: typeof link } }).value.link
        expect(link.is).not.toBe('connecting')
      })
      const socket = page.evaluate((broker) => {
        const it = new WebSocket(`${broker.replace('https', 'wss')}/api/v1/console`)
        return new Promise<string>((resolve) => {
          it.onopen = () => resolve('open')
          it.onclose = () => resolve('refused')
        })
      }, broker)
      return [link.why ?? link.is, await socket]
    } finally {
      await close()
    }
  }

  test('is not trusted, by main or by the page', async () => {
    expect(await ways({})).toEqual(['certificate', 'refused'])
  })

  test('is trusted by both once the authority is named', async () => {
    expect(await ways({ authorityFile: file('certificate.pem') })).toEqual(['up', 'open'])
  })

  test('is not trusted by either if another one is named', async () => {
    const files = ['-keyout', file('other.key'), '-out', file('other.pem')]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=127.0.0.1', ...files], {
      stdio: 'ignore',
    })
    expect(await ways({ authorityFile: file('other.pem') })).toEqual(['certificate', 'refused'])
  })
})

describe('trouble', () => {
  let run: Run
  afterEach(() => run.close())

  test('a page that crashes or hangs is loaded again, and systemd hears of it only while it lives', async () => {
    const systemd = listenAsSystemd(rig.home())
    onTestFinished(() => void systemd.stop())
    run = await rig.start([`--broker=${edge.address}`, '--window'], { env: systemd.env })
    const { app, page, said } = run
    await page.waitForSelector('#here')
    await until(() => expect(systemd.heard()).toEqual(expect.arrayContaining(['READY=1', 'WATCHDOG=1'])))
    const loadedAgain = async () => {
      await until(async () => expect(await inPage(app, 'window.before === undefined && window.fileRan')).toBe(true))
      expect(await inPage(app, "window.daruma.call('state', null).then((a) => a.ok)")).toBe(true)
    }
    await inPage(app, 'void (window.before = true)')
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer())
    await loadedAgain()
    expect(said()).toContain('its process is gone')

    await inPage(app, 'void (window.before = true)')
    await inPage(app, 'void setTimeout(() => { for (;;); }, 100)')
    const before = systemd.heard().length
    await until(() => expect(said()).toContain('no sign of life'))
    // One may have been on its way.
    expect(systemd.heard().length).toBeLessThanOrEqual(before + 1)
    await loadedAgain()
    await until(() => expect(systemd.heard().length).toBeGreaterThan(before + 1))
    expect(systemd.heard().filter((word) => word === 'READY=1')).toHaveLength(1)

    // One that shows nothing hangs, too, though it answers.
    await inPage(app, "void (document.body.innerHTML = '')")
    await until(async () => expect(await inPage(app, "document.body.innerText !== '' && window.fileRan")).toBe(true))
  })

  test('a page that empties itself is loaded again; one that closes its window ends the app with an error', async () => {
    run = await rig.start([`--broker=${edge.address}`])
    const { app, page, said, ended } = run
    await page.waitForSelector('#here')
    await inPage(app, "void (location.href = 'about:blank')")
    await until(() => expect(said()).toContain('it went to about:blank'))
    await until(async () => expect(await inPage(app, 'window.fileRan')).toBe(true))
    await inPage(app, 'window.close()').catch(() => undefined)
    expect(await ended).toBe(1)
    expect(said()).toContain('its window is gone')
  })

  test('a page that cannot be loaded is tried again, until the app gives up with an error', async () => {
    rmSync(join(rig.appFolder, 'renderer', 'index.html'))
    try {
      const { code, said } = await rig.run([`--broker=${edge.address}`])
      expect(code).toBe(1)
      expect(said).toContain('failure 8 in a row')
    } finally {
      writeFileSync(
        join(rig.appFolder, 'renderer', 'index.html'),
        '<!doctype html><title>Test page</title><p id="here">here',
      )
    }
  })

  test.each([
    [
      'an error that nobody caught',
      () =>
        setTimeout(() => {
          throw new Error('on purpose')
        }),
    ],
    ['a rejection that nobody handled', () => void Promise.reject(new Error('on purpose'))],
  ])('%s ends it with an error, and no dialog', async (what, provoke) => {
    run = await rig.start([`--broker=${edge.address}`])
    await run.app.evaluate(provoke).catch(() => undefined)
    expect(await run.ended).toBe(1)
    expect(run.said()).toContain(`${what}: Error: on purpose`)
  })

  test('told to end, it ends well, and takes its processes along, whatever its page says', async () => {
    run = await rig.start([`--broker=${edge.address}`])
    await run.page.waitForSelector('#here')
    await run.page.click('#here')
    await run.page.evaluate(() => {
      onbeforeunload = (event) => event.preventDefault()
    })
    const pids = await run.app.evaluate(({ app }) => app.getAppMetrics().map((m) => m.pid))
    expect(pids.length).toBeGreaterThan(3)
    process.kill(pids[0] ?? 0, 'SIGTERM')
    expect(await run.ended).toBe(0)
    await until(() => expect(pids.filter((pid) => existsSync(`/proc/${pid}`))).toEqual([]))
  })
})

describe('the command line', () => {
  test('without a broker it says what to write, and ends for good', async () => {
    const { code, said } = await rig.run([])
    expect([code, said]).toEqual([2, expect.stringContaining('No broker is named') as string])
  })

  test('with a broker over plain http on another computer it ends', async () => {
    const { code, said } = await rig.run(['--broker=http://desktops.example.org'])
    expect([code, said]).toEqual([2, expect.stringContaining('plain http to another computer') as string])
  })

  test.each(['--remote-debugging-port=0', '--inspect=0'])('at a desk, %s is refused', async (flag) => {
    const { code, said } = await rig.run([`--broker=${edge.address}`, flag])
    expect([code, said]).toEqual([2, expect.stringContaining('opens the kiosk to others') as string])
  })
})
