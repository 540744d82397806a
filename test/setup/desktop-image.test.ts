import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MachineEvent } from '../../broker/hypervisors/hypervisor.ts'
import { makeQemuRig, type QemuRig } from '../broker/hypervisors/qemu-rig.ts'

/** What the broker relies on in the demo desktop, looked at from outside and through its agent. */

const N = 2
const { signal } = new AbortController()
let rig: QemuRig
let events: MachineEvent['type'][] = []

const sh = (script: string) => rig.sh(N, script)
/** For what ends the agent before it could answer. */
const shAndGone = (script: string) => sh(`(sleep 0.2; ${script}) > /dev/null 2>&1 &`)

async function heard(type: MachineEvent['type']): Promise<void> {
  while (!events.includes(type)) await delay(50)
}

beforeEach(async () => {
  rig = await makeQemuRig()
  events = []
  const { hypervisor, desktop } = rig
  await hypervisor.createOverlay(desktop, N, 1)
  await hypervisor.startInert(desktop, N, { disk: N, memory: { mode: 'load', image: 1 }, network: 'nowhere' }, signal)
  hypervisor.listen((event) => {
    if (event.n === N) events.push(event.type)
  })
  await hypervisor.resume(desktop, N, signal)
})

afterEach(() => rig.close())

test('at rest nobody is logged on, no share is mounted, and all that a user needs is there', async () => {
  await sh('test -e /run/daruma/at-rest')
  expect(await sh('ps -U user -o comm= || true')).toBe('')
  expect(await sh('mount -t cifs')).toBe('')
  expect(await sh('/usr/lib/daruma/check')).toBe('')
  expect(await sh('stat -c %a /run/daruma')).toBe('700\n')
  await rig.hypervisor.guest(rig.desktop, N).setClockFromHardware(10_000, signal)
})

test('a session starts with its panel on the screen, and leaves nothing behind when it ends', async () => {
  await sh('systemctl start daruma-session')
  expect(await sh('DISPLAY=:0 xdotool search --onlyvisible --class tint2')).toMatch(/\d/)
  expect(await sh('DISPLAY=:0 xdotool search --onlyvisible --class pcmanfm')).toMatch(/\d/)
  await sh('systemctl stop daruma-session')
  expect(await sh('ps -U user -o comm= || true')).toBe('')
})

test('without its programs the check says which, and no session starts', async () => {
  await sh('/usr/lib/daruma/break delete-programs')
  await expect(sh('/usr/lib/daruma/check')).rejects.toThrow('1')
  expect(await sh('/usr/lib/daruma/check || true')).toContain('pcmanfm is missing')
  await expect(sh('systemctl start daruma-session')).rejects.toThrow('failed')
})

test('a user may have it broken, and nothing else done', async () => {
  await sh("setpriv --reuid=user --regid=user --clear-groups sh -c 'echo freeze > /run/daruma-break'")
  while ((await sh('/usr/lib/daruma/check || true')) === '') await delay(100)
  expect(await sh('/usr/lib/daruma/check || true')).toBe('the X server does not answer\n')
  await sh('setpriv --reuid=user --regid=user --clear-groups sh -c \'echo "; touch /root/done" > /run/daruma-break\'')
  await sh('while systemctl is-active --quiet daruma-break; do sleep 0.1; done; ! test -e /root/done')
})

test.for(['panic', 'remove-init'])('%s ends in a panic of which QEMU is told', async (how) => {
  await shAndGone(`/usr/lib/daruma/break ${how}`)
  await heard('panicked')
})

test('a root file system that is overwritten panics as well', async () => {
  await shAndGone('dd if=/dev/zero of=/dev/vda bs=1M count=8 conv=fsync; echo b > /proc/sysrq-trigger')
  await heard('panicked')
})

test('asked to power down, it does', async () => {
  await rig.hypervisor.guest(rig.desktop, N).powerDown(10_000, signal)
  await heard('powered-off')
})
