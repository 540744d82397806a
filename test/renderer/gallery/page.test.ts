import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { PageRig } from './page-rig.ts'

const until = (check: () => Promise<void>) => vi.waitFor(check, { timeout: 60_000, interval: 50 })

describe('the page, served by the broker', () => {
  let rig: PageRig
  const heading = (name: string) => rig.page.getByRole('heading', { name })
  const recover = () => rig.page.getByRole('button', { name: 'Recover', exact: true })
  const presses = async () => (await rig.edge.audit('press.accepted')).length
  const showBar = async () => {
    await rig.page.mouse.move(960, 400)
    await rig.page.mouse.move(960, 1, { steps: 4 })
    await recover().waitFor()
  }
  const hold = async (ms: number) => {
    const box = await recover().boundingBox()
    if (box === null) throw new Error('Recover is nowhere')
    await rig.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
    await rig.page.mouse.down()
    await rig.page.waitForTimeout(ms)
  }

  beforeAll(async () => {
    rig = await PageRig.open()
    await rig.startMachine()
  })
  afterAll(() => rig.close())

  test('tells who to call before anybody is signed in', async () => {
    await rig.page.getByText('Extension 4711').waitFor()
  })

  test('refuses a wrong password, keeps the name, and has the password typed again', async () => {
    await rig.page.getByLabel('User name').fill('ada')
    await rig.page.getByLabel('Password').fill('wrong')
    await rig.page.keyboard.press('Enter')
    await rig.page.getByText('That name and password do not fit together.').waitFor()
    expect(await rig.page.getByLabel('User name').inputValue()).toBe('ada')
    expect(await rig.page.getByLabel('Password').inputValue()).toBe('')
    expect(await rig.page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('password')
  })

  test('shows the picture of the only desktop, and gives it the keys', async () => {
    await rig.signIn('ada')
    await until(async () => expect(await rig.pictures()).toBe(1))
    await until(async () => {
      expect(await rig.page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS')
    })
  })

  test('a hold that ends too soon changes nothing', async () => {
    await showBar()
    await hold(1000)
    await rig.page.getByText('Keep holding', { exact: true }).waitFor()
    // The ring is a clock: started once, it runs by itself.
    const start = () => rig.page.locator('.dial .fill').evaluate((e) => e.getAnimations()[0]?.effect?.getTiming().delay)
    const started = await start()
    await rig.page.waitForTimeout(400)
    expect(started).toBeTypeOf('number')
    expect(await start()).toBe(started)
    await rig.page.mouse.up()
    await rig.page.getByText('Cancelled', { exact: true }).waitFor()
    await rig.page.getByText('Cancelled', { exact: true }).waitFor({ state: 'detached' })
    expect(await heading('Back to').count()).toBe(0)
    expect(await presses()).toBe(0)
  })

  test('the keys can hold it, too; Escape declines', async () => {
    await rig.page.keyboard.press('Control+Alt+Home')
    await until(async () => {
      expect(await rig.page.evaluate(() => document.activeElement?.textContent)).toBe('Recover')
    })
    await rig.page.keyboard.down(' ')
    await heading('Back to').waitFor()
    await rig.page.keyboard.up(' ')
    await rig.page.waitForTimeout(700)
    await rig.page.keyboard.press('Escape')
    await heading('Back to').waitFor({ state: 'detached' })
    expect(await presses()).toBe(0)
  })

  test('held for three seconds it asks, over the last picture', async () => {
    await showBar()
    await hold(3000)
    await heading('Back to').waitFor()
    await rig.page.mouse.up()
    expect(await rig.page.locator('.console-cover canvas').count()).toBe(1)
    expect(await rig.page.evaluate(() => document.activeElement?.textContent)).toBe('Recover')
    expect(await presses()).toBe(0)
  })

  test('another point can be chosen, and asks again; to choose changes nothing', async () => {
    await rig.page.getByRole('button', { name: 'Another point' }).click()
    await heading('Earlier points').waitFor()
    await rig.page.getByRole('button', { name: /The newest one/ }).click()
    await heading('Back to').waitFor()
    expect(await presses()).toBe(0)
  })

  test('a press that waits for its turn can be taken back', async () => {
    await rig.page.waitForTimeout(700)
    await rig.page.keyboard.press('Enter')
    await heading('You are next').waitFor()
    await rig.page.getByRole('button', { name: 'Cancel my press' }).click()
    await rig.page.locator('.console-cover canvas').waitFor({ state: 'detached' })
    await rig.page.getByText('Cancelled', { exact: true }).waitFor({ state: 'detached' })
    expect((await rig.edge.audit('press')).map((line) => line.action)).toEqual(['press.accepted', 'press.cancelled'])
    expect(await rig.page.getByRole('complementary').count()).toBe(0)
    await showBar()
    await hold(3000)
    await heading('Back to').waitFor()
    await rig.page.mouse.up()
  })

  test('accepted, it is pressed once, and the picture stays through the death of its machine', async () => {
    await rig.page.waitForTimeout(700)
    await rig.page.keyboard.press('Enter')
    await until(async () => expect(await presses()).toBe(2))
    await rig.reach('preparing')
    await heading('Standing it up again').waitFor()
    expect((await rig.edge.audit('press.accepted'))[1]).toMatchObject({ actor: 'person:ada', action: 'press.accepted' })
    await rig.stopMachine()
    await until(async () => expect(await rig.pictures()).toBe(0))
    expect(await rig.page.locator('.console-cover canvas').count()).toBe(1)
    await heading('Standing it up again').waitFor()
  })

  test('swaps to the new machine on its first picture, and not before', async () => {
    for (const mark of ['prepared', 'protected', 'sealed', 'switched'] as const) await rig.reach(mark)
    await rig.page.getByText('Starting', { exact: true }).waitFor()
    await rig.reach('live')
    await heading('Almost there').waitFor()
    // The machine is not there yet: the page keeps asking, and the frame stays.
    await rig.page.waitForTimeout(500)
    expect(await rig.page.locator('.console-cover canvas').count()).toBe(1)
    await rig.startMachine()
    await until(async () => expect(await rig.pictures()).toBe(1))
    await until(async () => expect(await rig.page.locator('.console-cover canvas').count()).toBe(0))
  })

  test('ends with a card', async () => {
    await rig.end('recovered')
    await rig.page.getByRole('complementary', { name: /^You are back/ }).waitFor()
  })

  test('gets files back from what was kept: those that were chosen, and says where they are', async () => {
    await rig.keepFiles(['home/ada/Downloads/Scan 0042.pdf', 'home/ada/Downloads/<b>letter</b>.txt'])
    await rig.page.getByText('2 files in Downloads are kept for you.').waitFor()
    await rig.page.getByRole('button', { name: 'Get my files' }).click()
    await heading('Kept for you').waitFor()
    await rig.page.getByRole('button', { name: 'Show files of Downloads' }).click()
    // A name from a broken disk is text.
    await rig.page.getByText('<b>letter</b>.txt').waitFor()
    await rig.page.getByLabel('Scan 0042.pdf').uncheck()
    await rig.page.getByRole('button', { name: 'Copy 1 file to H:' }).click()
    await heading('Copying to H:').waitFor()
    await rig.page.getByText('0 of 1 file, 0 bytes of 1 kB').waitFor()
    const path = Buffer.from('home/ada/Downloads/<b>letter</b>.txt').toString('base64url')
    expect(await rig.endCopy()).toEqual({ folders: [], paths: [path] })
    await heading('Your files are on H:').waitFor()
    await rig.page.getByText('Recovered today').waitFor()
    await rig.page.getByRole('button', { name: 'Done' }).click()
    await heading('Your files are on H:').waitFor({ state: 'detached' })
  })

  test('and the desktop has the keys again', async () => {
    await rig.page.getByRole('complementary').waitFor({ state: 'detached' })
    await rig.page.mouse.click(960, 600)
    expect(await rig.page.evaluate(() => document.activeElement?.tagName)).toBe('CANVAS')
  })

  test('brings the bar by itself when keys and clicks change nothing', async () => {
    await rig.page.mouse.move(960, 600)
    await rig.page.locator('.bar').waitFor({ state: 'detached' })
    rig.freezeMachine(true)
    await until(async () => {
      await rig.page.mouse.click(960, 600)
      expect(await rig.page.getByText('Not answering? Hold for 3 seconds').count()).toBe(1)
    })
    rig.freezeMachine(false)
  })

  test('brings its picture back by itself when the connection was cut', async () => {
    await rig.stopMachine()
    await heading('Bringing your picture back').waitFor()
    await rig.startMachine()
    await until(async () => expect(await rig.pictures()).toBe(1))
    await heading('Bringing your picture back').waitFor({ state: 'detached' })
  })

  test('signs out: no picture stays, nor who it was', async () => {
    await showBar()
    await rig.page.getByRole('button', { name: 'Sign out', exact: true }).click()
    await rig.page.getByLabel('User name').waitFor()
    expect(await rig.page.locator('canvas').count()).toBe(0)
    await rig.page.reload()
    await rig.page.getByLabel('User name').waitFor()
  })

  test('who cannot hold presses twice: the first press asks, the second answers', async () => {
    await rig.page.getByRole('button', { name: 'Accessibility' }).click()
    await rig.page.getByLabel('Press twice').check()
    await rig.page.getByRole('button', { name: 'Done' }).click()
    await rig.signIn('ada')
    await until(async () => expect(await rig.pictures()).toBe(1))
    await showBar()
    await recover().click()
    await heading('Back to').waitFor()
    await rig.page.waitForTimeout(700)
    await rig.page.keyboard.press(' ')
    await until(async () => expect(await presses()).toBe(3))
    await rig.reach('preparing')
    await heading('Standing it up again').waitFor()
  })

  test('did nothing that its policy forbids', () => {
    // What the browser and noVNC say of connections that were refused is as it should be.
    const expected = /^Failed to load resource|WebSocket|^Failed when connecting/
    expect(rig.wrong.filter((line) => !expected.test(line))).toEqual([])
  })
})
