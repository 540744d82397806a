import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { knownButtons } from '../../main/button/known-buttons.ts'
import { readConfig } from '../../main/config.ts'
import { ConfigError } from '../../main/config-error.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'daruma-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, content: unknown): string {
  const path = join(folder, name)
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content))
  return path
}

function error(argv: string[], env: NodeJS.ProcessEnv = {}): string {
  try {
    readConfig(argv, env)
  } catch (e) {
    expect(e).toBeInstanceOf(ConfigError)
    return (e as Error).message
  }
  throw new Error('nothing was refused')
}

describe('where the broker is', () => {
  test('a flag wins over the environment, and that over the file', () => {
    const config = file('kiosk.json', {
      broker: 'https://file.example.org',
      helpDesk: 'Extension 4357',
      kioskName: 'K-0217',
    })
    const flag = ['--broker', 'https://flag.example.org/']
    const env = { DARUMA_BROKER: 'https://env.example.org', DARUMA_CONFIG: config }
    expect(readConfig([...flag, '--window'], env)).toEqual({
      broker: 'https://flag.example.org',
      brokerFrom: 'start',
      authority: null,
      kioskName: 'K-0217',
      helpDesk: 'Extension 4357',
      settingsPin: null,
      button: { holdMs: 3000, profiles: knownButtons },
      pressTwice: false,
      language: null,
      languageFixed: false,
      organisation: { name: null, accent: null, logoFile: null },
      wrong: [],
      window: true,
      dev: false,
    })
    expect(readConfig([], env).broker).toBe('https://env.example.org')
    expect(readConfig([`--config=${config}`], {}).broker).toBe('https://file.example.org')
  })

  test("the kernel's command line wins over what was set at the kiosk, and that over the file", () => {
    const config = file('kernel.json', { broker: 'https://file.example.org', kioskName: 'K-1' })
    const kernel = 'quiet daruma.broker=https://kernel.example.org daruma.name="Desk 4" root=/dev/vda'
    const settings = { broker: 'https://set.example.org' }
    const read = (words: { kernel: string; settings: { broker?: string | undefined } }, argv: string[] = []) =>
      readConfig([`--config=${config}`, ...argv], {}, words)
    expect(read({ kernel, settings })).toMatchObject({
      broker: 'https://kernel.example.org',
      brokerFrom: 'kernel',
      kioskName: 'Desk 4',
    })
    expect(read({ kernel: 'quiet', settings })).toMatchObject({ broker: settings.broker, brokerFrom: 'settings' })
    expect(read({ kernel: '', settings: {} })).toMatchObject({ brokerFrom: 'file', kioskName: 'K-1' })
    expect(read({ kernel, settings }, ['--broker=https://flag.example.org'])).toMatchObject({
      brokerFrom: 'start',
    })
    for (const wrong of ['daruma.broker', 'daruma.broker=', 'daruma.brokr=https://a.example'])
      expect(() => read({ kernel: wrong, settings })).toThrow(/kernel's command line: daruma\.brok/)
    expect(() => read({ kernel: 'daruma.broker=http://a.example', settings })).toThrow(/of the kernel.*plain http/)
  })

  test('switches of Chromium on the same line are let pass', () => {
    const argv = ['/usr/lib/daruma', '--ozone-platform=x11', '--inspect=0', '--broker=http://[::1]:8080']
    expect(readConfig(argv, {}).broker).toBe('http://[::1]:8080')
  })

  test('plain http is for this computer alone', () => {
    for (const host of ['localhost', '127.0.0.1:8080', '127.255.0.3', '[::1]', '2130706433', '0x7f.1'])
      expect(readConfig([`--broker=http://${host}`], {}).broker).toMatch(/^http:/)
    for (const host of [
      '10.0.0.5',
      '127.evil.example',
      'localhost.example.org',
      '127.0.0.1.example.org',
      '[::2]',
      '0.0.0.0',
    ])
      expect(error([`--broker=http://${host}`])).toMatch(/plain http to another computer.*https:/)
  })

  test('no address with plain http leads anywhere but to this computer', () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ['http'], withFragments: false }), (address) => {
        expect(error(['--broker', address])).toContain("The broker's address (--broker)")
      }),
    )
  })

  test.each([
    ['nonsense', 'is not an address'],
    ['ws://localhost', 'is ws://: write https://'],
    ['https://ada:pw@desktops.example.org', 'holds a name or password'],
    ['https://desktops.example.org/daruma', 'goes on after the host: write https://desktops.example.org'],
    ['https://desktops.example.org/?x=1', 'goes on after the host'],
  ])('%s is refused with the reason', (address, why) => {
    const said = error([], { DARUMA_BROKER: address })
    expect(said).toContain(`(DARUMA_BROKER) ${why}`)
    expect(said).not.toContain('pw')
  })

  test('none named is told with all the ways to name one', () => {
    expect(error([])).toMatch(/--broker .*DARUMA_BROKER.*\{"broker"/)
    expect(error(['--broker'])).toContain('--broker needs a value')
  })
})

