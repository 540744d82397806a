import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadConfig } from '../../../../broker/config/load.ts'
import { openLog } from '../../../../broker/log.ts'
import { type Broker, startBroker } from '../../../../broker/start.ts'
import { FakeHost } from '../../../fakes/fake-host.ts'
import { FakeHypervisor } from '../../../fakes/fake-hypervisor.ts'
import { openBrowser, openPage } from '../browser.ts'
import { buildPage } from './build-page.ts'

const password = 'correct horse battery'

/** The page as it is built, served by the whole broker with its engine; only the machines are not real. */
describe('the help desk at work', () => {
  let folder: string
  let broker: Broker
  let browser: Browser
  let page: Page
  /** Of somebody else, in a browser of their own. */
  let theirs: Page
  let theirWrong: string[] = []
  let wrong: string[]
  const button = (name: string | RegExp) => page.getByRole('button', { name })
  const heading = (name: string | RegExp) => page.getByRole('heading', { name })

  beforeAll(async () => {
    await buildPage()
    folder = await mkdtemp(join(tmpdir(), 'daruma-admin-'))
    const file = join(folder, 'daruma.yaml')
    await writeFile(join(folder, 'secret'), password, { mode: 0o600 })
    await writeFile(join(folder, 'image'), '')
    const person = (name: string, role: string) =>
      `{name: ${name}, displayName: ${name} Lind, role: ${role}, passwordFile: secret}`
    await writeFile(
      file,
      `listen: {host: 127.0.0.1, port: 0}
dataDir: data
people: [${person('ada', 'user')}, ${person('jun', 'helpdesk-junior')}, ${person('hal', 'administrator')}]
desktops: [{id: ada-desk, name: Desk, owner: ada, pool: finance, machine: {image: image}}]
`,
    )
    const config = await loadConfig(file)
    broker = await startBroker(config, new FakeHypervisor(new FakeHost(['ada-desk'])), openLog('silent'))
    browser = await openBrowser()
    ;({ page, wrong } = await openPage(browser, `${broker.address.origin}/admin/desktops/ada-desk`))
    page.setDefaultTimeout(60_000)
  })
  afterAll(async () => {
    await browser.close()
    await broker.stop()
    await rm(folder, { recursive: true, force: true })
  })

  async function signIn(name: string): Promise<void> {
    await page.getByLabel('Name').fill(name)
    await page.getByRole('textbox', { name: 'Password' }).fill(password)
    await page.keyboard.press('Enter')
  }
  async function signOut(): Promise<void> {
    await button(/^Your account/).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await button('Sign in').waitFor()
  }

  test('whoever signs in is where the address says', async () => {
    await signIn('hal')
    await heading('Desk').waitFor()
  })

  test('a desktop is found by the name of its person', async () => {
    await page.goto(`${broker.address.origin}/admin/`)
    await button(/^Find/).click()
    await page.getByRole('combobox', { name: /^Find/ }).fill('ada')
    await page.getByRole('option', { name: /^People: ada Lind/ }).waitFor()
    await page.keyboard.press('Enter')
    await heading('Desk').waitFor()
    expect(new URL(page.url()).pathname).toBe('/admin/desktops/ada-desk')
  })

  test('it is recovered to a point, with a reason, and that is followed to its end', async () => {
    await page.getByText('Working').first().waitFor()
    await button(/^Recover to/).click()
    await page.getByRole('dialog').getByLabel('Reason').fill('Excel hangs since the update')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Recover to/ })
      .click()
    await heading('Recovery of Desk').waitFor()
    await page.getByText('Recovered', { exact: true }).first().waitFor()
    await page.getByText('press.accepted').first().waitFor()
  })

  test('undo brings back what was there', async () => {
    await button('Undo').click()
    await page.getByRole('dialog').getByLabel('Reason').fill('It was the wrong desktop')
    await page.getByRole('dialog').getByRole('button', { name: 'Undo' }).click()
    await heading('Undo of Desk').waitFor()
    await page.getByText('Undone', { exact: true }).first().waitFor()
  })

  test('both stand in its past, with why', async () => {
    await page.getByRole('link', { name: 'Desk', exact: true }).click()
    await page.getByText('"Excel hangs since the update"', { exact: false }).first().waitFor()
    await page.getByText('"It was the wrong desktop"', { exact: false }).first().waitFor()
  })

  test('it is held, and let go', async () => {
    await button('Hold').click()
    await page.getByRole('dialog').getByLabel('Reason').fill('Looked at by the vendor')
    await page.getByRole('dialog').getByRole('button', { name: 'Hold' }).click()
    await page.getByText(/On hold since .* Looked at by the vendor/).waitFor()
    await button('Let go').click()
    await page.getByRole('dialog').getByLabel('Reason').fill('The vendor is done')
    await page.getByRole('dialog').getByRole('button', { name: 'Let go' }).click()
    await button('Hold').waitFor()
  })

  test('an account is made; its first password signs in and asks for one of their own', async () => {
    await page.getByRole('link', { name: 'People and roles' }).click()
    await button('Add a local account').click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Name to sign in with').fill('nils')
    await dialog.getByLabel('Name', { exact: true }).fill('Nils Hansen')
    await dialog.getByLabel('Role').selectOption('helpdesk-junior')
    await dialog.getByRole('button', { name: 'Make the account' }).click()
    await page.getByRole('dialog', { name: 'First password of Nils Hansen' }).waitFor()
    const first = await page.locator('[data-secret]').innerText()
    await button('Done, I have it').click()
    await heading('Nils Hansen').waitFor()
    await page.getByText('They have not chosen a password yet.', { exact: false }).waitFor()

    const opened = await openPage(browser, `${broker.address.origin}/admin/desktops`)
    theirs = opened.page
    theirWrong = opened.wrong
    theirs.setDefaultTimeout(60_000)
    await theirs.getByLabel('Name').fill('nils')
    await theirs.getByRole('textbox', { name: 'Password', exact: true }).fill(first)
    await theirs.keyboard.press('Enter')
    await theirs.getByRole('textbox', { name: 'New password' }).fill('a password of their own')
    await theirs.keyboard.press('Enter')
    await theirs.getByRole('heading', { name: 'Desktops' }).waitFor()
  })

  test('their session is seen; the account is locked, and the session is gone', async () => {
    await page.reload()
    await button(/^End the session of/).waitFor()
    expect(await page.getByText('They have not chosen a password yet.', { exact: false }).count()).toBe(0)
    await button('Lock').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Lock' }).click()
    await page.getByText('This account is locked', { exact: false }).waitFor()
    await page.getByText('They are signed in nowhere.').waitFor()
    await theirs.reload()
    await theirs.getByRole('button', { name: 'Sign in' }).waitFor()
    await theirs.context().close()
  })

  test('somebody who owns a desktop is found by their role; the page says who keeps the account', async () => {
    await page.getByRole('link', { name: 'People and roles' }).first().click()
    await page.getByRole('combobox', { name: 'Role' }).selectOption('user')
    await page.getByRole('link', { name: 'ada Lind' }).click()
    await page.getByText('The configuration keeps this account', { exact: false }).waitFor()
    expect(await button('Delete').count()).toBe(0)
  })

  test('a program gets a token, shown once, that is revoked', async () => {
    await page.getByRole('link', { name: 'People and roles' }).first().click()
    await page.getByRole('link', { name: 'Service accounts' }).click()
    await button('Add a service account').click()
    await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('patches')
    await page.getByRole('dialog').getByLabel('What it is').fill('Patch run')
    await button('Make the account').click()
    await button('New token').click()
    await page.getByRole('dialog').getByLabel('What the token is for').fill('November')
    await page.getByRole('dialog').getByRole('checkbox', { name: 'metrics.read' }).check()
    await button('Make the token').click()
    const token = await page.locator('[data-secret]').innerText()
    const seen = () =>
      fetch(`${broker.address.origin}/api/v1/metrics`, { headers: { authorization: `Bearer ${token}` } })
    expect((await seen()).status).toBe(200)
    await button('Done, I have it').click()
    await button('Revoke November').click()
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
    await page.getByText('It has no token', { exact: false }).waitFor()
    expect((await seen()).status).toBe(401)
  })

  test('the trail has it all, and its chain holds', async () => {
    await page.getByRole('link', { name: 'Audit' }).click()
    await page.getByRole('textbox', { name: 'Words' }).fill('vendor')
    await page.getByRole('row').nth(2).waitFor()
    await button('Verify the chain').click()
    await page.getByText(/^Chain verified/).waitFor()
  })

  test('a junior is not shown what is not theirs, and told what would be needed', async () => {
    await signOut()
    await signIn('jun')
    await heading('Audit').waitFor()
    await page.getByText('audit.read').waitFor()
    expect(await page.getByRole('link', { name: 'Restore-point policies' }).count()).toBe(0)
  })

  test('somebody without a role has nothing here', async () => {
    await signOut()
    await signIn('ada')
    await page.getByText('This page is for the help desk.', { exact: false }).waitFor()
  })

  test('did nothing that its policy forbids', () => {
    expect([...wrong, ...theirWrong].filter((line) => !/^Failed to load resource/.test(line))).toEqual([])
  })
})
