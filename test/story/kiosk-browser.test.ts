import { join } from 'node:path'
import axe from 'axe-core'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { barriers } from '../renderer/gallery/in-page.ts'
import { Daruma } from '../rigs/daruma.ts'
import { Person, wholeStory } from './kiosk-story.ts'

const pictures = join(import.meta.dirname, '../../out/screenshots/story/browser')

let daruma: Daruma
let browser: Browser
beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  daruma = await Daruma.prepare()
  await daruma.start()
  await daruma.running()
})
afterAll(async () => {
  await browser.close()
  await daruma.close()
})

test('in a browser, served by the broker: the same page does the same, with a kernel that panicked', async () => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, colorScheme: 'dark' })
  const page = await context.newPage()
  const wrong: string[] = []
  page.on('pageerror', (error) => wrong.push(error.message))
  await page.goto(daruma.address)
  await page.getByLabel('User name').waitFor()
  await page.evaluate(axe.source)
  expect(await page.evaluate(barriers)).toEqual([])

  await wholeStory(new Person(page, daruma, pictures), daruma, () =>
    daruma.guest('(sleep 0.3; /usr/lib/daruma/break panic) > /dev/null 2>&1 &'),
  )
  expect(wrong).toEqual([])
  // The session is in a cookie that no script can read, and no secret is in an address.
  expect(await page.evaluate(() => document.cookie)).toBe('')
  expect(page.url()).not.toMatch(/ticket|token|session/)
})
