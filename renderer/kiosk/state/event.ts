import type { Desktop } from '../../../shared/api/desktop.ts'
import type { Help, HelpAnswer } from '../../../shared/api/help-desk/help.ts'
import type { Problem } from '../../../shared/api/problem.ts'
import type { Recovery } from '../../../shared/api/recovery.ts'
import type { LeftoverEntries, Leftovers, Rescue, RescueAsk } from '../../../shared/api/rescue.ts'
import type { RestorePoint } from '../../../shared/api/restore-point.ts'
import type { Session } from '../../../shared/api/session.ts'
import type { Answered, BridgeEvent, KioskFacts, KioskState, Link } from '../../../shared/bridge.ts'
import type { ButtonState } from '../../../shared/button.ts'
import type { Kiosk, PendingPress } from './kiosk.ts'

/** What the person does. Keys are made at the touch itself. */
export type Act =
  | { readonly type: 'sign-in'; readonly name: string; readonly password: string }
  | { readonly type: 'sign-out' }
  | { readonly type: 'new-code' }
  | { readonly type: 'enrol-anew' }
  /** The kiosk's local settings; also while they are in use. */
  | { readonly type: 'open-settings' }
  | { readonly type: 'close-settings' }
  /** An assigned kiosk opens its desktop. */
  | { readonly type: 'connect'; readonly pin: string | null }
  | { readonly type: 'bring-here' }
  | { readonly type: 'choose'; readonly desktopId: string }
  | { readonly type: 'choose-again' }
  | { readonly type: 'hold-pressed'; readonly source: string; readonly key: string }
  | { readonly type: 'hold-released'; readonly source: string }
  | { readonly type: 'hold-lost'; readonly source: string }
  /** Recover without a hold: by assistive technology, or pressed twice in place of it. */
  | { readonly type: 'recover'; readonly key: string }
  | { readonly type: 'accept' }
  | { readonly type: 'decline' }
  | { readonly type: 'ask-restart' }
  | { readonly type: 'restart'; readonly key: string }
  | { readonly type: 'ask-undo' }
  | { readonly type: 'undo'; readonly key: string }
  | { readonly type: 'cancel-press' }
  | { readonly type: 'keep-card' }
  | { readonly type: 'close-card' }
  | { readonly type: 'ask-again' }
  | { readonly type: 'show-button' }
  | { readonly type: 'press-twice'; readonly on: boolean }
  | { readonly type: 'ask-points' }
  | { readonly type: 'choose-point'; readonly pointId: string; readonly key: string }
  | { readonly type: 'ask-take-point' }
  | { readonly type: 'take-point'; readonly key: string; readonly note: string }
  | { readonly type: 'cancel-run' }
  | { readonly type: 'open-files' }
  | { readonly type: 'close-files' }
  | { readonly type: 'show-rest' }
  | { readonly type: 'choose-folder'; readonly place: number; readonly on: boolean }
  | { readonly type: 'choose-file'; readonly path: string; readonly on: boolean }
  | { readonly type: 'open-folder'; readonly place: number }
  | { readonly type: 'more-entries' }
  | { readonly type: 'close-folder' }
  | { readonly type: 'copy'; readonly key: string }
  | { readonly type: 'choose-more' }
  | { readonly type: 'answer-help'; readonly allow: HelpAnswer['allow'] }
  | { readonly type: 'end-help' }
  | { readonly type: 'read-message'; readonly messageId: string }
  | { readonly type: 'decline-offer' }

/** What is heard from elsewhere. */
export type News =
  | BridgeEvent
  | { readonly type: 'facts'; readonly facts: KioskFacts }
  | {
      readonly type: 'state'
      readonly link: Link
      readonly session: Session | null
      readonly button: ButtonState
      readonly kiosk?: KioskState | undefined
      readonly settings?: boolean | undefined
    }
  | { readonly type: 'signed-in'; readonly answer: Answered<Session> }
  | { readonly type: 'signed-out'; readonly answer: Answered<null> }
  | { readonly type: 'desktops'; readonly answer: Answered<Desktop[]> }
  | { readonly type: 'pressed'; readonly key: string; readonly answer: Answered<Recovery> }
  | { readonly type: 'points'; readonly desktopId: string; readonly answer: Answered<RestorePoint[]> }
  | { readonly type: 'taken'; readonly key: string; readonly answer: Answered<RestorePoint> }
  | { readonly type: 'cancelled'; readonly runId: string; readonly answer: Answered<Recovery> }
  | { readonly type: 'kept'; readonly runId: string; readonly answer: Answered<Leftovers> }
  | {
      readonly type: 'entries'
      readonly runId: string
      readonly folder: number
      /** They come after this one in the list; null for the first ones. */
      readonly after: number | null
      readonly answer: Answered<LeftoverEntries>
    }
  | { readonly type: 'copying'; readonly key: string; readonly answer: Answered<Rescue> }
  | { readonly type: 'help-answered'; readonly helpId: string; readonly answer: Answered<Help> }
  | { readonly type: 'picture'; readonly is: 'opening' | 'shown' }
  | { readonly type: 'elsewhere'; readonly problem: Problem }
  | { readonly type: 'taken-over' }
  | { readonly type: 'tick' }

export type KioskEvent = Act | News

/** What is to be asked of the bridge; the answers come back as news. */
export type Effect =
  | { readonly do: 'ask-desktops' }
  | { readonly do: 'sign-in'; readonly name: string; readonly password: string }
  | { readonly do: 'sign-out' }
  | { readonly do: 'new-code' }
  | { readonly do: 'enrol-anew' }
  | { readonly do: 'close-settings' }
  | { readonly do: 'connect'; readonly pin: string | null }
  | { readonly do: 'take-over'; readonly desktopId: string }
  | { readonly do: 'press'; readonly press: PendingPress }
  | { readonly do: 'ask-points'; readonly desktopId: string }
  | { readonly do: 'take-point'; readonly desktopId: string; readonly key: string; readonly note: string }
  | { readonly do: 'cancel'; readonly runId: string }
  | { readonly do: 'ask-kept'; readonly runId: string }
  | { readonly do: 'ask-entries'; readonly runId: string; readonly folder: number; readonly after: number | null }
  | { readonly do: 'copy'; readonly runId: string; readonly rescue: RescueAsk }
  | {
      readonly do: 'answer-help'
      readonly desktopId: string
      readonly helpId: string
      readonly allow: HelpAnswer['allow']
    }
  | { readonly do: 'end-help'; readonly desktopId: string; readonly helpId: string }
  | { readonly do: 'read-message'; readonly desktopId: string; readonly messageId: string }
  | { readonly do: 'decline-offer'; readonly desktopId: string; readonly offerId: string }

/** What an event makes of what is known, and what is to be asked because of it. */
export type Step = readonly [Kiosk, ...Effect[]]
