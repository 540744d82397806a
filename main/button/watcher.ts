import type { ButtonAction, ButtonLight, ButtonProfile, ButtonState } from '../../shared/button.ts'
import { HoldWatch } from './hold-watch.ts'
import { Light } from './light.ts'
import { type OpenButton, openButton } from './open-button.ts'
import { profileOf } from './profiles.ts'
import { type FoundDevice, PermissionError, type Transport } from './transport.ts'
import { udevRules } from './udev-rule.ts'

const POLL_MS = 2000
const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 2000
/** One plug makes several events in /dev: look once, when they are over. */
const HINT_MS = 50
/** udev sets a node's permission a moment after the node is there, and a button takes its time to answer: no failures yet. */
const PATIENCE_MS = 2000
/** What sends noise is left alone for this long. */
const NOISE_MS = 60_000
const LONGEST_NAME = 60
/** One that tells changes alone and is touched while it is plugged in has said so within this time. */
const FIRST_WORD_MS = 300

/** How buttons are read here, as the kiosk's configuration says. */
export interface ButtonSetup {
  readonly profiles: readonly ButtonProfile[]
  readonly holdMs: number
}

export interface WatcherEvents {
  /** Told when it changes. */
  state(state: ButtonState): void
  action(action: ButtonAction): void
  log(text: string): void
}

interface Opened {
  readonly source: string
  readonly name: string
  readonly button: OpenButton
  readonly since: number
  /** It said what it is: only then is it known to work. */
  readonly heard: () => boolean
  readonly firstWord: NodeJS.Timeout | undefined
}
interface Refused {
  readonly name: string
  readonly since: number
  readonly error: Error
  /** What it would take to be let in. */
  readonly rules: readonly string[]
  /** Not before this is it tried again. */
  readonly until: number
}

/**
 * Finds the buttons that are plugged in, opens them, keeps them open, and tells what is done to them. Any of them may
 * start a hold; the first one owns it. Runs until `stop`, whatever is plugged in or out, or fails.
 */
export class ButtonWatcher {
  readonly #transport: Transport
  readonly #events: WatcherEvents
  readonly #profiles: readonly ButtonProfile[]
  readonly #hold: HoldWatch
  readonly #light: Light
  readonly #opened = new Map<string, Opened>()
  readonly #refused = new Map<string, Refused>()
  #state: ButtonState = { is: 'none' }
  #stuck: string | null = null
  #connections = 0
  #listError: string | null = null
  #wait = FIRST_WAIT_MS
  #timer: NodeJS.Timeout | undefined
  #dueAt = Infinity
  #looking: Promise<void> | null = null
  #stopWatching: (() => void) | null = null
  #stopped = false

