import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openBrowser, openPage } from './browser.ts'
import { barriers, misfits, moving } from './in-page.ts'
import { type Finding, look, places, set, themes, tongues } from './look.ts'
import { servePage } from './serve.ts'

const out = join(import.meta.dirname, '../../../out')
const shots = join(out, 'screenshots', 'kiosk')
/** So many states are looked at side by side. */
const PAGES = 2

/** Every state, as the page draws it. Pictures of all go to out/screenshots/kiosk, for people to look at. */
describe('every state of the kiosk', () => {
  let browser: Browser
  let page: Page
  let stop: () => void
  let seen = 0
  const wrong: string[] = []
  const found: Finding[] = []
  const foundBy = (by: Finding['by']) => found.filter((f) => f.by === by).map((f) => `${f.state}: ${f.what}`)

  beforeAll(async () => {
    await build({ configFile: join(import.meta.dirname, 'vite.config.ts'), logLevel: 'error' })
    const served = await servePage(join(out, 'gallery'))
    stop = served.close
    browser = await openBrowser()
    await rm(shots, { recursive: true, force: true })
    const pages = await Promise.all(Array.from({ length: PAGES }, () => openGallery(browser, served.url)))
    const [first] = pages
    if (first === undefined) throw new Error('no page was opened')
    page = first.page
    const waiting = [...(await page.evaluate(() => window.gallery.names))]
    await Promise.all(
      pages.map(async (one) => {
        for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
          found.push(...(await look(one.page, name, shots)))
          seen++
        }
        wrong.push(...one.wrong)
      }),
    )
  })
  afterAll(async () => {
    await browser.close()
    stop()
  })

  test('was looked at', async () => {
    expect(seen).toBeGreaterThan(60)
    expect(seen).toBe((await page.evaluate(() => window.gallery.names)).length)
  })

  test.each(themes)('has no barrier that axe finds: %s', (theme) => {
    expect(foundBy(theme)).toEqual([])
  })

  test.each(places)('fits on %s, with targets large enough', (place) => {
    expect(foundBy(place)).toEqual([])
  })

  test.each(tongues)('has room for other languages: %s', (tongue) => {
    expect(foundBy(tongue)).toEqual([])
  })

  test('keeps its shapes in forced colours, and without motion', () => {
    expect(foundBy('still')).toEqual([])
  })

  test('has a way on, or says what it waits for', () => {
    expect(foundBy('way-on')).toEqual([])
  })

  test('did nothing that its policy forbids', () => {
    expect(wrong).toEqual([])
  })

  test('the checks find what they look for', async () => {
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.evaluate(() => window.gallery.show('02-sign-in'))
    await page.evaluate(() => {
      const small = document.createElement('button')
      small.textContent = 'small'
      const far = document.createElement('button')
      far.textContent = 'far away'
      Object.assign(far.style, { position: 'absolute', left: '2000px', top: '2000px', width: '60px', height: '60px' })
      const slides = document.createElement('i')
      slides.style.transition = 'background-color 1s, left 1s'
      document.querySelector('main')?.append(small, document.createElement('input'))
      document.body.append(far, slides)
    })
    expect(await page.evaluate(misfits)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^button "small" is /),
        'button "far away" is above or below the screen',
        'button "far away" leaves the screen',
      ]),
    )
    expect(await page.evaluate(barriers)).toContainEqual(expect.stringMatching(/^label: /))
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await set(page, 'still', null)
    expect(await page.evaluate(moving)).toEqual(['i "" moves by left'])
  })
})

async function openGallery(browser: Browser, url: string): Promise<{ page: Page; wrong: string[] }> {
  const opened = await openPage(browser, url)
  await opened.page.evaluate(axe.source)
  await set(opened.page, 'still', '')
  return opened
}
