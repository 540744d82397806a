import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asRoot } from '../../setup/as-root.mjs'
import { packageFolder } from '../../setup/package/app-folder.ts'
import { debianVersion, packageName } from '../../setup/package/debian-package.ts'
import { project } from '../../setup/places.mjs'
import { run } from '../../setup/run.mjs'
import { isTestBuild, makePackages, packageFile, runPackage } from './packages.ts'
import { ThinClient } from './thin-client.ts'

/** The packages, and what they do to a real Debian: installed, upgraded and removed by its own dpkg. */

beforeAll(makePackages)

const name = () => packageName('kiosk', isTestBuild())

describe('npm run package', () => {
  test('makes no release of a test runtime', async () => {
    if (!isTestBuild()) return
    const { code, output } = await runPackage('--release')
    expect([code, output]).toEqual([1, expect.stringMatching(/No release is made of Electron 25[^]*install-electron/)])
  })

  test('says what there is, and what there is not', async () => {
    expect(await runPackage('--help')).toMatchObject({
      code: 0,
      output: expect.stringContaining('--release') as string,
    })
    expect(await runPackage('--target', 'snap')).toMatchObject({
      code: 1,
      output: expect.stringContaining('There is no target snap') as string,
    })
    expect(await runPackage('--relase')).toMatchObject({ code: 1 })
  })

  test('says of a test build that it is one, wherever one would look', async () => {
    const { output } = await run(['dpkg-deb', '--info', packageFile('kiosk')])
    if (isTestBuild()) {
      expect(output).toMatch(/Package: daruma-kiosk-test-build\n.*Version: [\d.]+~test\.build\n/)
      expect(output).toContain('A TEST BUILD around Electron 25.1.1')
    } else expect(output).toMatch(/Package: daruma-kiosk\n/)
  })

  test('orders a test build before its release', () => {
    expect(debianVersion('1.2.0-test.build')).toBe('1.2.0~test.build')
  })
})

/** As they stand in the executable. */
const [OFF, ON] = ['0'.charCodeAt(0), '1'.charCodeAt(0)]

describe('the app', () => {
  const app = join(packageFolder, 'linux-unpacked')

  test('has its fuses set', async () => {
    const wire = await getCurrentFuseWire(join(app, 'daruma'))
    const off = [
      FuseV1Options.RunAsNode,
      FuseV1Options.EnableNodeOptionsEnvironmentVariable,
      FuseV1Options.EnableNodeCliInspectArguments,
    ]
    for (const fuse of off) expect([fuse, wire[fuse]]).toEqual([fuse, OFF])
    expect(wire[FuseV1Options.OnlyLoadAppFromAsar]).toBe(ON)
    if (!isTestBuild()) expect(wire[FuseV1Options.GrantFileProtocolExtraPrivileges]).toBe(OFF)
  })

  test('is no Node, whoever asks', async () => {
    const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1', DISPLAY: '' }
    const { code, output } = await run([join(app, 'daruma'), '-e', 'console.log("I am Node")'], { env })
    expect(output).not.toContain('I am Node')
    expect(code).not.toBe(0)
  })

  test('holds the page, main and what reads buttons, and nothing of the broker', () => {
    const listed = filesIn(join(app, 'resources', 'app.asar'))
    const parts = ['package.json', 'main/index.cjs', 'main/preload.cjs', 'main/button.cjs', 'renderer/index.html']
    expect(listed).toEqual(expect.arrayContaining(parts))
    const modules = listed.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [])
    expect(new Set(modules)).toEqual(new Set(['node-hid', 'pkg-prebuilds']))
    expect(listed.filter((file) => file.endsWith('.node'))).toHaveLength(1)
  })
})

