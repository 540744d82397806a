import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { GREETING, Machine } from '../../broker/console/machine.ts'
import { type EdgeRig, openEdge, passwords } from '../../broker/edge-rig.ts'
import { openBrowser } from '../../renderer/gallery/browser.ts'
import { ScriptedServer } from './scripted-server.ts'

let rig: EdgeRig
let machine: Machine
let browser: Browser
let page: Page
const complaints: string[] = []
const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 50 })
const seen = () => page.evaluate(() => window.page.seen)

beforeAll(async () => {
  rig = await openEdge()
  machine = await Machine.at(join(rig.folder, 'ada-desk.sock'))
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: join(rig.kioskFiles, 'assets'),
      emptyOutDir: false,
      lib: { entry: join(import.meta.dirname, 'page-script.ts'), formats: ['es'], fileName: 'page' },
    },
  })
  await writeFile(join(rig.kioskFiles, 'index.html'), '<script type="module" src="assets/page.js"></script>')
  browser = await openBrowser()
  page = await browser.newPage()
  page.on('console', (message) => complaints.push(message.text()))
  await page.goto(rig.address)
  await page.waitForFunction(() => 'page' in window)
})
afterAll(async () => {
  await browser.close()
  await machine.close()
  await rig.close()
})

test('the client works in a page that the broker serves, under its policy', async () => {
  const { ada } = passwords
  expect(await page.evaluate(() => window.page.desktops())).toBe('urn:daruma:problem:not-signed-in')
  expect(await page.evaluate(() => window.page.signIn('wrong'))).toBe('urn:daruma:problem:wrong-password')
  expect(await page.evaluate((p) => window.page.signIn(p), ada)).toMatchObject({ person: { name: 'ada' } })
  expect(await page.evaluate(() => window.page.cookie())).toBe('')
  expect(await page.evaluate(() => window.page.desktops())).toMatchObject([{ id: 'ada-desk' }])

  await page.evaluate(() => window.page.follow())
  await until(async () => expect(await seen()).toEqual(['up', 'desktop']))
  await rig.touch('ada-desk')
  await until(async () => expect(await seen()).toEqual(['up', 'desktop', 'desktop']))
  expect(await page.evaluate(() => window.page.console())).toBe(GREETING)
  expect(complaints.filter((c) => c.includes('Content Security Policy'))).toEqual([])

  await page.evaluate(() => window.page.signOut())
  await until(async () => expect(await seen()).toEqual(['up', 'desktop', 'desktop', 'session-ended']))
  expect(await page.evaluate(() => window.page.desktops())).toBe('urn:daruma:problem:not-signed-in')
})

test('the policy lets the page speak to nobody else', async () => {
  const other = new ScriptedServer()
  other.answer = (_, response) => response.writeHead(200, { 'access-control-allow-origin': '*' }).end('hello')
  const address = await other.listen()
  expect(await page.evaluate((a) => window.page.elsewhere(a), address)).toBe('refused')
  expect(other.requests).toEqual([])
  expect(complaints.some((c) => c.includes('Content Security Policy'))).toBe(true)
  await other.close()
})

test('the page notices when the broker does not answer, and when it does again', async () => {
  await page.evaluate((p) => window.page.signIn(p), passwords.ada)
  await page.evaluate(() => {
    window.page.seen.length = 0
    window.page.follow()
  })
  await until(async () => expect(await seen()).toContain('desktop'))
  await page.context().setOffline(true)
  expect(await page.evaluate(() => window.page.desktops())).toBe('unreachable: no-network')
  await page.context().setOffline(false)
  await page.route('**/api/**', (route) => route.abort('connectionrefused'))
  expect(await page.evaluate(() => window.page.desktops())).toBe('unreachable: refused')
  await page.evaluate(() => window.page.follow())
  await until(async () => expect(await seen()).toContain('down: refused'))
  await page.unroute('**/api/**')
  await until(async () => expect((await seen()).slice(-2)).toEqual(['up', 'desktop']))
  await page.evaluate(() => window.page.stop())
})
