import { join } from 'node:path'
import type { CDPSession, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type EdgeRig, openEdge, passwords } from '../broker/edge-rig.ts'
import { cutText, RfbMachine, rect, resized, update } from '../fakes/rfb-machine.ts'
import { ElectronRig, type Run } from './electron-rig.ts'

/** The picture, from a machine that speaks RFB to the page that shows it: the kiosk as it is built, the broker's real gateway. */

const machine = new RfbMachine()
let rig: ElectronRig
let edge: EdgeRig
let run: Run
let page: Page
let keyboard: CDPSession
const patient = { timeout: 120_000, interval: 100 }

beforeAll(async () => {
  rig = await ElectronRig.open('built')
  edge = await openEdge()
  await machine.listen(join(edge.folder, 'ada-desk.sock'))
  run = await rig.start([`--broker=${edge.address}`])
  ;({ page } = run)
  await page.getByLabel('User name').fill('ada', { timeout: 120_000 })
  await page.getByLabel('Password').fill(passwords.ada)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await shows(machine.colour)
  keyboard = await page.context().newCDPSession(page)
})
afterAll(async () => {
  await run.close()
  rig.close()
  await edge.close()
  machine.close()
})

/** Until the picture in front has this colour in its middle. */
async function shows(colour: readonly number[]): Promise<void> {
  await vi.waitFor(async () => {
    const seen = await page.evaluate(() => {
      const canvas = document.querySelector<HTMLCanvasElement>('.console-box.shown canvas')
      const small = new OffscreenCanvas(1, 1).getContext('2d')
      if (canvas === null || small === null || canvas.width === 0) return null
      small.drawImage(canvas, 0, 0, 1, 1)
      return [...small.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
    })
    expect(seen).toEqual(colour)
  }, patient)
}

async function key(type: 'rawKeyDown' | 'keyUp', code: string, named: string): Promise<void> {
  await keyboard.send('Input.dispatchKeyEvent', { type, code, key: named })
}

test('keys go by their place on the keyboard, so the desktop says what they mean: dead keys and AltGr, too', async () => {
  await vi.waitFor(async () => {
    await page.evaluate(() => document.querySelector<HTMLCanvasElement>('.console-box.shown canvas')?.focus())
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS')
  }, patient)
  machine.heard.length = 0
  const pressed: readonly (readonly [code: string, key: string, scancode: number])[] = [
    ['BracketLeft', 'Dead', 0x1a],
    ['Equal', 'Dead', 0x0d],
    ['IntlBackslash', '<', 0x56],
    ['KeyZ', 'y', 0x2c],
  ]
  for (const [code, named] of pressed) {
    await key('rawKeyDown', code, named)
    await key('keyUp', code, named)
  }
  await key('rawKeyDown', 'AltRight', 'AltGraph')
  await key('rawKeyDown', 'KeyQ', '@')
  await key('keyUp', 'KeyQ', '@')
  await key('keyUp', 'AltRight', 'AltGraph')
  const expected = [
    ...pressed.flatMap(([, , scancode]) => [
      [scancode, true],
      [scancode, false],
    ]),
    ...[
      [0xb8, true],
      [0x10, true],
      [0x10, false],
      [0xb8, false],
    ],
  ]
  await vi.waitFor(() => expect(machine.keys()).toEqual(expected), patient)
})

test('the clipboard crosses in neither direction', async () => {
  machine.heard.length = 0
  machine.say(cutText('what was selected in the desktop'))
  await page.evaluate(() => {
    const data = new DataTransfer()
    data.setData('text/plain', 'what was copied at the kiosk')
    document.activeElement?.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  })
  await key('rawKeyDown', 'KeyV', 'v')
  await key('keyUp', 'KeyV', 'v')
  await vi.waitFor(() => expect(machine.keys()).toHaveLength(2), patient)
  expect(machine.heard.filter((said) => said[0] === 6)).toEqual([])
  expect(await page.evaluate(() => document.body.innerText)).not.toContain('what was selected')
})

test('a connection that is cut comes back without an empty screen in between', async () => {
  await page.evaluate(() => {
    const seen = window as unknown as { bare: number; frames: number; watching: boolean }
    Object.assign(seen, { bare: 0, frames: 0, watching: true })
    const look = () => {
      seen.frames++
      if (document.querySelector('.console-box.shown canvas, .console-cover canvas') === null) seen.bare++
      if (seen.watching) requestAnimationFrame(look)
    }
    look()
  })
  machine.colour = [0x90, 0x60, 0x30]
  machine.cut()
  await shows(machine.colour)
  const [bare, frames] = await page.evaluate(() => {
    const seen = window as unknown as { bare: number; frames: number; watching: boolean }
    seen.watching = false
    return [seen.bare, seen.frames]
  })
  expect(frames).toBeGreaterThan(2)
  expect(bare).toBe(0)
})

const said = (encoding: number, at: number, side: number) =>
  update(rect(encoding, at, at, side, side, Buffer.alloc(1 << 20)))
const lies: [what: string, tell: () => void][] = [
  ['a screen of four thousand million pixels', () => (machine.lies = { width: 65535, height: 65535 })],
  ['one without any', () => (machine.lies = { width: 0, height: 0 })],
  ['a name of four gigabytes', () => (machine.lies = { nameLength: 0xffff_fff0 })],
  ['another size once it is shown', () => (machine.instead = resized(65535, 65535))],
  ['an encoding that there is not', () => (machine.instead = said(4711, 0, 64))],
  ['what is no RFB at all', () => (machine.instead = Buffer.alloc(1 << 20, 0xf7))],
]
/** As with that name, the page waits for what never comes, and gives up after ten seconds. */
const long: typeof lies = [
  ['a part that is outside of it', () => (machine.instead = said(0, 60_000, 64))],
  ['a part larger than all of it', () => (machine.instead = said(0, 0, 65_535))],
  [
    'a selection of two gigabytes',
    () => (machine.instead = Buffer.concat([Buffer.from('030000007fffffff', 'hex'), Buffer.alloc(1 << 20)])),
  ],
]
if (process.env['DARUMA_TEST_LONG'] !== undefined) lies.push(...long)

test.each(lies)('a machine that lies of %s: the kiosk stays up, and shows the next honest one', async (_, lie) => {
  const pid = await run.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  )
  lie()
  const before = machine.opened
  machine.cut()
  await vi.waitFor(() => expect(machine.opened).toBeGreaterThan(before), patient)
  // The page has met the lie, and answers.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)))
  machine.lies = {}
  machine.instead = null
  machine.colour = machine.colour.map((channel) => (channel + 16) & 0xff)
  await shows(machine.colour)
  expect(
    await run.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId()),
  ).toBe(pid)
  expect(run.said()).not.toMatch(/its process is gone|no sign of life/)
})
