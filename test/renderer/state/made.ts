import type { Effect, KioskEvent } from '../../../renderer/kiosk/state/event.ts'
import { type Kiosk, nothingKnown } from '../../../renderer/kiosk/state/kiosk.ts'
import { step } from '../../../renderer/kiosk/state/step.ts'
import type { Desktop } from '../../../shared/api/desktop.ts'
import { desktop, facts, session } from '../gallery/made.ts'

export const answer = (...desktops: Desktop[]): KioskEvent => ({
  type: 'desktops',
  answer: { ok: true, value: desktops },
})

/** A page in somebody's hands: what happens to it, one after the other. */
export class Played {
  kiosk: Kiosk = nothingKnown
  at = 1000
  readonly effects: Effect[] = []

  send(...events: readonly KioskEvent[]): this {
    for (const event of events) {
      const [next, ...effects] = step(this.kiosk, event, this.at)
      this.kiosk = next
      this.effects.push(...effects)
    }
    return this
  }

  pass(ms: number): this {
    this.at += ms
    return this.send({ type: 'tick' })
  }

  get presses() {
    return this.effects.filter((e) => e.do === 'press').map((e) => e.press)
  }
}

/** Somebody sits at their desktop, and sees it. */
export function atDesk(change: Partial<Desktop> = {}): Played {
  return new Played().send(
    { type: 'facts', facts },
    { type: 'state', link: { is: 'up' }, session, button: { is: 'ready', name: 'B' } },
    answer({ ...desktop, ...change }),
    { type: 'picture', is: 'opening' },
    { type: 'picture', is: 'shown' },
  )
}

export const desk = (type: 'started' | 'cancelled' | 'fired' | 'tapped', key = 'desk-key'): KioskEvent => ({
  type: 'button-action',
  action: { type, key },
})
