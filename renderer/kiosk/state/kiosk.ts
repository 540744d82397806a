import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Help, HelpAnswer } from '../../../shared/api/help-desk/help.ts'
import type { Problem } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { LeftoverEntry, Leftovers, RescueAsk } from '../../../shared/api/rescue.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import type { Session } from '../../../shared/api/session.ts'
import type { KioskFacts, KioskState, Link } from '../../../shared/bridge.ts'
import type { ButtonState } from '../../../shared/button.ts'
import type { HoldState } from '../../../shared/hold.ts'
import type { Choice } from './choice.ts'

/**
 * All that the page knows. Only `step` changes it, and `screenOf` alone says what of it is shown. Fields that end in `At`,
 * and `since`, are monotonic ms: the wall clock of a kiosk may jump.
 */
export interface Kiosk {
  /** Null until the surroundings have said what this kiosk is. */
  readonly facts: KioskFacts | null
  readonly link: Link
  readonly button: ButtonState
  /** Undefined until the surroundings have said whether somebody is signed in. */
  readonly session: Session | null | undefined
  readonly signIn: SignInState
  /** Where the kiosk itself stands with the broker. */
  readonly standing: KioskState
  /** Its local settings have a PIN; and they are open until then, if nobody touches them any more. */
  readonly hasSettings: boolean
  readonly settingsUntil: number | null
  /** When an assigned kiosk connects by itself; `asked`: only when somebody asks; null: nothing was tried yet. */
  readonly connectAt: number | 'asked' | null
  /** Somebody signed out here, and the broker has not confirmed it yet. */
  readonly signingOut: { readonly inFlight: boolean; readonly retryAt: number } | null
  /** Null until they were asked for. */
  readonly desktops: readonly Desktop[] | null
  /** `overtaken`: an event came while the answer was on its way, which may be from before it. */
  readonly asked: { readonly at: number; readonly inFlight: boolean; readonly overtaken: boolean }
  readonly chosen: string | null
  readonly picture: Picture
  /** The hold on this screen, as shared/hold.ts judges it. */
  readonly screenHold: HoldState
  readonly hold: Hold
  /** Accessibility: press twice in place of a hold. */
  readonly pressTwice: boolean
  /** A recovery has just ended, and the button on the desk rests: whoever still presses means the one before. */
  readonly restUntil: number
  readonly question: Question | null
  readonly press: PendingPress | null
  readonly follow: Follow | null
  /** What the last recovery of the chosen desktop kept aside; null while nothing is. */
  readonly kept: Kept | null
  /** The restore points of the chosen desktop, while something shows them. */
  readonly points: Points | null
  /** The run of the chosen desktop waits for its turn. It is said once it does so for a moment: most turns come at once. */
  readonly waiting: { readonly runId: string; readonly sayAt: number; readonly said: boolean } | null
  /** A press that waits for its turn is being taken back. */
  readonly cancelling: { readonly runId: string; readonly retryAt: number } | null
  readonly files: Files | null
  /** Since when it is asked whether somebody of the help desk may see the picture. */
  readonly helpSeen: { readonly helpId: string; readonly at: number } | null
  /** The answer to it, which is on its way; `allow` is null for its end. */
  readonly helping: {
    readonly help: Help
    readonly allow: HelpAnswer['allow'] | null
    readonly retryAt: number
  } | null
  /** Someone held the button where it cannot help yet. */
  readonly hint: { readonly is: 'sign-in-first' | 'choose-first'; readonly endsAt: number } | null
}

export type SignInState =
  | { readonly is: 'idle'; readonly ended: boolean }
  | { readonly is: 'sending'; readonly endsAt: number }
  | { readonly is: 'refused'; readonly problem: Problem }

/** The picture of the chosen desktop. `again`: there was one before, whose last frame still stands. */
export type Picture =
  | { readonly is: 'none' }
  | { readonly is: 'opening'; readonly since: number; readonly again: boolean; readonly late: boolean }
  | { readonly is: 'shown' }
  /** Open at another kiosk or browser. `asking`: it was asked for, and by when an answer is there; else null. */
  | { readonly is: 'elsewhere'; readonly problem: Problem; readonly asking: number | null; readonly endsAt: number }

/** What is shown of a hold, be it on the screen or on the desk. */
export type Hold =
  | { readonly is: 'no' }
  | { readonly is: 'holding'; readonly by: 'screen' | 'desk'; readonly since: number; readonly key: string }
  /** `tap`: it was so short that the person may not know that it wants to be held. */
  | { readonly is: 'cancelled'; readonly heldMs: number; readonly tap: boolean; readonly endsAt: number }