describe('the file', () => {
  test('that was named must be there, be JSON, and hold nothing unknown', () => {
    expect(error([`--config=${folder}/none.json`])).toMatch(/none\.json cannot be read: ENOENT/)
    expect(error([`--config=${file('broken.json', '{')}`])).toMatch(/broken\.json is not JSON/)
    expect(error([`--config=${file('odd.json', { broker: 'https://a.example', brokre: 1 })}`])).toMatch(/brokre/)
    expect(error([`--config=${file('type.json', { broker: 5 })}`])).toMatch(/broker/)
  })

  test('may ask for a window', () => {
    const named = (mode: string) => [`--config=${file('mode.json', { broker: 'https://a.example', mode })}`]
    expect(readConfig(named('window'), {}).window).toBe(true)
    expect(readConfig(named('kiosk'), {}).window).toBe(false)
    expect(readConfig([...named('kiosk'), '--window'], {}).window).toBe(true)
    expect(error(named('full'))).toMatch(/mode\.json is not as it should be:\nmode: .*"kiosk"\|"window"/)
  })
})

describe('what a kiosk does without', () => {
  const broker = 'https://a.example'
  const read = (more: object, kernel = '', settings = {}) =>
    readConfig(['--config', file('spare.json', { broker, ...more })], {}, { kernel, settings })

  test('is left out where it is wrong, and told', () => {
    const { kioskName, helpDesk, language, organisation, wrong } = read({
      kioskName: 5,
      helpDesk: 'Extension 4357',
      language: 'klingon',
      organisation: { name: ['Northfield'], accent: '#1a6b5c' },
    })
    expect({ kioskName, helpDesk, language, organisation }).toEqual({
      kioskName: expect.any(String) as unknown,
      helpDesk: 'Extension 4357',
      language: null,
      organisation: { name: null, accent: null, logoFile: null },
    })
    expect(wrong.map((each) => each.split(': ').slice(0, 2).join(': ').split('/').at(-1))).toEqual([
      'spare.json: kioskName',
      'spare.json: language',
      'spare.json: organisation',
    ])
  })

  test('is not whom it trusts', () => {
    for (const more of [{ authorityFile: 5 }, { settingsPin: 'abcd' }, { broker: 5 }, { authortyFile: '/x' }])
      expect(error(['--config', file('vital.json', { broker, language: 'xx', ...more })])).toContain('as it should be')
  })

  test('the language: the kernel’s word, then what was set here, then the file’s', () => {
    expect(read({ language: 'fr' }).language).toBe('fr')
    expect(read({ language: 'fr' }, '', { language: 'es' }).language).toBe('es')
    expect(read({ language: 'fr' }, 'quiet daruma.language=ja', { language: 'es' }).language).toBe('ja')
    expect(() => read({}, 'daruma.language=xx')).toThrow(/daruma\.language is one of en, de, fr, es, ja, not xx/)
  })

  test('a colour that could be taken for Recover is none', () => {
    for (const accent of ['#d7281e', '#c8102e', '#ff0000', '#e4002b'])
      expect(read({ organisation: { accent } }).wrong.join()).toContain('red means Recover')
    for (const accent of ['#1a6b5c', '#003399', '#7a4e00', '#777777', '#5a2ca0'])
      expect(read({ organisation: { accent } })).toMatchObject({ wrong: [], organisation: { accent } })
  })
})

