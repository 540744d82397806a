import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { consoleUrl, contentPolicy } from '../../main/content-policy.ts'
import { isOwnPage } from '../../main/page-address.ts'
import { pageFiles } from '../../main/page-files.ts'

const SECRET = 'not for the page'
const POLICY = contentPolicy('https://desktops.example.org')
let folder: string
let answer: (request: Request) => Promise<Response>

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daruma-page-'))
  const root = join(folder, 'renderer')
  mkdirSync(join(root, 'assets'), { recursive: true })
  mkdirSync(join(folder, 'renderer-not'))
  writeFileSync(join(root, 'index.html'), '<!doctype html>')
  writeFileSync(join(root, 'assets', 'a b.js'), 'export {}')
  writeFileSync(join(root, 'notes.txt'), SECRET)
  for (const secret of ['secret.json', 'renderer-not/secret.json']) writeFileSync(join(folder, secret), SECRET)
  symlinkSync(join(folder, 'secret.json'), join(root, 'link.json'))
  answer = pageFiles(root, POLICY)
})
afterAll(() => rmSync(folder, { recursive: true }))

/** Node's Request takes no scheme of ours, Electron's does. */
const ask = (url: string, method = 'GET') => answer({ url, method } as Request)

describe('the files of the page', () => {
  test('are served with their type and the policy', async () => {
    const page = await ask('app://kiosk/index.html')
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).toBe(POLICY)
    expect(page.headers.get('x-content-type-options')).toBe('nosniff')
    const script = await ask('app://kiosk/assets/a%20b.js?v=1')
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8'])
  })

  test.each([
    ['app://kiosk/none.html', 404],
    ['app://kiosk/', 404],
    ['app://kiosk/assets', 404],
    ['app://kiosk/notes.txt', 404],
    ['app://kiosk/link.json', 404],
    ['app://kiosk/../secret.json', 404],
    ['app://kiosk/..%2fsecret.json', 404],
    ['app://kiosk/%2e%2e%2fsecret.json', 404],
    ['app://kiosk/..%2frenderer-not%2fsecret.json', 404],
    ['app://kiosk/assets/..%2f..%2fsecret.json', 404],
    ['app://kiosk/index.html%00.json', 404],
    ['app://kiosk/%', 404],
    ['app://other/index.html', 404],
    ['app://kiosk.evil/index.html', 404],
    ['app://user@kiosk/index.html', 404],
    ['file:///etc/hostname', 404],
  ])('%s is not one', async (url, status) => {
    const refused = await ask(url)
    expect([refused.status, await refused.text()]).toEqual([status, ''])
    expect(refused.headers.get('content-security-policy')).toBe(POLICY)
  })

  test('are read, never written', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await ask('app://kiosk/index.html', method)).status).toBe(405)
  })

  test('are all that any address can reach', async () => {
    const part = fc.constantFrom(
      '..',
      '%2e%2e',
      '.',
      '/',
      '%2f',
      '%5c',
      '\\',
      'assets',
      'renderer-not',
      'secret.json',
      '%00',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
        const text = await (await ask(`app://kiosk/${parts.join('')}`)).text()
        expect(text).not.toContain(SECRET)
      }),
      { numRuns: 1000 },
    )
  })
})

test('the page may reach the console of its broker, and nothing else', () => {
  expect(contentPolicy('https://desktops.example.org:8443')).toContain(
    'connect-src wss://desktops.example.org:8443/api/v1/console;',
  )
  expect(consoleUrl('http://127.0.0.1:8080').href).toBe('ws://127.0.0.1:8080/api/v1/console')
  expect(POLICY).toContain("default-src 'none'; script-src 'self';")
  expect(POLICY).not.toMatch(/unsafe|\*|https?:/)
})

test('the own page is told by its parsed address', () => {
  for (const own of ['app://kiosk/', 'app://kiosk/index.html#x', 'APP://kiosk/a?b']) expect(isOwnPage(own)).toBe(true)
  for (const other of [
    'app://kiosk.evil/',
    'app://kioskx/',
    'app://kiosk:1/',
    'app://kiosk@evil/',
    'app://me@kiosk/',
    'https://kiosk/',
    'https://evil/app://kiosk/',
    'data:text/html,app://kiosk/',
    'about:blank',
    '',
  ])
    expect([other, isOwnPage(other)]).toEqual([other, false])
})
