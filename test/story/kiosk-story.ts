import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Daruma } from '../rigs/daruma.ts'

/** Longest wait for anything that an emulated machine has to do first. */
const SLOW_MS = 400_000

/** What a person does at the kiosk, whatever the page runs in. Keeps a picture of each state. */
export class Person {
  readonly #page: Page
  readonly #daruma: Daruma
  readonly #pictures: string
  #count = 0

  constructor(page: Page, daruma: Daruma, pictures: string) {
    this.#page = page
    this.#daruma = daruma
    this.#pictures = pictures
    page.setDefaultTimeout(SLOW_MS)
  }

  async signIn(): Promise<void> {
    await this.#page.getByLabel('User name').fill('maria')
    await this.#page.getByLabel('Password', { exact: true }).fill('wrong')
    await this.#page.getByRole('button', { name: 'Sign in' }).click()
    await this.#page.getByText('That name and password do not fit together.').first().waitFor()
    await this.picture('refused')
    await this.#page.getByLabel('Password', { exact: true }).fill(this.#daruma.password)
    await this.picture('sign-in')
    await this.#page.getByRole('button', { name: 'Sign in' }).click()
    await this.seesDesktop()
    await this.picture('desktop')
  }

  /** The picture of the machine is there, painted, and takes what is typed. */
  async seesDesktop(): Promise<void> {
    const canvas = this.#page.locator('.console:not([inert]) canvas').first()
    await canvas.waitFor()
    await expect
      .poll(() => canvas.evaluate((c) => (c as HTMLCanvasElement).width), { timeout: SLOW_MS })
      .toBeGreaterThan(640)
  }

  /** Types a line into a terminal on the desktop. What arrives there came through all of it: page, gateway, machine. */
  async types(word: string): Promise<void> {
    await this.#daruma.guest(
      `rm -f /tmp/typed; setsid setpriv --reuid=1000 --regid=1000 --clear-groups env DISPLAY=:0 HOME=/home/user xterm -e sh -c 'read word; echo $word > /tmp/typed' > /dev/null 2>&1 & sleep 3`,
    )
    await expect
      .poll(
        async () => {
          await this.#page.mouse.click(640, 500)
          await this.#page.keyboard.type(`${word}\n`, { delay: 60 })
          await delay(1500)
          return this.#daruma.guest('cat /tmp/typed 2> /dev/null || true')
        },
        { timeout: SLOW_MS },
      )
      .toContain(word)
  }

  async openBar(): Promise<void> {
    const bar = this.#page.getByRole('navigation', { name: 'Kiosk' })
    if (await bar.isVisible()) return
    await this.#page.keyboard.press('Control+Alt+Home')
    await bar.waitFor()
  }

  /** Holds Recover, for a shorter time first, and stops at the question. */
  async holdsRecover(): Promise<void> {
    await this.openBar()
    await this.picture('bar')
    const button = this.#page
      .getByRole('navigation', { name: 'Kiosk' })
      .getByRole('button', { name: 'Recover', exact: true })
    await button.hover()
    await this.#page.mouse.down()
    await delay(1200)
    await this.picture('holding')
    await this.#page.mouse.up()
    await this.#page.getByText('Nothing has changed.').first().waitFor()

    await this.openBar()
    await button.hover()
    await this.#page.mouse.down()
    await this.#page.getByRole('heading', { name: /^Back to / }).waitFor()
    await this.#page.mouse.up()
    await delay(800)
    await this.picture('consent')
  }

  async accepts(): Promise<void> {
    await this.#page.getByRole('button', { name: 'Recover', exact: true }).click()
    await this.#page.getByText('since you pressed').waitFor()
    await delay(2500)
    await this.picture('recovering')
    await this.#page.getByRole('heading', { name: /^You are back at / }).waitFor()
    await delay(1500)
    await this.picture('recovered')
  }

  async undoes(): Promise<void> {
    const card = this.#page.getByRole('button', { name: 'Undo', exact: true })
    if (!(await card.first().isVisible())) await this.openBar()
    await card.first().click()
    await this.#page.getByRole('heading', { name: 'Undo the recovery?' }).waitFor()
    await delay(800)
    await this.picture('undo-question')
    await this.#page.getByRole('button', { name: 'Undo', exact: true }).click()
    await this.#page.getByText('since you chose Undo').waitFor()
    await this.picture('undoing')
    await this.#page.getByRole('heading', { name: /^(What you had is back|You are back at .*, as it was)$/ }).waitFor()
    await this.picture('undone')
  }

  async signsOut(): Promise<void> {
    await this.openBar()
    await this.#page.getByRole('button', { name: 'Sign out' }).click()
    await this.#page.getByLabel('User name').waitFor()
  }

  async picture(name: string): Promise<void> {
    await mkdir(this.#pictures, { recursive: true })
    this.#count++
    await this.#page.screenshot({ path: join(this.#pictures, `${String(this.#count).padStart(2, '0')}-${name}.png`) })
  }
}

/** Sign in, work, break it, recover, work, undo: with a file on the share and one on the computer looked at all along. */
export async function wholeStory(person: Person, daruma: Daruma, breakIt: () => Promise<unknown>): Promise<void> {
  const onShare = join(daruma.samba.files, 'letter.txt')
  await person.signIn()
  await person.types('before')
  await daruma.guest('echo on the share > /media/H/letter.txt; echo on this computer > /home/user/local.txt; sync')
  const letter = await readFile(onShare)
  await breakIt()

  await person.holdsRecover()
  await person.accepts()
  await person.seesDesktop()
  await person.types('after')
  expect(await daruma.guest('cat /media/H/letter.txt; cat /home/user/local.txt 2> /dev/null || echo gone')).toBe(
    'on the share\ngone\n',
  )
  expect(await readFile(onShare)).toEqual(letter)

  await writeFile(onShare, 'newer\n')
  await person.undoes()
  await expect
    .poll(() => daruma.guest('cat /home/user/local.txt /media/H/letter.txt'), { timeout: SLOW_MS })
    .toBe('on this computer\nnewer\n')
  expect(await readFile(onShare, 'utf8')).toBe('newer\n')
  await person.signsOut()
}
