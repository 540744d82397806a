import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from '../browser.ts'
import { barriers } from '../in-page.ts'
import { buildPage, built } from './build-page.ts'
import { FakeBroker } from './fake-broker.ts'
import { spills } from './spills.ts'
import { type State, states, usual } from './states.ts'
import { firstViewBytes } from './weight.ts'

const project = join(import.meta.dirname, '../../../..')
const shots = join(project, 'out/screenshots/admin')
const long = process.env['DARUMA_TEST_LONG'] === '1'
/** In the long form there are pictures of all, and a screen four times as large. */
const sizes = long
  ? ([
      [1440, 900],
      [1024, 768],
      [3840, 2160],
    ] as const)
  : ([
      [1440, 900],
      [1024, 768],
    ] as const)

/** Every state of the help desk's page, as it is built, under the broker's policy. Pictures go to out/screenshots/admin. */
describe('every state of the help desk', () => {
  let browser: Browser
  let broker: FakeBroker
  let page: Page
  let address: string
  const wrong: string[] = []
  const found: { readonly state: string; readonly by: string; readonly what: string }[] = []
  const foundBy = (by: RegExp) => found.filter((f) => by.test(f.by)).map((f) => `${f.state}, ${f.by}: ${f.what}`)

  beforeAll(async () => {
    await buildPage()
    broker = new FakeBroker(built)
    address = await broker.listen()
    usual(broker, null)
    browser = await openBrowser()
    const opened = await openPage(browser, `${address}/admin/`)
    page = opened.page
    await rm(shots, { recursive: true, force: true })
    await mkdir(shots, { recursive: true })
    for (const [name, state] of Object.entries(states)) await look(name, state)
    // A broker that refuses or is gone is what some states are about.
    wrong.push(...opened.wrong.filter((line) => !/^Failed to load resource|net::ERR/.test(line)))
  })
  afterAll(async () => {
    await browser.close()
    broker.close()
  })

  async function look(name: string, state: State): Promise<void> {
    usual(broker, state.role === undefined ? 'helpdesk-senior' : state.role)
    state.say?.(broker)
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${address}/admin${state.path}`)
    await page.locator('h1').first().waitFor()
    await state.act?.(page, broker)
    await page.getByText(state.stands).first().waitFor()
    await page.evaluate(axe.source)
    for (const scheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.waitForFunction((s) => document.documentElement.dataset['mantineColorScheme'] === s, scheme)
      // Colours that are on their way are none of either scheme.
      await page.waitForFunction(() => document.getAnimations().every((a) => !(a instanceof CSSTransition)))
      if (long || scheme === 'light') await page.screenshot({ path: join(shots, `${name}-${scheme}.png`) })
      for (const what of await page.evaluate(barriers)) found.push({ state: name, by: scheme, what })
    }
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height })
      for (const what of await page.evaluate(spills)) found.push({ state: name, by: `${width}`, what })
      if (long && width !== 1440) await page.screenshot({ path: join(shots, `${name}-${width}.png`) })
    }
  }

  test('has no barrier that axe finds, light or dark', () => {
    expect(foundBy(/light|dark/)).toEqual([])
  })

  test('fits its screen, whatever names are on it', () => {
    expect(foundBy(/\d/)).toEqual([])
  })

  test('did nothing that its policy forbids, and no name became markup', () => {
    expect(wrong).toEqual([])
  })

  test('loads less than 300 kB for its first view, compressed', async () => {
    expect(await firstViewBytes(built)).toBeLessThan(300_000)
  })

  test('has few rows of a long list in the document, wherever one looks', async () => {
    usual(broker, 'helpdesk-senior')
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.goto(`${address}/admin/desktops`)
    const list = page.getByRole('group', { name: 'Desktops' })
    await list.getByRole('link').first().waitFor()
    await list.focus()
    await page.keyboard.press('End')
    await page.getByRole('link', { name: 'dst-4810', exact: true }).waitFor()
    expect(await list.getByRole('row').count()).toBeLessThan(80)
    expect(await list.locator('table').getAttribute('aria-rowcount')).toBe('4813')
  })

  test('asks for people page by page, and has few of them in the document at the last one', async () => {
    usual(broker, 'auditor')
    await page.goto(`${address}/admin/people`)
    const list = page.getByRole('group', { name: 'People and roles' })
    await list.getByRole('link').first().waitFor()
    await list.focus()
    await page.keyboard.press('End')
    await page.getByRole('link', { name: 'Person 5101', exact: true }).waitFor()
    expect(await list.getByRole('row').count()).toBeLessThan(80)
    usual(broker, 'helpdesk-senior')
  })

  test('goes by keys alone from the list to a desktop and back, with its filter', async () => {
    await page.goto(`${address}/admin/desktops?state=off`)
    const list = page.getByRole('group', { name: 'Desktops' })
    await list.getByRole('link').first().waitFor()
    await list.focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'dst-0412' }).waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin/desktops/dst-0001')
    await page.goBack()
    await list.waitFor()
    expect(new URL(page.url()).search).toBe('?state=off')
  })

  test('speaks German where it was chosen, and after it was loaded again', async () => {
    await page.goto(`${address}/admin/`)
    await page.getByRole('button', { name: /Your account/ }).click()
    await page.getByRole('menuitem', { name: 'Deutsch' }).click()
    await page.getByRole('heading', { name: 'Überblick' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'Überblick' }).waitFor()
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    await page.evaluate(() => localStorage.clear())
  })

  test('signs out when its session is over, and says so by asking anew', async () => {
    await page.goto(`${address}/admin/desktops`)
    await page.getByRole('group', { name: 'Desktops' }).waitFor()
    usual(broker, null)
    broker.refuse(
      { ...(await import('../../../../shared/api/routes/help-desk-see.ts')).helpDeskSeeRoutes.helpDeskRecoveries },
      'not-signed-in',
    )
    await page.getByRole('link', { name: 'Recoveries' }).click()
    await page.getByRole('button', { name: 'Sign in' }).waitFor()
  })
})
