/**
 * Judges a hold: one unbroken press on one thing for `holdMs`. Pure, so that the button on the desk and the one on the
 * screen cannot come to differ. Times are monotonic milliseconds; nobody reads a clock here.
 */
export const HOLD_MS = 3000
/** What may be set in its place, in ms. */
export const SHORTEST_HOLD_MS = 1000
export const LONGEST_HOLD_MS = 6000
/** A press this long is not a person: the button is stuck, until it is let go. */
export const STUCK_MS = 15_000

export type HoldState =
  | { readonly is: 'idle' }
  | { readonly is: 'holding'; readonly source: string; readonly since: number }
  | { readonly is: 'fired'; readonly source: string; readonly since: number }
  /** Pressed when it should not be: at first sight, or for too long. Only a release ends it. */
  | { readonly is: 'stuck'; readonly source: string }

export type HoldInput =
  | { readonly type: 'pressed'; readonly source: string; readonly at: number; readonly atOpen?: boolean }
  | { readonly type: 'released'; readonly source: string; readonly at: number }
  /** The thing is gone: unplugged, hidden, blurred. A hold ends without firing. */
  | { readonly type: 'lost'; readonly source: string; readonly at: number }
  | { readonly type: 'tick'; readonly at: number }

export type HoldOutput = {
  readonly type: 'started' | 'cancelled' | 'fired' | 'tapped' | 'stuck' | 'free'
  readonly source: string
  /** Of a cancelled one: a person let go of it. */
  readonly letGo?: boolean
}

/** A release within this time of the press is a tap: it accepts a card that is open, and nothing else. */
export const TAP_MS = 800

export function hold(state: HoldState, input: HoldInput, holdMs = HOLD_MS): [HoldState, HoldOutput[]] {
  const mine = state.is !== 'idle' && 'source' in input && input.source === state.source
  switch (input.type) {
    case 'pressed': {
      if (state.is !== 'idle') return [state, []]
      const { source, at } = input
      if (input.atOpen === true) return [{ is: 'stuck', source }, [{ type: 'stuck', source }]]
      return [{ is: 'holding', source, since: at }, [{ type: 'started', source }]]
    }
    case 'released':
    case 'lost': {
      if (!mine) return [state, []]
      const { source } = state
      if (state.is === 'stuck') return [{ is: 'idle' }, [{ type: 'free', source }]]
      if (state.is === 'fired') return [{ is: 'idle' }, []]
      // A tick may have been late: what counts is how long it was held, not when somebody looked.
      if (input.type === 'released' && input.at - state.since >= holdMs)
        return [{ is: 'idle' }, [{ type: 'fired', source }]]
      const letGo = input.type === 'released'
      const tap = letGo && input.at - state.since < TAP_MS
      return [
        { is: 'idle' },
        [{ type: 'cancelled', source, letGo }, ...(tap ? [{ type: 'tapped', source } as const] : [])],
      ]
    }
    case 'tick': {
      if (state.is === 'holding' && input.at - state.since >= holdMs)
        return [{ is: 'fired', source: state.source, since: state.since }, [{ type: 'fired', source: state.source }]]
      if (state.is === 'fired' && input.at - state.since >= STUCK_MS)
        return [{ is: 'stuck', source: state.source }, [{ type: 'stuck', source: state.source }]]
      return [state, []]
    }
  }
}
