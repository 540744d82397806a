import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { BrokerClient } from '../../shared/client/broker-client.ts'

const START = join(import.meta.dirname, '..', '..', 'setup', 'start.mjs')

let data = ''
/** Whether KVM works here: found out once, for where it stalls that takes 15 s. */
let probe: string | null = null
const started: Demo[] = []

beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'daruma-start-'))
})

async function bringProbe(): Promise<void> {
  if (probe === null) return
  await mkdir(join(data, 'broker'), { mode: 0o700 })
  await writeFile(join(data, 'broker', 'kvm-probe.json'), probe)
  await writeFile(join(data, 'demo.json'), '{}')
}

afterEach(async () => {
  probe ??= await readFile(join(data, 'broker', 'kvm-probe.json'), 'utf8').catch(() => null)
  for (const demo of started.splice(0)) await demo.stop('SIGTERM')
  expect(await processesOf(data)).toEqual([])
  await rm(data, { recursive: true, force: true })
})

/** npm start as somebody without a screen has it. */
class Demo {
  readonly #child: ChildProcess
  readonly #ended: Promise<unknown>
  said = ''

  constructor(args: readonly string[] = []) {
    this.#child = spawn('node', [START, '--browser', '--data', data, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk: Buffer) => (this.said += chunk.toString()))
    this.#ended = once(this.#child, 'exit')
    started.push(this)
  }

  /** Waits for something that it says; what the pattern's group holds. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      const found = pattern.exec(this.said)?.[1]
      if (found !== undefined) return found
      if (this.#child.exitCode !== null) throw new Error(`it ended: ${this.said}`)
      await delay(50)
    }
  }

  async code(): Promise<number | null> {
    await this.#ended
    return this.#child.exitCode
  }

  /** As a terminal does: to everybody in it. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) process.kill(-(this.#child.pid ?? 0), signal)
    await this.#ended
  }

  async kill(): Promise<void> {
    process.kill(-(this.#child.pid ?? 0), 'SIGKILL')
    await this.#ended
  }

  async signIn(password: string, name = 'maria'): Promise<string> {
    const address = await this.says(/Browser +(http:\S+)/)
    const client = new BrokerClient({ address, token: () => null, timeoutMs: 30_000 })
    const { person } = await client.call('signIn', { body: { name, password, keep: 'token' } })
    return person.displayName
  }
}

/** Command lines that name the folder. */
async function processesOf(folder: string): Promise<string[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  const commands = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  return commands.filter((command) => command.includes(folder))
}

test('it says a password once, which opens the kiosk now and the next time; Ctrl-C leaves nothing running', async () => {
  const first = new Demo()
  const password = await first.says(/Password +(\S+) {3}shown this once/)
  expect(await first.signIn(password)).toBe('Maria')
  const helperPassword = await first.says(/Help desk +\S+\/admin, as alex; the password (\S+) is in/)
  expect(await first.signIn(helperPassword, 'alex')).toBe('Alex')
  await first.stop('SIGINT')
  expect(await processesOf(data)).toEqual([])
  expect(first.said).not.toContain('rror')

  const second = new Demo()
  await second.says(/(as shown the first time)/)
  expect(second.said).not.toContain(password)
  expect(await second.signIn(password)).toBe('Maria')
})

test('with the password deleted there is a new one, and the old one is no good', async () => {
  await bringProbe()
  const first = new Demo()
  const old = await first.says(/Password +(\S+) {3}shown this once/)
  await first.says(/Browser +(http:\S+)/)
  await first.stop('SIGINT')
  await rm(join(data, 'secrets', 'maria'))

  const second = new Demo()
  const password = await second.says(/Password +(\S+) {3}shown this once/)
  await expect(second.signIn(old)).rejects.toThrow()
  expect(await second.signIn(password)).toBe('Maria')
})

test('a second one in the same folder is refused, and the first goes on', async () => {
  await bringProbe()
  const first = new Demo()
  const password = await first.says(/Password +(\S+) {3}shown this once/)
  const second = new Demo()
  expect(await second.code()).toBe(1)
  expect(second.said).toContain(`Another npm start already uses ${data}`)
  expect(await first.signIn(password)).toBe('Maria')
})

test('one that was killed is taken up by the next', async () => {
  await bringProbe()
  const first = new Demo()
  const password = await first.says(/Password +(\S+) {3}shown this once/)
  await first.signIn(password)
  await first.kill()
  expect(await processesOf(data)).not.toEqual([])

  const second = new Demo()
  expect(await second.signIn(password)).toBe('Maria')
})

test('--reset deletes what the demo keeps, asks before it, and leaves what is not of the demo', async () => {
  await bringProbe()
  const demo = new Demo()
  await demo.says(/Browser +(http:\S+)/)
  await demo.stop('SIGINT')
  await writeFile(join(data, 'mine.txt'), 'mine')

  const unasked = new Demo(['--reset'])
  expect(await unasked.code()).toBe(1)
  expect(unasked.said).toContain('--yes')
  expect(existsSync(join(data, 'broker'))).toBe(true)

  const sure = new Demo(['--reset', '--yes'])
  expect(await sure.code()).toBe(0)
  expect(await readdir(data)).toEqual(['mine.txt'])

  const again = new Demo()
  expect(await again.code()).toBe(1)
  expect(again.said).toContain('holds something else than the demo')
})

test('an option that it does not know is said, before anything is done', async () => {
  const demo = new Demo(['--bogus'])
  expect(await demo.code()).toBe(1)
  expect(demo.said).toContain("'--bogus'")
  expect(await readdir(data)).toEqual([])
})
