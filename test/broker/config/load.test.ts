import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { ConfigError } from '../../../broker/config/config-error.ts'
import { loadConfig } from '../../../broker/config/load.ts'
import { ConfigFile } from '../../../broker/config/schema.ts'
import { allKeys } from '../../../broker/config/schema-keys.ts'

const root = join(import.meta.dirname, '../../..')

describe('the configuration', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daruma-config-'))
    await secret('ada', 'horse\n')
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true })
  })

  async function secret(name: string, text: string, mode = 0o600) {
    await writeFile(join(folder, name), text)
    await chmod(join(folder, name), mode)
  }
  async function load(text: string) {
    const file = join(folder, 'broker.yaml')
    await writeFile(file, text)
    return loadConfig(file)
  }
  /** What is wrong with it, each line without the folder. */
  async function faults(text: string): Promise<string[]> {
    const error = await load(text).then(
      () => new Error('nothing is wrong with it'),
      (e: unknown) => e,
    )
    if (!(error instanceof ConfigError)) throw error
    return error.lines.map((line) => line.replaceAll(`${folder}/`, ''))
  }
  const people = 'people: [{name: Ada, displayName: Ada L., passwordFile: ada}]'
  const desktop = (more = '') => `desktops: [{id: d1, name: One, owner: ADA, machine: {image: img}${more}}]`

  test('has a default for all but the data folder, and takes paths from where it is', async () => {
    expect(await load('dataDir: data')).toMatchObject({
      listen: { host: '127.0.0.1', port: 8080, tls: null },
      dataDir: join(folder, 'data'),
      kioskFiles: join(root, 'out/renderer'),
      helpDesk: null,
      people: [],
      desktops: [],
    })
    const { desktops } = await load(`dataDir: data\n${people}\n${desktop()}`)
    expect(desktops).toMatchObject([
      {
        id: 'd1',
        owner: 'ada',
        share: null,
        machine: { image: join(folder, 'img') },
        pool: null,
        policy: {},
      },
    ])
  })

  test('reads secrets from files and from the environment, when they are needed', async () => {
    vi.stubEnv('SHARE_SECRET', 'from the environment')
    const share =
      ', share: {label: "H:", unc: //10.0.2.100/home, mountPoint: /media/H, user: ada, passwordEnv: SHARE_SECRET}'
    const config = await load(`dataDir: data\n${people}\n${desktop(share)}`)
    expect(await config.people[0]?.password?.()).toBe('horse')
    expect(await config.desktops[0]?.share?.password()).toBe('from the environment')
    await secret('ada', 'camel\r\n')
    expect(await config.people[0]?.password?.()).toBe('camel')
    expect(JSON.stringify(config)).not.toMatch(/horse|camel|from the environment/)
  })

  const ldap = (more = '') =>
    `ldap: {servers: [ldaps://dc1], bindDn: cn=d, passwordFile: ada, peopleDn: ou=p, groupsDn: ou=g${more}}`
  const oidc = (more = 'issuer: https://login.example.org/realms/x, clientSecretFile: ada') =>
    `oidc: {clientId: daruma, ${more}}`

  test('takes other ways to sign in, and people who have no password here', async () => {
    const groups = ', groups: [{group: helpdesk, role: helpdesk-junior, pools: [finance]}]'
    const eve = 'people: [{name: eve, displayName: Eve, signIn: ldap, role: auditor, pools: [finance]}]'
    const config = await load(`dataDir: data\nsignIn: {${ldap(groups)}, ${oidc()}}\n${eve}`)
    expect(config.people).toMatchObject([{ name: 'eve', signIn: 'ldap', pools: ['finance'], password: null }])
    expect(config.signIn.ldap).toMatchObject({ nameAttribute: 'uid', groups: [{ pools: ['finance'] }] })
    expect(await config.signIn.ldap?.password()).toBe('horse')
    expect(await config.signIn.oidc?.clientSecret()).toBe('horse')
    expect(config.signIn.secondFactor.administrator).toBe('off')
  })

  test.each([
    [`signIn: {${ldap().replace('ldaps:', 'ldap:')}}`, 'would send passwords in the clear'],
    [`signIn: {${ldap().replace('passwordFile: ada, ', '')}}`, 'needs passwordFile or passwordEnv'],
    [`signIn: {${ldap().replace(': ada', ': nowhere')}}`, 'there is no file nowhere'],
    [`signIn: {${oidc('issuer: http://login.example.org, clientSecretFile: ada')}}`, 'without https://'],
    [`signIn: {${oidc('issuer: https://login.example.org, clientSecretEnv: NOT_SET_AT_ALL')}}`, 'is not set'],
    ['signIn: {secondFactor: {administrator: sometimes}}', 'is not one of off, optional, required'],
    ['people: [{name: eve, displayName: Eve, signIn: oidc}]', 'needs signIn.oidc'],
    ['people: [{name: eve, displayName: Eve, signIn: ldap, passwordFile: ada}]', 'signs in elsewhere'],
    ['people: [{name: eve, displayName: Eve}]', 'needs passwordFile or passwordEnv'],
  ])('refuses %s', async (text, said) => {
    expect((await faults(`dataDir: data\n${text}`)).join('\n')).toContain(said)
  })

  test('names a PostgreSQL database, by its parts or by a file with its address', async () => {
    const parts = 'host: /run/postgresql, database: daruma, user: daruma, passwordFile: ada'
    const { store } = await load(`dataDir: data\nstore: {postgresql: {${parts}}}`)
    expect(await store?.postgresql()).toMatchObject({ host: '/run/postgresql', port: 5432, user: 'daruma', tls: null })
    await writeFile(join(folder, 'ca.pem'), 'the authority')
    const byTls = await load(`dataDir: data\nstore: {postgresql: {${parts}, caFile: ca.pem}}`)
    expect(await byTls.store?.postgresql()).toMatchObject({ tls: { ca: 'the authority' } })
    await secret('url', 'postgresql://u:hunter2@db.example.org/daruma\n')
    const byUrl = await load('dataDir: data\nstore: {postgresql: {urlFile: url}}')
    expect(await byUrl.store?.postgresql()).toEqual({ url: 'postgresql://u:hunter2@db.example.org/daruma' })
    expect(JSON.stringify(byUrl)).not.toMatch(/hunter2/)
  })

  test('refuses half a database, and never shows its secret', async () => {
    const of = (keys: string) => faults(`dataDir: data\nstore: {postgresql: {${keys}}}`)
    expect((await of('host: db')).join()).toMatch(/store.postgresql: needs host, database and user, or urlFile alone/)
    expect((await of('urlFile: ada, host: db')).join()).toMatch(/or urlFile alone/)
    expect((await of('host: db, database: d, user: u, passwordFile: ada, passwordEnv: A')).join()).toMatch(/leave one/)
    await secret('url', 'https://hunter2@db')
    const lines = (await of('urlFile: url')).join()
    expect(lines).toMatch(/store.postgresql.urlFile: url holds no address; write postgresql:/)
    expect(lines).not.toMatch(/hunter2/)
  })

  test.each([
    [
      'is missing',
      ': the secret’s file',
      'missing',
      /^broker.yaml:2:57: people\[0\].passwordFile: there is no file .*; make it/,
    ],
    ['is empty', '', '', /passwordFile: ada is empty; write the password into it/],
    ['is open to everybody', 'x', 0o644, /passwordFile: ada is open to everybody; run: chmod o= ada/],
    ['can be written by everybody', 'x', 0o602, /chmod o= ada/],
  ])('refuses a secret that %s', async (_, text, how, said) => {
    if (how === 'missing') await rm(join(folder, 'ada'))
    else await secret('ada', text, typeof how === 'number' ? how : 0o600)
    const [fault] = await faults(`dataDir: data\n${people}`)
    expect(fault).toMatch(said)
  })

  test('refuses a secret that is a folder, or a variable that is not set', async () => {
    await rm(join(folder, 'ada'))
    await mkdir(join(folder, 'ada'))
    expect(await faults(`dataDir: data\n${people}`)).toEqual([
      'broker.yaml:2:57: people[0].passwordFile: ada is not a file',
    ])
    expect(await faults('dataDir: d\npeople: [{name: a, displayName: A, passwordEnv: NOT_SET_ANYWHERE}]')).toEqual([
      'broker.yaml:2:49: people[0].passwordEnv: the environment variable NOT_SET_ANYWHERE is not set; set it where the broker is started',
    ])
  })

  test('says all that is wrong, where, and what to write', async () => {
    const text = [
      'listen: {port: high, hots: 127.0.0.1}',
      'publicAddress: desktops.example.org/kiosk',
      'logLevel: loud',
      'people:',
      '  - name: ada',
      '    displayName: Ada',
      '  - password: hunter2',
      'desktops:',
      '  - id: D 1',
      '    name: One',
      '    owner: ada',
      '    machine: {image: img, memoryMiB: abc, network: {kind: bridge}}',
      '    share: H',
      '    policy: {tries: 0.5}',
      '  - 7',
    ].join('\n')
    expect(await faults(text)).toEqual([
      "broker.yaml:1:16: listen.port: 'high' is not a port, 0 to 65535; write for instance 8080",
      'broker.yaml:1:22: listen.hots: there is no such key; did you mean host?',
      "broker.yaml:2:16: publicAddress: 'desktops.example.org/kiosk' is not an address of scheme, host and port alone; write for instance https://desktops.example.org",
      'broker.yaml:1:1: dataDir: is missing; write the folder for all that the broker keeps, for instance /var/lib/daruma',
      "broker.yaml:3:11: logLevel: 'loud' is not one of debug, info, warn, error; write for instance debug",
      'broker.yaml:5:5: people[0]: needs passwordFile or passwordEnv, one of the two; write for instance passwordFile: ./secrets/ada',
      'broker.yaml:7:5: people[1].name: is missing; write a name to sign in with, of 1 to 128 characters, for instance ada',
      'broker.yaml:7:5: people[1].displayName: is missing; write the name that is shown, for instance Ada Lovelace',
      'broker.yaml:7:5: people[1].password: there is no such key; did you mean passwordFile?',
      "broker.yaml:9:9: desktops[0].id: 'D 1' is not lower-case letters, digits and hyphens, 1 to 63 of them; write for instance ada-desktop",
      "broker.yaml:12:38: desktops[0].machine.memoryMiB: 'abc' is not a whole number of MiB from 128 to 1048576; write for instance 512",
      'broker.yaml:12:59: desktops[0].machine.network.kind: must be one of user, tap',
      'broker.yaml:13:12: desktops[0].share: must be a group of keys; write them below it',
      'broker.yaml:14:21: desktops[0].policy.tries: 0.5 is not a whole number of tries from 1 to 9; write for instance 3',
      'broker.yaml:15:5: desktops[1]: must be a group of keys; write them below it',
    ])
  })

  test.each([
    [
      'two people of one name',
      `people: [${'{name: ada, displayName: A, passwordFile: ada},'.repeat(2)}]`,
      /people\[1\].name: .*choose another/,
    ],
    ['a desktop of nobody', desktop(), /^broker.yaml:2:39: desktops\[0\].owner: there is nobody named 'ada'/],
    [
      'the network, unencrypted',
      'listen: {host: 0.0.0.0}\npublicAddress: http://d.example.org',
      /listen.host: is open .*https/,
    ],
    [
      'the network, without saying how it is reached',
      'listen: {host: 192.0.2.1}',
      /listen.host: is open .*publicAddress/,
    ],
    ['a key without its certificate', 'listen: {tls: {keyFile: ada}}', /listen.tls.certificateFile: is missing/],
    [
      'two places for one secret',
      'people: [{name: a, displayName: A, passwordFile: ada, passwordEnv: X}]',
      /one of the two/,
    ],
    [
      'a control character in a name',
      'people: [{name: "a\\u0007", displayName: A, passwordFile: ada}]',
      /people\[0\].name/,
    ],
    [
      'an option smuggled into a mount',
      desktop(', share: {label: H, unc: "//a/b,guest", mountPoint: /m, user: a, passwordFile: ada}'),
      /share.unc/,
    ],
    ['no YAML', 'dataDir: [', /^broker.yaml:\d+:\d+: .*yaml.org/],
    ['a list for a configuration', '- dataDir', /the configuration: must be a group of keys/],
  ])('refuses %s', async (_, text, said) => {
    const lines = await faults(text.startsWith('-') || text === 'dataDir: [' ? text : `dataDir: data\n${text}`)
    expect(lines.join('\n')).toMatch(said)
  })

  test('names the file that is not there', async () => {
    await expect(loadConfig('/no/such/file.yaml')).rejects.toThrow(/^\/no\/such\/file.yaml: cannot be read; .*--config/)
  })

  test('takes the network with TLS of its own, or behind a proxy', async () => {
    await secret('key', 'k')
    await secret('cert', 'c', 0o644)
    const tls =
      'listen: {host: 0.0.0.0, tls: {certificateFile: cert, keyFile: key}}\npublicAddress: https://d.example.org:8443'
    expect(await load(`dataDir: data\n${tls}`)).toMatchObject({
      listen: { tls: { keyFile: join(folder, 'key') } },
    })
    await secret('key', 'k', 0o644)
    expect((await faults(`dataDir: data\n${tls}`)).join()).toMatch(/listen.tls.keyFile: key is open to everybody/)
  })

  test('has an example that is right', async () => {
    await mkdir(join(folder, 'secrets'))
    await secret('secrets/ada', 'horse')
    await secret('secrets/ada-share', 'camel')
    const config = await load(await readFile(join(root, 'resources/broker.example.yaml'), 'utf8'))
    expect(config).toMatchObject({ helpDesk: 'Extension 4711', desktops: [{ owner: 'ada', share: { label: 'H:' } }] })
  })

  test('is told of in the manual, each key of it and no other', async () => {
    const manual = await readFile(join(root, 'docs/operating.md'), 'utf8')
    // The kiosk's own file has a table of its own, further down.
    const told = [...manual.slice(0, manual.indexOf('\n## Kiosks')).matchAll(/^\| `([^`]+)` \|/gm)].map(
      ([, key]) => key,
    )
    expect(told.sort()).toEqual(allKeys(ConfigFile).sort())
  })
})
