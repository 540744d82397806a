import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { udevRules } from '../../../main/button/udev-rule.ts'
import type { ButtonAction, ButtonState } from '../../../shared/button.ts'
import { type Check, checks } from './checks.ts'
import { EIGHT_BYTES, KEYBOARD, VirtualButton } from './virtual-button.ts'

const KIOSK = 1000
const PLUGDEV = 46
const RULES = '/app/70-daruma-button.rules'
/** Long for a machine, short for a test: emulation is slow, and the host may be busy. */
const PATIENCE_MS = 60_000

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function until(seen: () => boolean): Promise<boolean> {
  for (const start = performance.now(); performance.now() - start < PATIENCE_MS; await sleep(20))
    if (seen()) return true
  return false
}

/** The watcher, in a process of its own as an ordinary user. */
class Watch {
  readonly states: ButtonState[] = []
  readonly actions: ButtonAction['type'][] = []
  readonly logs: string[] = []
  readonly #child: ChildProcess

  constructor(gid: number) {
    this.#child = spawn(process.execPath, ['test/rigs/hid/watch.ts'], {
      uid: KIOSK,
      gid,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    if (this.#child.stdout === null) throw new Error('the watcher has no output')
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      console.log(`  ${line}`)
      const said = JSON.parse(line) as { state?: ButtonState; action?: ButtonAction; log?: string }
      if (said.state !== undefined) this.states.push(said.state)
      if (said.action !== undefined) this.actions.push(said.action.type)
      if (said.log !== undefined) this.logs.push(said.log)
    })
  }

  is(state: ButtonState['is']): boolean {
    return this.states.at(-1)?.is === state
  }

  /** The actions since this was last asked. */
  did(): string {
    return this.actions.splice(0).join()
  }

  light(light: string): void {
    this.#child.stdin?.write(`${light}\n`)
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve))
    this.#child.stdin?.end()
    await ended
  }
}

const left = new Set<string>(checks)
let failed = 0
function check(name: Check, passed: boolean): void {
  left.delete(name)
  if (!passed) failed++
  console.log(`${passed ? 'passed' : 'failed'}: ${name}`)
}

async function permission(button: VirtualButton): Promise<Watch> {
  const outside = new Watch(KIOSK)
  const refused = await until(() => outside.is('no-permission'))
  check('an ordinary user without the rule is told no-permission, with the rule', refused)
  const told = outside.states.at(-1)
  const shipped = readFileSync(RULES, 'utf8').split('\n')
  check(
    'the rule that is told is the rule that is shipped',
    told?.is === 'no-permission' && told.name === 'DIY button' && shipped.includes(told.udevRule),
  )
  copyFileSync(RULES, '/etc/udev/rules.d/70-daruma-button.rules')
  // What an administrator's own button needs as well.
  const own = udevRules({ vendorId: 0x1209, productId: 0x0001 })
  writeFileSync('/etc/udev/rules.d/71-own.rules', own.join('\n'))
  execFileSync('udevadm', ['control', '--reload-rules'])
  execFileSync('udevadm', ['trigger', '--settle'])
  const watch = new Watch(PLUGDEV)
  const ready = await until(() => watch.is('ready'))
  check('with the shipped rule and outside its group it stays no-permission', outside.states.length === 1)
  check('with the shipped rule and in its group the button is ready', ready)
  check('the button was asked for its state', button.written[0]?.[1] === 0x3f && button.written[0].length === 33)
  await outside.stop()
  return watch
}

async function holding(button: VirtualButton, watch: Watch): Promise<void> {
  watch.light('recovering')
  check('a light that is asked for arrives byte for byte', await until(() => button.shone(3, 0, 64, 255)))
  button.written.length = 0
  button.contact(true)
  await until(() => watch.actions.includes('fired'))
  check('a press of three seconds starts, then fires while it is still held', watch.did() === 'started,fired')
  button.contact(false)
  await sleep(300)
  const shown = button.written.filter((w) => w[1] === 0x4c).map((w) => w[2])
  const [first] = shown
  check('while it is held the button blinks, afterwards it shows what was asked for', first === 2 && shown.at(-1) === 3)

  button.contact(true)
  await sleep(1500)
  button.contact(false)
  await sleep(300)
  check('let go early it is cancelled', watch.did() === 'started,cancelled')

  button.contact(true)
  await sleep(200)
  button.contact(false)
  await sleep(300)
  check('a tap is told as one', watch.did() === 'started,cancelled,tapped')

  for (const bytes of [Buffer.alloc(32, 0xff), Buffer.alloc(8, 1), Buffer.from([2, ...Buffer.alloc(31)])]) {
    button.say(bytes)
    await sleep(100)
  }
  check(
    'malformed reports are dropped: no action, and the button stays ready',
    watch.did() === '' && watch.is('ready') && watch.logs.some((l) => l.includes('malformed')),
  )
}

/** Answers the button that is plugged in at the end. */
async function plugging(button: VirtualButton, watch: Watch): Promise<VirtualButton> {
  button.contact(true)
  await until(() => watch.actions.includes('started'))
  await button.unplug()
  const lost = await until(() => watch.is('none'))
  await sleep(3500)
  check('unplugged in mid-hold: cancelled, and the button is lost', lost && watch.did() === 'started,cancelled')

  const again = new VirtualButton('DIY button', { pressed: true })
  const stuck = await until(() => watch.is('stuck'))
  await sleep(3500)
  check('plugged in pressed: stuck, and nothing fires', stuck && watch.did() === '')
  again.contact(false)
  check('let go: ready again', await until(() => watch.is('ready')))
  return again
}

