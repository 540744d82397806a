/**
 * Somebody whose desktop does not answer presses keys and clicks, and nothing changes; or hits Escape again and again.
 * Then the way to Recover should be in sight, without being asked for. Pure; times are monotonic ms.
 */
export interface Distress {
  readonly escapes: readonly number[]
  /** What was done since the picture last changed. */
  readonly acts: readonly number[]
}

export const calm: Distress = { escapes: [], acts: [] }

export type DistressInput =
  | { readonly type: 'key'; readonly key: string; readonly at: number }
  | { readonly type: 'click'; readonly at: number }
  | { readonly type: 'picture-changed' }
  | { readonly type: 'tick'; readonly at: number }

/** `show`: the bar should be in sight. `focus`: and have the keys. `offer`: and say why it came. */
export type DistressOutput = 'show' | 'focus' | 'offer' | null

const ESCAPES_WITHIN_MS = 1_500
/** One click on a wallpaper changes nothing either, nor do two. */
const ACTS = 3
const UNANSWERED_MS = 3_000

export function distress(state: Distress, input: DistressInput): [Distress, DistressOutput] {
  switch (input.type) {
    case 'key': {
      const acted = { ...state, acts: [...state.acts, input.at] }
      if (input.key !== 'Escape') return [{ ...acted, escapes: [] }, null]
      const escapes = [...state.escapes.filter((at) => input.at - at < ESCAPES_WITHIN_MS), input.at]
      if (escapes.length >= 3) return [calm, 'focus']
      return [{ ...acted, escapes }, escapes.length === 2 ? 'show' : null]
    }
    case 'click':
      return [{ escapes: [], acts: [...state.acts, input.at] }, null]
    case 'picture-changed':
      return [{ ...state, acts: [] }, null]
    case 'tick': {
      const [first] = state.acts
      if (first === undefined || state.acts.length < ACTS || input.at - first < UNANSWERED_MS) return [state, null]
      return [calm, 'offer']
    }
  }
}