describe('what the broker is known by', () => {
  const named = (authorityFile: string) => [
    `--config=${file('ca.json', { broker: 'https://a.example', authorityFile })}`,
  ]
  const at = (name: string) => join(folder, name)
  beforeAll(() => {
    const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '2']
    const ssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' })
    ssl('req', '-x509', ...key, '-subj', '/CN=authority', '-keyout', at('ca.key'), '-out', at('ca.pem'))
    const own = ['-subj', '/CN=broker', '-addext', 'basicConstraints=critical,CA:FALSE']
    ssl('req', '-x509', ...key, ...own, '-keyout', at('own.key'), '-out', at('own.pem'))
    const by = ['-CA', at('ca.pem'), '-CAkey', at('ca.key')]
    ssl('req', '-x509', ...by, ...key, ...own, '-keyout', at('leaf.key'), '-out', at('leaf.pem'))
  })

  test('may be an authority, several, or a certificate that signed itself', () => {
    const two = file('two.pem', readFileSync(at('ca.pem'), 'utf8') + readFileSync(at('own.pem'), 'utf8'))
    for (const name of [at('ca.pem'), at('own.pem'), two])
      expect(readConfig(named(name), {}).authority).toBe(readFileSync(name, 'utf8'))
  })

  test('must be there, be a certificate, and not be one that another signed', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'
    expect(error(named(at('ca.key')))).toContain('ca.key holds no certificate')
    expect(error(named(file('broken.pem', broken)))).toContain('broken.pem holds a certificate that cannot be read')
    expect(error(named(at('no.pem')))).toMatch(/no\.pem cannot be read: ENOENT/)
    expect(error(named(at('leaf.pem')))).toMatch(/leaf\.pem .*CN=broker.* name that of its authority, CN=authority/)
  })
})

describe('the button', () => {
  const broker = 'https://desktops.example.org'
  const foot = {
    id: 'our-foot-switch',
    name: 'Foot switch',
    match: { vendorId: 0x1234, productIds: [0x5678] },
    report: { length: 4, says: { bits: [{ byte: 0, mask: 1 }] } },
    source: 'its maker',
  }
  const withButtons = (content: unknown, more: object = {}) =>
    file('kiosk.json', { broker, buttonProfiles: file('buttons.json', content), ...more })

  test('is held for as long as is configured, one second to six; or pressed twice', () => {
    const read = (more: object) => readConfig(['--config', file('kiosk.json', { broker, ...more })], {})
    expect(read({ holdSeconds: 1.5, press: 'twice' })).toMatchObject({ button: { holdMs: 1500 }, pressTwice: true })
    expect(read({ holdSeconds: 6 })).toMatchObject({ button: { holdMs: 6000 }, pressTwice: false })
    for (const holdSeconds of [0.9, 6.1, 0, -1, '3', null]) {
      const { button, wrong } = read({ holdSeconds })
      expect([button.holdMs, wrong]).toEqual([3000, [expect.stringContaining('kiosk.json: holdSeconds: ')]])
    }
    expect(read({ press: 'tap' })).toMatchObject({ pressTwice: false, wrong: [expect.stringContaining('press: ')] })
  })

  test("those of the administrator's file come before those that are known", () => {
    const { button } = readConfig(['--config', withButtons({ buttons: [foot] })], {})
    expect(button.profiles).toEqual([foot, ...knownButtons])
  })

  test.each([
    ['{"buttons": [', 'cannot be read'],
    [{ button: [] }, 'buttons'],
    [{ buttons: [{ ...foot, report: { length: 4 } }] }, 'buttons: 0: report: says'],
    [{ buttons: [{ ...foot, matches: {} }] }, 'matches'],
    [{ buttons: [foot, foot] }, 'our-foot-switch twice'],
    // Any keyboard or mouse could be meant.
    [{ buttons: [{ ...foot, match: { usagePage: 1, usage: 6 } }] }, 'name vendorId and productIds'],
    [{ buttons: [{ ...foot, match: { vendorId: 0x1234 } }] }, 'name vendorId and productIds'],
    [{ buttons: [{ ...foot, light: { idle: [] } }] }, 'light'],
    [{ buttons: [{ ...foot, id: 'a/b' }] }, 'id'],
    [`{"buttons": []}${' '.repeat(300_000)}`, 'larger than'],
  ])('a file that is wrong is refused, with what is wrong: %s', (content, why) => {
    const said = error(['--config', withButtons(content)])
    expect(said).toContain('buttons.json')
    expect(said).toContain(why)
  })

  test('a file that is not there is told', () => {
    const config = file('kiosk.json', { broker, buttonProfiles: join(folder, 'nowhere.json') })
    expect(error(['--config', config])).toContain('nowhere.json')
  })
})
