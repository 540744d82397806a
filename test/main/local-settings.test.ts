import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { hashSettingsPin } from '../../broker/kiosks/settings-pin.ts'
import { brokerOrigin } from '../../main/config.ts'
import { LocalSettings, setHere } from '../../main/local-settings.ts'
import { gatewayIn } from '../../main/network-facts.ts'
import { testService } from '../../main/service-test.ts'

let folder: string
let file: string
let restarts = 0
let heard: unknown[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daruma-settings-'))
  file = join(folder, 'data', 'local-settings.json')
  restarts = 0
  heard = []
})
afterEach(() => {
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })
const opened = (settingsPin: string | null = null, brokerFixed = false) =>
  new LocalSettings({
    file,
    about: {
      broker: 'https://desktops.example.org',
      brokerFixed,
      trust: null,
      fingerprints: [],
      language: 'de',
      languageFixed: false,
      wrong: [],
    },
    authority: null,
    hearLanguage: (language) => heard.push(language),
    settingsPin,
    checkBroker: (address) => brokerOrigin(address, 'local settings'),
    restart: () => restarts++,
  })

test('open by the PIN that the broker told, also when none answers; by no other, and not without one', async () => {
  expect(opened().exist).toBe(false)
  await expect(opened().open('1234')).rejects.toMatchObject(named('wrong-pin'))
  opened().told(await hashSettingsPin('482913'))
  const later = opened()
  expect(later.exist).toBe(true)
  await expect(later.open('482914')).rejects.toMatchObject(named('wrong-pin'))
  expect(await later.open('482913')).toMatchObject({ broker: 'https://desktops.example.org', trust: null })
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(file, 'utf8')).not.toContain('482913')

  later.told(null)
  expect(opened(await hashSettingsPin('482913')).exist).toBe(false)
})

test('open by the PIN of the configuration until the broker tells one', async () => {
  const settings = opened(await hashSettingsPin('1234'))
  expect(await settings.open('1234')).toMatchObject({ brokerFixed: false })
  settings.told(await hashSettingsPin('5678'))
  await expect(settings.open('1234')).rejects.toMatchObject(named('wrong-pin'))
  expect(await settings.open('5678')).toMatchObject({ brokerFixed: false })
})

test('pause after five wrong PINs, whoever starts the kiosk anew in between', async () => {
  const pin = await hashSettingsPin('1234')
  vi.useFakeTimers({ toFake: ['Date'] })
  for (let i = 0; i < 5; i++) await expect(opened(pin).open('0000')).rejects.toMatchObject(named('wrong-pin'))
  await expect(opened(pin).open('1234')).rejects.toMatchObject(named('too-many-tries'))
  vi.setSystemTime(Date.now() + 10 * 60_000)
  expect(await opened(pin).open('1234')).toMatchObject({ brokerFixed: false })
})

test('answer nothing while they are closed, and close by themselves', async () => {
  const settings = opened(await hashSettingsPin('1234'))
  const all = () => [
    () => settings.facts(),
    () => settings.setBroker('https://other.example.org'),
    () => settings.recent(),
    () => settings.restart(),
  ]
  for (const act of all()) expect(act).toThrow(/closed meanwhile/)
  vi.useFakeTimers({ toFake: ['Date'] })
  await settings.open('1234')
  settings.close()
  for (const act of all()) expect(act).toThrow(/closed meanwhile/)
  await settings.open('1234')
  vi.setSystemTime(Date.now() + 5 * 60_000)
  for (const act of all()) expect(act).toThrow(/closed meanwhile/)
  expect(restarts).toBe(0)
})

test('set the address of the broker, checked, for the next start', async () => {
  const settings = opened(await hashSettingsPin('1234'))
  await settings.open('1234')
  for (const wrong of [
    '',
    'desktops',
    'ftp://a.example',
    'http://a.example',
    'https://a.example/x',
    'https://u:p@a.example',
  ])
    expect(() => settings.setBroker(wrong)).toThrow(/address/)
  expect(setHere(file).broker).toBeUndefined()
  expect(settings.setBroker('https://other.example.org/')).toMatchObject({ broker: 'https://other.example.org' })
  expect(setHere(file).broker).toBe('https://other.example.org')
  settings.restart()
  expect(restarts).toBe(1)
})

test('do not change what the way it is started decides', async () => {
  const settings = opened(await hashSettingsPin('1234'), true)
  await settings.open('1234')
  expect(() => settings.setBroker('https://other.example.org')).toThrow(/How this kiosk is started/)
})

test.each(['', 'rubbish', '[]', '{"broker": 7}'])('of a file that is broken (%j) are as if there were none', (text) => {
  opened().told(null)
  writeFileSync(file, text)
  expect(setHere(file).broker).toBeUndefined()
  expect(opened().exist).toBe(false)
})

test('the language is set here, at once and for the next start; null is that of the system', async () => {
  const settings = opened(await hashSettingsPin('1234'))
  expect(() => settings.setLanguage('fr')).toThrow()
  expect((await settings.open('1234')).language).toBe('de')
  expect(setHere(file).language).toBe(undefined)
  expect(settings.setLanguage('fr').language).toBe('fr')
  expect(setHere(file).language).toBe('fr')
  expect(settings.setLanguage(null).language).toBe(null)
  expect(setHere(file).language).toBe(null)
  expect(heard).toEqual(['fr', null])
})

test('a service that cannot be reached is told with the step that failed', async () => {
  expect(await testService('https://nobody.invalid', null)).toEqual({
    address: null,
    ms: null,
    why: null,
    clockMs: null,
  })
  expect(await testService('http://127.0.0.1:9', null)).toMatchObject({ address: '127.0.0.1', ms: null, clockMs: null })
})

test('a service that answers is told with its time and its clock', async () => {
  const server = createServer((_, response) => {
    response.setHeader('date', new Date(Date.now() + 3_600_000).toUTCString())
    response.end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const { ms, why, clockMs } = await testService(`http://127.0.0.1:${port}`, null)
  server.close()
  expect(ms).not.toBe(null)
  expect(why).toBe(null)
  expect(Math.round((clockMs ?? 0) / 60_000)).toBe(60)
})

test('the way out is read from the table of the kernel', () => {
  const head = 'Iface\tDestination\tGateway \tFlags\n'
  expect(gatewayIn(`${head}eth0\t0004140A\t00000000\t0001\neth0\t00000000\t0104140A\t0003\n`)).toBe('10.20.4.1')
  expect(gatewayIn(head)).toBe(null)
  expect(gatewayIn('')).toBe(null)
})