/** What the person is asked or told over their desktop. All close by themselves; then nothing has changed. */
export type Question = {
  readonly openedAt: number
  readonly endsAt: number
} /** To a point that was chosen, or else the last known good one. */ & (
  | { readonly is: 'consent'; readonly key: string; readonly unsure: boolean; readonly pointId: string | null }
  | { readonly is: 'cannot-recover'; readonly problem: Problem }
  | { readonly is: 'restart' }
  | { readonly is: 'undo'; readonly runId: string }
  /** A press was answered with no. */
  | { readonly is: 'refused'; readonly problem: Problem }
  /** It could not be sent in time. `doubt`: it may have arrived all the same. */
  | { readonly is: 'press-lost'; readonly doubt: boolean }
  /** Its test: what was done to it since. Nothing comes of that. */
  | { readonly is: 'button'; readonly tried: Tried }
  | { readonly is: 'points' }
  /** `pointId`: it was begun. */
  | {
      readonly is: 'take-point'
      readonly sending: { readonly key: string; readonly note: string; readonly retryAt: number } | null
      readonly pointId: string | null
    }
)

/** A press that has no answer yet: it is sent again, unchanged, until it has. */
export interface PendingPress {
  readonly kind: 'recover' | 'restart' | 'undo'
  readonly key: string
  readonly desktopId: string
  readonly generation: number
  /** A point that was chosen; null for the last known good one. */
  readonly pointId: string | null
  /** For undo: which run. */
  readonly runId: string | null
  readonly since: number
  readonly inFlight: boolean
  /** In flight: when to stop believing in an answer. Otherwise: when to send it again. */
  readonly retryAt: number
  /** It was sent, and no answer came: it may have arrived. */
  readonly doubt: boolean
  readonly promise: Promise
}

/** What was forecast at the press: what came is measured against it. */
export interface Promise {
  readonly usualMs: number | null
  /** The point; none for restart and undo. */
  readonly pointId: string | null
  /** To when it goes: the point's time, or that of the press that is undone. */
  readonly backTo: string | null
  /** Of an undo: also what was not saved. */
  readonly memory: boolean
}

/** The run that this page saw open, and so tells the end of. */
export interface Follow {
  readonly runId: string
  readonly since: number
  readonly promise: Promise
  /** When the card that tells its end closes by itself; null while it runs, or if it waits to be closed. */
  readonly closesAt: number | null
  readonly closed: boolean
}

/** What was done to the button on the desk while it is being tried. */
export type Tried = 'nothing' | 'held' | 'let-go' | 'held-whole'

export interface Points {
  readonly desktopId: string
  readonly list: readonly RestorePoint[] | null
  readonly problem: Problem | null
  readonly askAt: number
}

/** What is known of the files that a recovery kept. */
export interface Kept {
  readonly runId: string
  readonly leftovers: Leftovers | null
  /** Why it could not be told. */
  readonly problem: Problem | null
  /** When to ask (again); null while nothing in it changes. */
  readonly askAt: number | null
}

/** "Get my files", while it is open. */
export interface Files {
  /** Null: all that is the person's own. */
  readonly choice: Choice | null
  /** What is not the person's own is shown, too. */
  readonly rest: boolean
  /** The folder that is looked into, with as much of it as was told. */
  readonly folder: {
    readonly place: number
    readonly entries: readonly LeftoverEntry[]
    readonly more: boolean
    readonly problem: Problem | null
  } | null
  /** A copy that was asked for and has no answer yet. */
  readonly sending: { readonly key: string; readonly ask: RescueAsk; readonly retryAt: number } | null
  /** The answer was no. */
  readonly refused: Problem | null
  /** The copy that is shown. */
  readonly rescueId: string | null
  /** When it closes, if nobody touches it any more. */
  readonly endsAt: number
}

export const nothingKnown: Kiosk = {
  facts: null,
  link: { is: 'connecting' },
  button: { is: 'none' },
  session: undefined,
  signIn: { is: 'idle', ended: false },
  standing: { is: 'free' },
  hasSettings: false,
  settingsUntil: null,
  connectAt: null,
  signingOut: null,
  desktops: null,
  asked: { at: -Infinity, inFlight: false, overtaken: false },
  chosen: null,
  picture: { is: 'none' },
  screenHold: { is: 'idle' },
  hold: { is: 'no' },
  pressTwice: false,
  restUntil: -Infinity,
  question: null,
  press: null,
  follow: null,
  kept: null,
  points: null,
  waiting: null,
  cancelling: null,
  files: null,
  helpSeen: null,
  helping: null,
  hint: null,
}

export function chosenDesktop(kiosk: Kiosk): Desktop | null {
  return kiosk.desktops?.find((d) => d.id === kiosk.chosen) ?? null
}

export function isOpen(run: Recovery | null): run is Recovery & { outcome: null } {
  return run !== null && run.outcome === null
}
