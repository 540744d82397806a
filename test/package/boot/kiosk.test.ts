import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { PNG } from 'pngjs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { SessionCookie } from '../../../broker/http/authentication.ts'
import { packageName } from '../../../setup/package/debian-package.ts'
import { project } from '../../../setup/places.mjs'
import { type EdgeRig, openEdge, passwords } from '../../broker/edge-rig.ts'
import { isTestBuild, makePackages, packageFile } from '../packages.ts'
import { ThinClient } from '../thin-client.ts'
import { Guest } from './guest.ts'
import { lookAt } from './look.ts'

/** A thin client with the package on it: a whole machine, from its kernel to a person who signs in at its keyboard. */

const pictures = join(project, 'out', 'screenshots', 'kiosk-boot')
/** What most of the page is made of, in its themes (renderer/kiosk/style/tokens.css). */
const tokens = readFileSync(join(project, 'renderer', 'kiosk', 'style', 'tokens.css'), 'utf8')
const surfaces = Array.from(tokens.matchAll(/--(?:ground|table): (#\w{6});/g), ([, colour]) => colour)

let folder: string
let edge: EdgeRig
let thin: ThinClient
let guest: Guest
let configuration: string

const main = () => guest.sh('systemctl show --property=MainPID --value daruma-kiosk')
const restarts = () => guest.sh('systemctl show --property=NRestarts --value daruma-kiosk')
const active = () => guest.until('systemctl is-active daruma-kiosk', 'active')
const journal = (text: string) => `journalctl --unit=daruma-kiosk --output=cat | grep -c '${text}' || true`
const bootId = () => guest.sh('cat /proc/sys/kernel/random/boot_id')

/** Of one colour but for a veil over it. */
function isNear(a = '', b = ''): boolean {
  const channels = (colour: string) => [1, 3, 5].map((i) => Number.parseInt(colour.slice(i, i + 2), 16))
  return channels(a).every((channel, i) => Math.abs(channel - (channels(b)[i] ?? 0)) <= 12)
}

async function keep(name: string): Promise<PNG> {
  const picture = await guest.screen()
  mkdirSync(pictures, { recursive: true })
  writeFileSync(join(pictures, `${name}.png`), PNG.sync.write(picture))
  return picture
}

const PATIENCE = { timeout: 600_000, interval: 2000 }

/** Until the page is on the whole screen: its ground, things on it, and no border of another's. */
async function pageIsThere(name: string): Promise<void> {
  await vi.waitFor(async () => {
    const look = lookAt(await keep(name))
    expect(
      surfaces.some((surface) => isNear(surface, look.ground)),
      look.ground,
    ).toBe(true)
    expect(look.share).toBeLessThan(0.99)
    expect(look.colours).toBeGreaterThan(30)
    expect(look.borderless).toBe(true)
  }, PATIENCE)
}

beforeAll(async () => {
  await makePackages()
  folder = await mkdtemp(join(tmpdir(), 'daruma-kiosk-boot-'))
  const at = (name: string) => join(folder, name)
  const ssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'ignore' })
  const key = ['-newkey', 'rsa:2048', '-nodes', '-days', '30']
  ssl('req', '-x509', ...key, '-subj', '/CN=private authority', '-keyout', at('ca.key'), '-out', at('ca.pem'))
  const leaf = ['-subj', '/CN=broker', '-addext', 'subjectAltName=IP:10.0.2.2', '-addext', 'basicConstraints=CA:FALSE']
  ssl(
    'req',
    '-x509',
    '-CA',
    at('ca.pem'),
    '-CAkey',
    at('ca.key'),
    ...key,
    ...leaf,
    '-keyout',
    at('key'),
    '-out',
    at('cert'),
  )
  const tls = { cert: readFileSync(at('cert'), 'utf8'), key: readFileSync(at('key'), 'utf8') }
  edge = await openEdge({ tls, secure: true, cookie: new SessionCookie(true) })

  thin = await ThinClient.open()
  await thin.copyIn(packageFile('kiosk'), '/root/kiosk.deb')
  await thin.must('dpkg --install /root/kiosk.deb')
  await thin.write('/etc/daruma/authority.pem', readFileSync(at('ca.pem'), 'utf8'))
  configuration = JSON.stringify({
    broker: `https://10.0.2.2:${new URL(edge.address).port}`,
    authorityFile: '/etc/daruma/authority.pem',
    kioskName: 'K-0217',
    helpDesk: 'Extension 4357',
  })
  await thin.write('/etc/daruma/kiosk.json', configuration)
  await thin.write('/root/foot-switch.pl', readFileSync(join(import.meta.dirname, 'foot-switch.pl'), 'utf8'))
  guest = await Guest.boot(thin.debian, await thin.disk())
})
afterAll(async () => {
  await guest.close()
  await thin.close()
  await edge.close()
  await rm(folder, { recursive: true })
})

test('it boots into the page, which systemd was told of, and into nothing else', async () => {
  await active()
  await pageIsThere('sign-in')
  expect(await guest.sh('cat /sys/class/tty/tty0/active')).toBe('tty1\n')
  // The serial line is the machine's, for looking at it here; no terminal of the screen has a log-in.
  expect(await guest.sh("ps -eo tty,comm | grep getty | grep -v '^ttyS0' || true")).toBe('')
  const owners =
    'for pid in $(pidof Xorg) $(systemctl show -P MainPID daruma-kiosk); do stat --format=%U /proc/$pid; done'
  expect(await guest.sh(owners)).toBe('daruma-kiosk\ndaruma-kiosk\n')
  expect(await restarts()).toBe('0\n')
})

test('no key leads out of it', async () => {
  const before = [await main(), await bootId()]
  await guest.press('ctrl-alt-f2', 'ctrl-alt-f3', 'ctrl-alt-f12', 'alt-f2', 'alt-left', 'ctrl-alt-backspace')
  await guest.press(
    'ctrl-alt-delete',
    'alt-sysrq-k',
    'alt-sysrq-b',
    'alt-f4',
    'ctrl-w',
    'ctrl-q',
    'ctrl-r',
    'f5',
    'f11',
  )
  await guest.press(
    'ctrl-n',
    'ctrl-t',
    'ctrl-o',
    'ctrl-s',
    'ctrl-p',
    'ctrl-shift-i',
    'f12',
    'ctrl-u',
    'alt-spc',
    'meta_l',
  )
  await delay(5000)
  expect([await main(), await bootId()]).toEqual(before)
  expect(await guest.sh('cat /sys/class/tty/tty0/active')).toBe('tty1\n')
  await pageIsThere('after-all-keys')
})

test('somebody signs in at its keyboard, over TLS by the private authority', async () => {
  // Away from whatever the keys before have opened of the page's own.
  const before = await main()
  await guest.sh('systemctl restart --no-block daruma-kiosk')
  await guest.until(
    `test "$(systemctl show -P MainPID daruma-kiosk)" != ${before.trim()} && systemctl is-active daruma-kiosk`,
    'active',
  )
  // Before that there is a page, too, which takes no name.
  await vi.waitFor(async () => expect(lookAt(await keep('sign-in')).dark).toBeGreaterThan(0.03), PATIENCE)
  await guest.type('bob')
  await guest.press('tab')
  await guest.type(passwords.bob)
  await pageIsThere('typed')
  await guest.press('ret')
  await vi.waitFor(async () => expect(await edge.audit('session.')).toHaveLength(1), {
    timeout: 120_000,
    interval: 1000,
  })
  await delay(10_000)
  await pageIsThere('signed-in')
})

test('a foot switch that types F13 is a button, and no keyboard of the screen', async () => {
  await guest.sh(
    'modprobe uhid; mkfifo /root/foot; exec > /dev/null 2>&1 < /dev/null; perl /root/foot-switch.pl < /root/foot &',
  )
  // What is opened for writing stays open for as long as the switch is plugged in.
  await guest.sh(
    'exec > /dev/null 2>&1 < /dev/null; (exec 9> /root/foot; exec sleep infinity) & sleep 1; echo $! > /root/foot.pid',
  )
  await guest.until(journal('opened Foot switch'), '1')
  await guest.sh('echo 5 > /root/foot')
  await guest.until(journal('was held to the end'), '1')
  const event = (
    await guest.sh('basename $(dirname $(dirname $(grep -l "Foot switch" /sys/class/input/event*/device/name)))')
  ).trim()
  expect(event).toMatch(/^event\d+$/)
  const opened = await guest.sh('ls -l /proc/$(pidof Xorg)/fd')
  expect(opened).toContain('/dev/input/event')
  expect(opened).not.toMatch(new RegExp(`/dev/input/${event}$`, 'm'))
  await keep('foot-switch')
  await guest.sh('kill $(cat /root/foot.pid)')
})

test('a page that is killed is loaded again by the same app', async () => {
  const before = await main()
  await guest.sh('pkill -KILL -u daruma-kiosk -f type=renderer')
  await guest.until('pgrep -c -u daruma-kiosk -f type=renderer', '1')
  await pageIsThere('page-again')
  expect(await main()).toBe(before)
})

test('an app or an X server that is killed is started again', async () => {
  for (const victim of ['systemctl show -P MainPID daruma-kiosk', 'pidof Xorg']) {
    const before = await main()
    await guest.sh(`kill -KILL $(${victim})`)
    await guest.until(
      `test "$(systemctl show -P MainPID daruma-kiosk)" != ${before.trim()} && systemctl is-active daruma-kiosk`,
      'active',
    )
    await pageIsThere('started-again')
  }
})

test('an app that hangs is ended by systemd and started again', async () => {
  const before = await main()
  await guest.sh(`kill -STOP ${before}`)
  await guest.until(
    `test "$(systemctl show -P MainPID daruma-kiosk)" != ${before.trim()} && systemctl is-active daruma-kiosk`,
    'active',
  )
  expect(await guest.sh('journalctl --unit=daruma-kiosk --output=cat | grep -c "Watchdog timeout"')).toBe('1\n')
  await pageIsThere('after-watchdog')
})

test('wrongly configured it says so on the screen, and starts when that is mended', async () => {
  await guest.sh(`echo '{"brokr": 1}' > /etc/daruma/kiosk.json; systemctl restart --no-block daruma-kiosk`)
  await guest.until('systemctl is-active daruma-kiosk || true', 'failed')
  expect(await guest.sh('tr -s " " < /dev/vcs1')).toMatch(
    /This kiosk is not set up: .*kiosk\.json .*brokr.*starts by itself/,
  )
  expect(lookAt(await keep('not-set-up'))).toMatchObject({ ground: '#000000' })
  await guest.sh(`echo '${configuration}' > /etc/daruma/kiosk.json`)
  await active()
  await pageIsThere('set-up')
})

test('taken off the running machine, it gives the screen back to a log-in', async () => {
  await guest.sh(`dpkg --purge ${packageName('kiosk', isTestBuild())}`)
  await guest.until('systemctl is-active getty@tty1', 'active')
  expect(await guest.sh('pgrep -u daruma-kiosk || true')).toBe('')
  await guest.sh('test ! -e /opt/daruma && test ! -e /var/lib/daruma-kiosk')
})

test('put on a running machine, it is a kiosk without another boot', async () => {
  await guest.sh(
    `mkdir -p /etc/daruma; echo '${configuration}' > /etc/daruma/kiosk.json; dpkg --install /root/kiosk.deb`,
  )
  await active()
  await pageIsThere('put-on')
  expect(await guest.sh('systemctl is-active getty@tty1 || true')).toBe('inactive\n')
})
