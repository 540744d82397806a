/** How long the bar stays after its last use. It does not go while it is used. */
const STAYS_MS = 4_000
const STAYS_FOR_HELP_MS = 10_000

export interface Bar {
  readonly shown: boolean
  /** It came up by itself, because the desktop seems not to answer. */
  readonly offered: boolean
  /** The focus was asked for with it. */
  readonly wantsFocus: boolean
  readonly pointer: boolean
  readonly focus: boolean
  readonly hidesAt: number
}

export const hiddenBar: Bar = {
  shown: false,
  offered: false,
  wantsFocus: false,
  pointer: false,
  focus: false,
  hidesAt: Infinity,
}

export type BarInput =
  | { readonly type: 'show'; readonly at: number }
  | { readonly type: 'show-and-focus'; readonly at: number }
  | { readonly type: 'offer'; readonly at: number }
  | { readonly type: 'pointer'; readonly inside: boolean; readonly at: number }
  | { readonly type: 'focus'; readonly inside: boolean; readonly at: number }
  | { readonly type: 'tick'; readonly at: number }
  | { readonly type: 'hide' }

export function bar(state: Bar, input: BarInput): Bar {
  switch (input.type) {
    case 'show':
      return { ...state, shown: true, hidesAt: Math.max(stays(state), input.at + STAYS_MS) }
    case 'show-and-focus':
      return { ...state, shown: true, wantsFocus: true, hidesAt: input.at + STAYS_MS }
    case 'offer':
      return { ...state, shown: true, offered: true, hidesAt: input.at + STAYS_FOR_HELP_MS }
    case 'pointer':
      return used({ ...state, pointer: input.inside }, input.at)
    case 'focus':
      return used({ ...state, focus: input.inside, wantsFocus: false }, input.at)
    case 'tick':
      return state.pointer || state.focus || input.at < state.hidesAt ? state : hiddenBar
    case 'hide':
      return hiddenBar
  }
}

function used(state: Bar, at: number): Bar {
  return { ...state, hidesAt: Math.max(stays(state), at + STAYS_MS) }
}

function stays({ shown, hidesAt }: Bar): number {
  return shown ? hidesAt : -Infinity
}