describe('on a thin client', () => {
  let thin: ThinClient
  const shown = (path: string) => thin.must(`stat -c '%U %a' ${path}`).then((said) => said.trim())
  const status = async (which = name()) =>
    (await thin.sh(`dpkg-query -W -f='\${db:Status-Abbrev}' ${which}`)).output.trim()
  const install = (path: string) => thin.must(`dpkg --install ${path}`)

  beforeAll(async () => {
    thin = await ThinClient.open()
    await thin.copyIn(packageFile('kiosk'), '/tmp/kiosk.deb')
    await thin.copyIn(packageFile('client'), '/tmp/client.deb')
    await thin.copyIn(await newer(packageFile('kiosk')), '/tmp/newer.deb')
    await install('/tmp/kiosk.deb')
  })
  afterAll(() => thin.close())

  test('nobody but root can change the app', async () => {
    expect(await thin.must('find /opt/daruma ! -user root -o ! -group root -o -perm /022 ! -type l')).toBe('')
    expect(await shown('/opt/daruma/chrome-sandbox')).toBe('root 4755')
    // But for documents, which this Debian leaves out.
    expect(await thin.must(`dpkg --verify ${name()} | grep -v /usr/share/doc/ || true`)).toBe('')
  })

  test('all that it is linked with is there', async () => {
    const programs = 'daruma chrome-sandbox chrome_crashpad_handler lib*.so* $(find . -name "*.node")'
    expect(await thin.must(`cd /opt/daruma; ldd ${programs} | grep 'not found' || true`)).toBe('')
  })

  test('it has a user that nobody can log in as', async () => {
    expect(await thin.must('getent passwd daruma-kiosk')).toMatch(/:\/var\/lib\/daruma-kiosk:\/usr\/sbin\/nologin\n$/)
    expect(await thin.must('passwd --status daruma-kiosk')).toMatch(/^daruma-kiosk L /)
  })

  test('its service starts at boot in place of the log-in, and systemd understands it', async () => {
    expect(await thin.must('systemctl is-enabled daruma-kiosk.service daruma-kiosk.path')).toBe('enabled\nenabled\n')
    expect(await thin.must('systemctl is-enabled ctrl-alt-del.target || true')).toBe('masked\n')
    const verified = await thin.must(
      'SYSTEMD_LOG_LEVEL=warning systemd-analyze verify --man=no daruma-kiosk.service daruma-kiosk.path',
    )
    expect(verified).toBe('')
    for (const group of ['video', 'render', 'input', 'audio', 'plugdev']) await thin.must(`getent group ${group}`)
    for (const script of ['kiosk-session', 'kiosk-ended']) await thin.must(`sh -n /usr/lib/daruma/${script}`)
  })

  test('the rule for the button is where udev reads', async () => {
    expect(await thin.must('cat /usr/lib/udev/rules.d/70-daruma-button.rules')).toBe(
      readFileSync(join(project, 'resources', 'udev', '70-daruma-button.rules'), 'utf8'),
    )
  })

  test('an upgrade keeps what an administrator decided', async () => {
    await thin.write('/etc/daruma/kiosk.json', '{"broker":"https://desktops.example.org"}')
    await thin.must('systemctl disable daruma-kiosk.path; echo "# ours" >> /etc/pam.d/daruma-kiosk')
    await install('/tmp/newer.deb')
    expect(await thin.must(`dpkg-query -W -f='\${Version}' ${name()}`)).toMatch(/\+later$/)
    expect(await thin.must('systemctl is-enabled daruma-kiosk.service daruma-kiosk.path || true')).toBe(
      'enabled\ndisabled\n',
    )
    expect(await thin.must('cat /etc/daruma/kiosk.json; tail -n 1 /etc/pam.d/daruma-kiosk')).toBe(
      '{"broker":"https://desktops.example.org"}# ours\n',
    )
  })

  test('beside the client there is no kiosk: one takes the place of the other', async () => {
    const { code, output } = await thin.sh('dpkg --install /tmp/client.deb')
    expect([code, output]).toEqual([1, expect.stringContaining('conflicting packages')])
    expect(await status()).toBe('ii')
  })

  test('removed, it leaves its configuration and the way to log in', async () => {
    await thin.must(`dpkg --remove ${name()}`)
    expect(await status()).toBe('rc')
    expect(await thin.must('cat /etc/daruma/kiosk.json')).toContain('desktops.example.org')
    expect((await thin.sh('test -e /opt/daruma')).code).toBe(1)
    expect(await thin.must('systemctl is-enabled ctrl-alt-del.target || true')).not.toContain('masked')
    expect(await thin.must('systemctl is-enabled daruma-kiosk.service || true')).toBe('masked\n')
  })

  test('installed again, it is a kiosk again', async () => {
    await install('/tmp/kiosk.deb')
    expect(await thin.must('systemctl is-enabled daruma-kiosk.service')).toBe('enabled\n')
  })

  test('purged, it leaves nothing but its user', async () => {
    await thin.must(`dpkg --purge ${name()}`)
    expect(await status()).not.toMatch(/^[ir]/)
    expect(await thin.must('find / -xdev -name "*daruma*" ! -path "/proc/*" ! -path "/tmp/*"')).toBe('')
    await thin.must('getent passwd daruma-kiosk')
  })

  test('as a client it is a program beside others', async () => {
    await install('/tmp/client.deb')
    expect(await thin.must('cat /usr/bin/daruma')).toContain('--window')
    expect((await thin.sh('test -e /usr/lib/systemd/system/daruma-kiosk.service')).code).toBe(1)
    expect(await thin.must('grep ^Exec= /usr/share/applications/daruma.desktop')).toBe('Exec=daruma\n')
    await thin.must(`dpkg --purge ${packageName('client', isTestBuild())}`)
    expect(await thin.must('find / -xdev -name "*daruma*" ! -path "/proc/*" ! -path "/tmp/*"')).toBe('')
  })
})

/** Files in an archive of Electron's: its header is JSON, after two sizes. */
function filesIn(archive: string): string[] {
  const bytes = readFileSync(archive)
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as Entry
  const walk = (entry: Entry, path: string): string[] =>
    entry.files === undefined
      ? [path]
      : Object.entries(entry.files).flatMap(([n, e]) => walk(e, path === '' ? n : `${path}/${n}`))
  return walk(header, '')
}
interface Entry {
  readonly files?: Record<string, Entry>
}

/** The same package with a later version. */
async function newer(file: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-newer-'))
  const made = join(packageFolder, 'newer.deb')
  const script = `dpkg-deb -R '${file}' '${folder}/t' && sed -i 's/^Version: .*/&+later/' '${folder}/t/DEBIAN/control' &&
    dpkg-deb -Zgzip -z1 --build '${folder}/t' '${made}'`
  const { code, output } = await run(asRoot(['sh', '-c', script]))
  await run(asRoot(['rm', '-rf', folder]))
  await rm(folder, { recursive: true, force: true })
  if (code !== 0) throw new Error(output)
  return made
}
