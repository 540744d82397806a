import { randomUUID } from 'node:crypto'
import type { ButtonAction } from '../../shared/button.ts'
import { HOLD_MS, type HoldInput, type HoldState, hold, STUCK_MS } from '../../shared/hold.ts'

/** A contact that closes or opens counts once it stayed so for this long; mechanical ones chatter for less. */
export const DEBOUNCE_MS = 30

export interface HoldEvents {
  action(action: ButtonAction): void
  /** The source that is stuck, or null when it is free again. */
  stuck(source: string | null): void
}

interface Contact {
  pressed: boolean
  /** It says otherwise since `at`, but not yet for long enough. */
  change: { readonly at: number; readonly timer: NodeJS.Timeout } | null
}

/**
 * Turns what buttons say of themselves into holds. A source is one button on one connection: plugged in again it is
 * another one, so no hold survives a plug. Reports are states: the same one twice is nothing, a lost one heals itself.
 */
export class HoldWatch {
  readonly #events: HoldEvents
  readonly #holdMs: number
  readonly #contacts = new Map<string, Contact>()
  #state: HoldState = { is: 'idle' }
  #key = ''
  #timer: NodeJS.Timeout | undefined

  /** `holdMs`: how long is held before it fires. */
  constructor(events: HoldEvents, holdMs = HOLD_MS) {
    this.#events = events
    this.#holdMs = holdMs
  }

  /** What a source says it is now. Its first word tells how it was found: pressed then is stuck, not a press. */
  report(source: string, pressed: boolean): void {
    const contact = this.#contacts.get(source)
    if (contact === undefined) {
      this.#contacts.set(source, { pressed, change: null })
      if (pressed) this.#apply({ type: 'pressed', source, at: performance.now(), atOpen: true })
    } else if (pressed === contact.pressed) {
      if (contact.change !== null) this.#bounced(contact, contact.change.timer)
    } else {
      const at = performance.now()
      contact.change ??= { at, timer: setTimeout(() => this.#settle(source, contact, at), DEBOUNCE_MS) }
    }
  }

  /** It has said nothing so far, for it tells changes alone: so it is not pressed, and its next word is a press. */
  assumeReleased(source: string): void {
    if (!this.#contacts.has(source)) this.#contacts.set(source, { pressed: false, change: null })
  }

  /** The source is gone. A hold on it ends without firing. */
  lost(source: string): void {
    clearTimeout(this.#contacts.get(source)?.change?.timer)
    this.#contacts.delete(source)
    this.#apply({ type: 'lost', source, at: performance.now() })
  }

  close(): void {
    for (const source of [...this.#contacts.keys()]) this.lost(source)
  }

  #bounced(contact: Contact, timer: NodeJS.Timeout): void {
    clearTimeout(timer)
    contact.change = null
    this.#arm()
  }

  #settle(source: string, contact: Contact, at: number): void {
    contact.pressed = !contact.pressed
    contact.change = null
    this.#apply({ type: contact.pressed ? 'pressed' : 'released', source, at })
  }

  #apply(input: HoldInput): void {
    const [state, outputs] = hold(this.#state, input, this.#holdMs)
    this.#state = state
    this.#arm()
    for (const { type, source, letGo } of outputs) {
      if (type === 'stuck') this.#events.stuck(source)
      else if (type === 'free') this.#events.stuck(null)
      else {
        if (type === 'started') this.#key = randomUUID()
        this.#events.action({ type, key: this.#key, ...(letGo === undefined ? {} : { letGo }) })
      }
    }
  }

  /** Wakes when the state next changes by time alone. */
  #arm(): void {
    clearTimeout(this.#timer)
    const state = this.#state
    if (state.is !== 'holding' && state.is !== 'fired') return
    const due = state.since + (state.is === 'holding' ? this.#holdMs : STUCK_MS)
    this.#timer = setTimeout(() => this.#tick(state.source), Math.max(0, due - performance.now()))
  }

  #tick(source: string): void {
    // It may just have been let go: whether in time is known when the contact has settled, and then this is armed again.
    if (this.#contacts.get(source)?.change == null) this.#apply({ type: 'tick', at: performance.now() })
  }
}
