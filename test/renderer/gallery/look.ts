import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { barriers, misfits, moving } from './in-page.ts'

export const themes = ['dark', 'light', 'contrast'] as const
const sizes = [
  { name: '1024x768', width: 1024, height: 768, text: 'normal', shot: true },
  { name: 'large-text-1024x768', width: 1024, height: 768, text: 'large', shot: true },
  // A screen of 1920 x 1080, zoomed to 200 %.
  { name: 'zoomed', width: 960, height: 540, text: 'normal', shot: true },
  // As on 1920 x 1080, and twice as large.
  { name: '3840x2160', width: 3840, height: 2160, text: 'normal', shot: false },
  { name: '1920x1080', width: 1920, height: 1080, text: 'normal', shot: false },
] as const
const spokenAt = [
  { width: 1024, height: 768, folder: '-1024x768' },
  { width: 1920, height: 1080, folder: '' },
] as const
export const places = sizes.map((s) => s.name)

/** Languages that the texts were not written for, and none that is read from the right. */
export const tongues = ['de', 'fr', 'es', 'ja', 'mirrored'] as const
/** What has the most words, and so the least room. The long form of the test looks at every state in every language. */
const wordy = [
  '02-sign-in',
  '03-choose-desktop',
  '05-desktop-bar',
  '06-holding-1',
  '07-consent-changes',
  '07-consent-limits',
  '08-recovering-2',
  '09-recovered-with-files',
  '09-files',
  '10-undo-confirm-disk-only',
  '12-failed',
  '13-no-room',
  '16-broker-unreachable',
  '18-help-desk-asks',
  '18-help-desk-sees',
  '19-button-no-permission',
  '21-settings',
  '21-accessibility',
]

/** What was found wrong with a state, and by which of the checks. */
export interface Finding {
  readonly by: (typeof themes)[number] | (typeof tongues)[number] | (typeof sizes)[number]['name'] | 'still' | 'way-on'
  readonly state: string
  readonly what: string
}

/** States that end by themselves, so that nothing has to be done in them. */
const waits = /Start|08-|10-undoing|06-|01-start/

/**
 * Draws a state once and looks at it in every theme and at every size, with forced colours and without motion. Pictures of
 * it go to a folder for each. Needs a page at 1920 x 1080 with axe in it.
 */
export async function look(page: Page, state: string, shots: string): Promise<Finding[]> {
  const found: Finding[] = []
  const add = (by: Finding['by'], whats: readonly string[]) =>
    void found.push(...whats.map((what) => ({ by, state, what })))
  const shoot = async (folder: string) => {
    await mkdir(join(shots, folder), { recursive: true })
    const { data } = await devtools.send('Page.captureScreenshot', { format: 'png', optimizeForSpeed: true })
    await writeFile(join(shots, folder, `${state}.png`), data, 'base64')
  }
  const devtools = await page.context().newCDPSession(page)
  await page.evaluate((name) => window.gallery.show(name), state)
  for (const theme of themes) {
    await set(page, 'theme', theme)
    await shoot(theme)
    add(theme, await page.evaluate(barriers))
  }
  await set(page, 'theme', 'dark')
  add('way-on', await wayOn(page, state))

  await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
  await set(page, 'still', null)
  await shoot('forced-colours')
  add('still', await page.evaluate(moving))
  for (const fill of await page.locator('.dial.running .fill').all()) {
    const timing = await fill.evaluate((e) => getComputedStyle(e).animationTimingFunction)
    if (!timing.includes('steps(3')) add('still', [`the dial runs by ${timing}`])
  }
  await set(page, 'still', '')
  await page.emulateMedia({ forcedColors: null, reducedMotion: null })

  for (const { name, width, height, text, shot } of sizes) {
    await set(page, 'text', text)
    await page.setViewportSize({ width, height })
    if (shot) await shoot(name)
    add(name, await page.evaluate(misfits))
  }
  await set(page, 'text', 'normal')
  const several = process.env['DARUMA_TEST_LONG'] === '1' || wordy.includes(state)
  for (const tongue of several ? tongues : []) {
    await page.evaluate((language) => window.gallery.speak(language), tongue)
    for (const { width, height, folder } of spokenAt) {
      await page.setViewportSize({ width, height })
      await shoot(`${tongue}${folder}`)
      add(
        tongue,
        (await page.evaluate(misfits)).map((what) => `${width} x ${height}: ${what}`),
      )
    }
  }
  if (several) await page.evaluate(() => window.gallery.speak('en'))
  await page.setViewportSize({ width: 1920, height: 1080 })
  await devtools.detach()
  return found
}

/** Every state has something to press, or is one that ends by itself, and says so. */
async function wayOn(page: Page, state: string): Promise<string[]> {
  if ((await page.getByRole('button').count()) > 0) return []
  if (!waits.test(state)) return ['there is nothing to press']
  return (await page.locator('h1, .headline').innerText()) === '' ? ['it says nothing'] : []
}

/** A data attribute of the document; null takes it away. */
export async function set(page: Page, key: string, value: string | null): Promise<void> {
  await page.evaluate(
    ([k, v]) => {
      if (v === null) document.documentElement.removeAttribute(`data-${k}`)
      else document.documentElement.setAttribute(`data-${k}`, v)
    },
    [key, value] as const,
  )
}