  constructor(transport: Transport, { profiles, holdMs }: ButtonSetup, events: WatcherEvents) {
    this.#transport = transport
    this.#profiles = profiles
    this.#events = events
    this.#light = new Light((light) => {
      for (const { button } of this.#opened.values()) button.show(light)
    })
    this.#hold = new HoldWatch(
      {
        action: (action) => {
          if (action.type !== 'tapped') this.#light.override(action.type === 'started' ? 'holding' : null)
          this.#events.action(action)
        },
        stuck: (source) => {
          this.#stuck = source
          this.#light.override(source === null ? null : 'stuck')
          this.#tell()
        },
      },
      holdMs,
    )
  }

  start(): void {
    this.#stopWatching = this.#transport.watch(() => this.#lookIn(HINT_MS))
    this.#lookIn(0)
  }

  setLight(light: ButtonLight): void {
    this.#light.ask(light)
  }

  /** Lights out, all closed. A hold that runs ends without firing. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopWatching?.()
    clearTimeout(this.#timer)
    await this.#looking
    for (const { firstWord } of this.#opened.values()) clearTimeout(firstWord)
    this.#hold.close()
    this.#light.close()
    await Promise.all([...this.#opened.values()].map(({ button }) => button.close()))
    this.#opened.clear()
  }

  #lookIn(ms: number): void {
    const dueAt = performance.now() + ms
    if (this.#stopped || this.#dueAt <= dueAt) return
    clearTimeout(this.#timer)
    this.#dueAt = dueAt
    this.#timer = setTimeout(() => {
      this.#dueAt = Infinity
      // A look that still runs was begun before the hint: look again after it.
      this.#looking = (this.#looking ?? Promise.resolve()).then(() => this.#look())
    }, ms)
  }

  async #look(): Promise<void> {
    const found = await this.#list()
    if (found !== null) {
      this.#forgetMissing(new Set(found.map((d) => d.path)))
      for (const device of found) if (!this.#opened.has(device.path)) await this.#tryOpen(device)
    }
    this.#tell()
    const failed = found === null || this.#refused.size > 0
    this.#lookIn(failed ? this.#wait : POLL_MS)
    this.#wait = failed ? Math.min(this.#wait * 2, LONGEST_WAIT_MS) : FIRST_WAIT_MS
  }

  async #list(): Promise<FoundDevice[] | null> {
    try {
      const found = await this.#transport.list()
      this.#listError = null
      return found
    } catch (e) {
      const text = e instanceof Error ? e.message : String(e)
      if (text !== this.#listError) this.#events.log(`cannot list HID devices: ${text}`)
      this.#listError = text
      return null
    }
  }

  #forgetMissing(present: ReadonlySet<string>): void {
    for (const path of this.#refused.keys()) if (!present.has(path)) this.#refused.delete(path)
    for (const path of this.#opened.keys()) if (!present.has(path)) this.#gone(path, 'it is no longer there')
  }

  async #tryOpen(device: FoundDevice): Promise<void> {
    const profile = profileOf(device, this.#profiles)
    const { path } = device
    const before = this.#refused.get(path)
    if (profile === undefined || this.#stopped || (before?.until ?? 0) > performance.now()) return
    const source = `connection ${++this.#connections}`
    const name = (device.product ?? profile.name).slice(0, LONGEST_NAME)
    const rules = udevRules(device, profile.types)
    const refuse = (error: Error, until = 0) => {
      const since = before?.since ?? performance.now()
      this.#refused.set(path, { name, error, rules, since, until })
    }
    let heard = profile.ask === undefined
    try {
      const button = await openButton(this.#transport, device, profile, {
        pressed: (pressed) => {
          this.#hold.report(source, pressed)
          if (heard) return
          heard = true
          this.#tell()
        },
        gone: (why, noisy) => {
          if (noisy) refuse(new Error(why), performance.now() + NOISE_MS)
          this.#gone(path, why)
        },
        log: (text) => this.#events.log(text),
      })
      this.#refused.delete(path)
      const firstWord =
        profile.ask === undefined ? setTimeout(() => this.#hold.assumeReleased(source), FIRST_WORD_MS) : undefined
      this.#opened.set(path, { source, name, button, firstWord, since: performance.now(), heard: () => heard })
      this.#events.log(`opened ${name} at ${path}`)
      button.show(this.#light.shown)
    } catch (e) {
      const error = e instanceof Error ? e : new Error(String(e))
      if (before?.error.message !== error.message) this.#events.log(`cannot open ${name}: ${error.message}`)
      refuse(error)
    }
  }

  #gone(path: string, why: string): void {
    const opened = this.#opened.get(path)
    if (opened === undefined) return
    const { source, name, button, firstWord } = opened
    clearTimeout(firstWord)
    this.#opened.delete(path)
    const dropped = button.malformed === 0 ? '' : `; ${button.malformed} malformed reports were dropped`
    this.#events.log(`lost ${name} at ${path}: ${why}${dropped}`)
    this.#hold.lost(source)
    void button.close()
    this.#tell()
    this.#lookIn(FIRST_WAIT_MS)
  }

  #tell(): void {
    const state = this.#now()
    if (this.#stopped || JSON.stringify(state) === JSON.stringify(this.#state)) return
    this.#state = state
    this.#events.state(state)
  }

  #now(): ButtonState {
    const opened = [...this.#opened.values()]
    const stuck = opened.find(({ source }) => source === this.#stuck)
    if (stuck !== undefined) return { is: 'stuck', name: stuck.name }
    const ready = opened.find(({ heard }) => heard())
    if (ready !== undefined) return { is: 'ready', name: ready.name }
    const late = ({ since }: { since: number }) => performance.now() - since >= PATIENCE_MS
    const refused = [...this.#refused.values()].find(late)
    if (refused?.error instanceof PermissionError)
      return { is: 'no-permission', name: refused.name, udevRule: refused.rules.join('\n') }
    if (refused !== undefined) return { is: 'failed', detail: `${refused.name}: ${refused.error.message}` }
    const silent = opened.find(late)
    if (silent !== undefined) return { is: 'failed', detail: `${silent.name} does not answer.` }
    if (this.#listError !== null) return { is: 'failed', detail: this.#listError }
    return { is: 'none' }
  }
}
