import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ElectronRig } from '../main/electron-rig.ts'
import { Daruma } from '../rigs/daruma.ts'
import { Person, wholeStory } from './kiosk-story.ts'

const pictures = join(import.meta.dirname, '../../out/screenshots/story/electron')

let daruma: Daruma
let electron: ElectronRig
beforeAll(async () => {
  electron = await ElectronRig.open('built')
  daruma = await Daruma.prepare()
  await daruma.start()
  await daruma.running()
})
afterAll(async () => {
  electron.close()
  await daruma.close()
})

test('in Electron, as an ordinary user in the sandbox: sign in, break it, hold Recover, work, undo', async () => {
  const { app, page, said } = await electron.start(['--broker', daruma.address])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined')
  await wholeStory(new Person(page, daruma, pictures), daruma, () =>
    daruma.guest('/usr/lib/daruma/break delete-programs'),
  )
  await app.close()
  expect(said()).not.toContain(daruma.password)
})
