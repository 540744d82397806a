import { join } from 'node:path'
import { app, type UtilityProcess, utilityProcess } from 'electron'
import type { BridgeEvent } from '../shared/bridge.ts'
import type { ButtonLight, ButtonState } from '../shared/button.ts'
import { FromButton, type ToButton } from './button/messages.ts'
import type { ButtonSetup } from './button/watcher.ts'
import { log } from './log.ts'

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 10_000
/** A process that lived for this long did not die of its start. */
const WELL_MS = 30_000
const STOP_MS = 1_000

/** Runs the process that reads the buttons, and starts it again when it dies. */
export class ButtonHost {
  readonly #setup: ButtonSetup
  readonly #tell: (event: BridgeEvent) => void
  #process: UtilityProcess | null = null
  #state: ButtonState = { is: 'none' }
  #light: ButtonLight = 'off'
  #wait = FIRST_WAIT_MS
  #restart: NodeJS.Timeout | undefined
  #stopped = false

  constructor(setup: ButtonSetup, tell: (event: BridgeEvent) => void) {
    this.#setup = setup
    this.#tell = tell
  }

  get state(): ButtonState {
    return this.#state
  }

  start(): void {
    const startedAt = performance.now()
    const child = utilityProcess.fork(join(app.getAppPath(), 'main', 'button.cjs'), [], {
      serviceName: 'daruma-button',
    })
    this.#process = child
    child.on('message', (message: unknown) => this.#hear(message))
    child.once('exit', (code) => {
      this.#process = null
      if (this.#stopped) return
      this.#say({ is: 'failed', detail: `The part that reads buttons ended (code ${code}).` })
      if (performance.now() - startedAt > WELL_MS) this.#wait = FIRST_WAIT_MS
      log('button', `its process ended with code ${code}; started again in ${this.#wait} ms`)
      this.#restart = setTimeout(() => this.start(), this.#wait)
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS)
    })
    // Silence means that there is none: only what is found is told.
    if (this.#state.is === 'failed') this.#say({ is: 'none' })
    this.#send({ type: 'start', holdMs: this.#setup.holdMs, profiles: [...this.#setup.profiles] })
    this.#send({ type: 'light', light: this.#light })
  }

  setLight(light: ButtonLight): void {
    this.#light = light
    this.#send({ type: 'light', light })
  }

  /** Lights out. Waits for that no longer than a second. */
  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#restart)
    const child = this.#process
    if (child === null) return
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    this.#send({ type: 'stop' })
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, STOP_MS))])
    child.kill()
  }

  #send(message: ToButton): void {
    this.#process?.postMessage(message)
  }

  #hear(message: unknown): void {
    const parsed = FromButton.safeParse(message)
    if (!parsed.success) log('button', `dropped a message that is none: ${parsed.error.message}`)
    else if (parsed.data.type === 'log') log('button', parsed.data.text)
    else if (parsed.data.type === 'state') this.#say(parsed.data.state)
    else {
      const { action } = parsed.data
      if (action.type === 'fired') log('button', 'was held to the end')
      this.#tell({ type: 'button-action', action })
    }
  }

  #say(state: ButtonState): void {
    this.#state = state
    this.#tell({ type: 'button', button: state })
  }
}