async function troubles(button: VirtualButton, watch: Watch): Promise<void> {
  button.contact(true)
  await until(() => watch.actions.includes('started'))
  button.answers = false
  await until(() => watch.actions.includes('cancelled'))
  check('one that hangs in mid-hold: cancelled', watch.did() === 'started,cancelled')
  button.answers = true
  button.contact(false)
  await until(() => watch.is('ready'))
  await sleep(1000)

  const other = new VirtualButton('Other button')
  await until(() => watch.logs.at(-1)?.startsWith('opened Other button') === true)
  await sleep(300)
  button.contact(true)
  await until(() => watch.actions.includes('started'))
  other.contact(true)
  await sleep(500)
  other.contact(false)
  await until(() => watch.actions.includes('fired'))
  button.contact(false)
  await sleep(300)
  check('of two buttons the first owns the hold', watch.did() === 'started,fired')
  await other.unplug()
}

/** Makes that speak in ways of their own. */
async function otherMakes(watch: Watch): Promise<void> {
  const opened = (name: string) => until(() => watch.logs.some((log) => log.startsWith(`opened ${name}`)))
  const foot = new VirtualButton('Foot switch', {
    make: { vendorId: 0x0c45, productId: 0x7403, descriptor: KEYBOARD },
  })
  await opened('Foot switch')
  execFileSync('udevadm', ['settle'])
  const inputs = readdirSync('/sys/class/input').filter((name) => /^input\d+$/.test(name))
  const ignored = inputs.map((name) =>
    execFileSync('udevadm', ['info', `/sys/class/input/${name}`], { encoding: 'utf8' }),
  )
  check(
    'a keyboard that is a button is kept from the screen: libinput is told to ignore it',
    ignored.some((said) => said.includes('Foot switch') && said.includes('LIBINPUT_IGNORE_DEVICE=1')),
  )
  const type = (key: number) => foot.say(Buffer.from([0, 0, key, 0, 0, 0, 0, 0]))
  watch.did()
  type(0x05)
  await sleep(500)
  const typed = watch.did()
  type(0x68)
  await until(() => watch.actions.includes('fired'))
  type(0)
  await sleep(300)
  check('F13 held on it fires, other keys do nothing', typed === '' && watch.did() === 'started,fired')
  await foot.unplug()

  const red = new VirtualButton('Big Red Button', {
    make: { vendorId: 0x1d34, productId: 0x000d, descriptor: EIGHT_BYTES },
  })
  const answers = (state: number) => (red.answer = Buffer.from([state, 0, 0, 0, 0, 0, 0, 0]))
  answers(0x17)
  await opened('Big Red Button')
  await sleep(500)
  answers(0x16)
  await until(() => watch.actions.includes('fired'))
  answers(0x15)
  await sleep(300)
  check('a button that is asked all the time fires', watch.did() === 'started,fired')
  await red.unplug()

  const own = new VirtualButton('Own button', {
    make: { vendorId: 0x1209, productId: 0x0001, descriptor: EIGHT_BYTES },
  })
  await opened('Own button')
  await sleep(1000)
  own.say(Buffer.from([0, 0xa1, 0, 0, 0, 0, 0, 0]))
  await until(() => watch.actions.includes('fired'))
  own.say(Buffer.from([0, 0xa0, 0, 0, 0, 0, 0, 0]))
  await sleep(300)
  check('one of an administrator is read by the file that names it', watch.did() === 'started,fired')
  await own.unplug()
}

function refusal(act: () => unknown): boolean {
  try {
    act()
    return false
  } catch {
    return true
  }
}

async function hostile(button: VirtualButton, watch: Watch): Promise<void> {
  const vendor = { vendorId: 0x1209, productId: 0x0002 }
  // As many fields as there is room for: 4096 bytes.
  const fields = Buffer.alloc(681 * 6, Buffer.from([0x75, 0x08, 0x95, 0x01, 0x81, 0x01]))
  const longest = Buffer.concat([Buffer.from('0600ff0901a101', 'hex'), fields, Buffer.from('7508c0', 'hex')])
  const monster = new VirtualButton('Monster', { make: { ...vendor, descriptor: longest } })
  const refused = refusal(
    () => new VirtualButton('Monster', { make: { ...vendor, descriptor: Buffer.alloc(10 << 20, 0xa1) } }),
  )
  await sleep(1000)
  check(
    'a device whose descriptor is as long as the kernel takes is left alone, and a longer one is refused by it',
    refused && watch.is('ready') && !watch.logs.some((log) => log.includes('Monster')),
  )

  await monster.unplug()

  watch.did()
  const noisy = new VirtualButton('Noisy button')
  await until(() => watch.logs.some((log) => log.startsWith('opened Noisy button')))
  const noise = setInterval(() => {
    for (let i = 0; i < 10; i++) noisy.contact(!noisy.pressed)
  }, 10)
  const told = await until(() => watch.logs.some((log) => log.includes('Noisy button') && log.includes('a second')))
  const fired = watch.did().includes('fired')
  button.contact(true)
  await until(() => watch.actions.includes('fired'))
  button.contact(false)
  await sleep(300)
  clearInterval(noise)
  check(
    'noise at 1 kHz: let go of, told, and nothing fires; another button still works',
    told && !fired && /^(cancelled,)?started,fired$/.test(watch.did()) && watch.is('ready'),
  )
  await noisy.unplug()
}

const button = new VirtualButton('DIY button')
const watch = await permission(button)
await holding(button, watch)
const again = await plugging(button, watch)
await troubles(again, watch)
await otherMakes(watch)
await hostile(again, watch)
again.written.length = 0
await watch.stop()
check(
  'at the end the light is put out',
  again.written
    .at(-1)
    ?.subarray(1, 3)
    .equals(Buffer.from([0x4c, 0])) === true,
)
await again.unplug()
for (const name of left) console.log(`failed: ${name} (not reached)`)
process.exit(failed + left.size === 0 ? 0 : 1)
