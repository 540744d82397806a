import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BrokerClient } from '../../shared/client/broker-client.ts'
import { type EdgeRig, openEdge, passwords } from '../broker/edge-rig.ts'
import { ElectronRig, type Run } from './electron-rig.ts'

let electron: ElectronRig
let edge: EdgeRig
let admin: BrokerClient
let home: string
let run: Run
beforeAll(async () => {
  electron = await ElectronRig.open('built')
  edge = await openEdge({
    about: { version: '1.2.3', helpDesk: null, enrolment: 'required' },
    kioskPolicy: { enrolment: 'required', browsers: true },
  })
  admin = edge.client(await edge.signIn('hal'))
  home = electron.home()
  run = await electron.start([`--broker=${edge.address}`], { home })
})
afterAll(async () => {
  await run.close()
  electron.close()
  await edge.close()
})

const until = { timeout: 60_000 }
const shownCode = async (page: Page) => {
  await page.getByRole('heading', { name: 'This kiosk is new here' }).waitFor(until)
  return ((await page.locator('.code .visually-hidden').textContent()) ?? '').replaceAll(' ', '')
}
const signIn = async (page: Page) => {
  await page.getByLabel('User name').fill('ada', until)
  await page.getByLabel('Password').fill(passwords.ada)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

test('a new kiosk shows its code, is let in, is known again after a restart, and is sent away at once', async () => {
  const code = await shownCode(run.page)
  const kiosk = await admin.call('approveKiosk', { body: { code, name: 'K-0217' } })
  await run.page.getByText('Kiosk K-0217').waitFor(until)
  await signIn(run.page)
  await run.page.locator('.console').waitFor({ state: 'attached', ...until })

  const [key = ''] = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('device-key'))
  expect(statSync(join(home, key)).mode & 0o777).toBe(0o600)
  const secret = readFileSync(join(home, key), 'utf8').split('\n')[2] ?? 'none'
  expect(run.said()).not.toContain(secret)
  expect(await run.page.evaluate(() => JSON.stringify(localStorage))).not.toContain(secret)
  await run.close()

  run = await electron.start([`--broker=${edge.address}`], { home })
  await run.page.getByText('Kiosk K-0217').waitFor(until)
  await signIn(run.page)
  await run.page.locator('.console').waitFor({ state: 'attached', ...until })

  await admin.call('revokeKiosk', { params: { kioskId: kiosk.id } })
  await run.page.getByRole('heading', { name: 'This kiosk may not be used any more' }).waitFor(until)
  expect(await edge.store.db.selectFrom('session').selectAll().where('kiosk_id', '=', kiosk.id).execute()).toEqual([])
  await run.page.getByRole('button', { name: 'Enrol it anew' }).click()
  expect(await shownCode(run.page)).not.toBe(code)
})
