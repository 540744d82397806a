import { z } from 'zod'
import { ConsoleTicket } from './api/console-ticket.ts'
import { Desktop } from './api/desktop.ts'
import { Help, HelpAnswer } from './api/help-desk/help.ts'
import { DesktopId, PointId, RescueId, RunId } from './api/ids.ts'
import { OwnKiosk, Pin } from './api/kiosk.ts'
import { Problem } from './api/problem.ts'
import { Press, Recovery, UndoPress } from './api/recovery.ts'
import { LeftoverEntries, LeftoverPage, Leftovers, Rescue, RescueAsk } from './api/rescue.ts'
import { RestorePoint, TakePoint } from './api/restore-point.ts'
import { Session, SignIn } from './api/session.ts'
import { ButtonAction, ButtonLight, ButtonState } from './button.ts'
import { Language } from './languages.ts'
import { Organisation } from './organisation.ts'

/** Whether the broker answers. Times are epoch ms; `tries` counts since it was last heard. */
export const Link = z.discriminatedUnion('is', [
  z.object({ is: z.literal('connecting') }),
  z.object({ is: z.literal('up') }),
  z.object({
    is: z.literal('down'),
    since: z.number(),
    tries: z.int(),
    nextTryAt: z.number(),
    why: z.enum(['refused', 'timeout', 'name-not-found', 'certificate', 'broken-answer', 'no-network']),
  }),
])
export type Link = z.infer<typeof Link>

/** What the page cannot find out by itself. */
export const KioskFacts = z.object({
  surroundings: z.enum(['electron', 'browser']),
  kioskName: z.string().nullable(),
  helpDesk: z.string().nullable(),
  version: z.string(),
  /** The language of this kiosk; null: that of its system. */
  language: Language.nullable(),
  organisation: Organisation,
  /** How long Recover is held here, in ms; and whether it is pressed twice instead, unless somebody chose otherwise. */
  holdMs: z.int(),
  pressTwice: z.boolean(),
})
export type KioskFacts = z.infer<typeof KioskFacts>

/** What a kiosk's local settings show. `brokerFixed`: it is said where this page cannot change it. */
export const LocalFacts = z.object({
  broker: z.string(),
  brokerFixed: z.boolean(),
  /** Whose certificates the broker is known by; null: those that everybody trusts. */
  trust: z.string().nullable(),
  /** Their SHA-256 fingerprints. */
  fingerprints: z.array(z.string()),
  /** The language of this kiosk; null: that of its system. `languageFixed`: the kernel's command line says it. */
  language: Language.nullable(),
  languageFixed: z.boolean(),
  /** Names and addresses of its network cards. */
  network: z.array(z.string()),
  gateway: z.string().nullable(),
  nameServers: z.array(z.string()),
  networkSetBy: z.string().nullable(),
  /** What is wrong with its configuration, and was left out. */
  wrong: z.array(z.string()),
})
export type LocalFacts = z.infer<typeof LocalFacts>

/** How the desktop service answers from here. What is null was not reached. `clockMs`: how far its clock is ahead of this one. */
export const ServiceTest = z.object({
  address: z.string().nullable(),
  ms: z.number().nullable(),
  why: z.string().nullable(),
  clockMs: z.number().nullable(),
})
export type ServiceTest = z.infer<typeof ServiceTest>

/**
 * Where this kiosk stands. `asking`: the broker has not said yet. `free`: no kiosk needs to be enrolled. `refused`: it could not
 * even ask to be.
 */
export const KioskState = z.discriminatedUnion('is', [
  z.object({ is: z.literal('asking') }),
  z.object({ is: z.literal('free') }),
  z.object({ is: z.literal('waiting'), code: z.string(), expiresAt: z.iso.datetime() }),
  z.object({ is: z.literal('enrolled'), kiosk: OwnKiosk.omit({ settingsPin: true }) }),
  z.object({ is: z.literal('revoked') }),
  z.object({ is: z.literal('refused'), problem: Problem }),
])
export type KioskState = z.infer<typeof KioskState>

/** Where to open the console's WebSocket, and what to offer as subprotocols. */
export const ConsoleAddress = z.object({
  url: z.url(),
  protocols: z.array(z.string()),
  expiresAt: ConsoleTicket.shape.expiresAt,
})
export type ConsoleAddress = z.infer<typeof ConsoleAddress>

/**
 * What the page may ask, with the shape of question and answer: the IPC gate of Electron checks both from this table,
 * and the browser's own bridge implements the same. `recover` is the whole of the power: it names a desktop, not an act.
 */
export const bridgeCalls = {
  facts: { ask: z.null(), answer: KioskFacts },
  /** The state as of now; changes come as events. */
  state: {
    ask: z.null(),
    answer: z.object({
      link: Link,
      session: Session.nullable(),
      button: ButtonState,
      /** A browser is no kiosk. */
      kiosk: KioskState.optional(),
      /** It has local settings that can be opened. */
      settings: z.boolean().optional(),
    }),
  },
  /** Another code, in place of the one that is shown. */
  newCode: { ask: z.null(), answer: KioskState },
  /** Another key, in place of one that was revoked or cannot be read. */
  enrolAnew: { ask: z.null(), answer: KioskState },
  /** An assigned kiosk opens its desktop. */
  kioskSignIn: { ask: z.strictObject({ pin: Pin.nullable() }), answer: Session },
  signIn: { ask: SignIn.omit({ keep: true }), answer: Session },
  signOut: { ask: z.null(), answer: z.null() },
  desktops: { ask: z.null(), answer: z.array(Desktop) },
  desktop: { ask: DesktopId, answer: Desktop },
  picture: { ask: z.strictObject({ desktopId: DesktopId, pointId: PointId }), answer: z.instanceof(Uint8Array) },
  openConsole: { ask: DesktopId, answer: ConsoleAddress },
  /** Its picture comes here, wherever it is open. */
  takeOver: { ask: DesktopId, answer: z.null() },
  press: { ask: z.strictObject({ desktopId: DesktopId, press: Press }), answer: Recovery },
  undo: { ask: z.strictObject({ recoveryId: RunId, press: UndoPress }), answer: Recovery },
  recovery: { ask: RunId, answer: Recovery },
  leftovers: { ask: RunId, answer: Leftovers },
  leftoverEntries: { ask: z.strictObject({ recoveryId: RunId, page: LeftoverPage }), answer: LeftoverEntries },
  startRescue: { ask: z.strictObject({ recoveryId: RunId, rescue: RescueAsk }), answer: Rescue },
  rescue: { ask: RescueId, answer: Rescue },
  points: { ask: DesktopId, answer: z.array(RestorePoint) },
  takePoint: { ask: z.strictObject({ desktopId: DesktopId, point: TakePoint }), answer: RestorePoint },
  /** Lets somebody of the help desk see the picture, or not; and ends it. */
  answerHelp: {
    ask: z.strictObject({ desktopId: DesktopId, helpId: z.uuid(), answer: HelpAnswer }),
    answer: Help,
  },
  endHelp: { ask: z.strictObject({ desktopId: DesktopId, helpId: z.uuid() }), answer: Help },
  readMessage: { ask: z.strictObject({ desktopId: DesktopId, messageId: z.uuid() }), answer: z.null() },
  declineOffer: { ask: z.strictObject({ desktopId: DesktopId, offerId: z.uuid() }), answer: z.null() },
  /** Takes back a press that waits for its turn. */
  cancel: { ask: RunId, answer: Recovery },
  /** The kiosk's local settings open by their PIN, and close when nothing is asked of them for some minutes. */
  openSettings: { ask: z.strictObject({ pin: Pin }), answer: LocalFacts },
  setBroker: { ask: z.strictObject({ broker: z.string().max(256) }), answer: LocalFacts },
  setLanguage: { ask: z.strictObject({ language: Language.nullable() }), answer: LocalFacts },
  testService: { ask: z.null(), answer: ServiceTest },
  kioskLog: { ask: z.null(), answer: z.array(z.string()) },
  restartKiosk: { ask: z.null(), answer: z.null() },
  closeSettings: { ask: z.null(), answer: z.null() },
  /** What the light on the button shows; nothing happens where there is none. */
  light: { ask: ButtonLight, answer: z.null() },
} as const satisfies Record<string, { ask: z.ZodType; answer: z.ZodType }>
export type BridgeCall = keyof typeof bridgeCalls

/** An answer crosses a process border, where an error would lose all but its text. */
export type Answered<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem }

export const BridgeEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('link'), link: Link }),
  z.object({ type: z.literal('session'), session: Session.nullable() }),
  z.object({ type: z.literal('desktop'), desktop: Desktop }),
  z.object({ type: z.literal('recovery'), recovery: Recovery }),
  z.object({ type: z.literal('leftovers'), leftovers: Leftovers }),
  z.object({ type: z.literal('rescue'), rescue: Rescue }),
  /** What this kiosk is was changed. */
  z.object({ type: z.literal('facts'), facts: KioskFacts }),
  z.object({ type: z.literal('kiosk'), kiosk: KioskState, settings: z.boolean().optional() }),
  z.object({ type: z.literal('button'), button: ButtonState }),
  z.object({ type: z.literal('button-action'), action: ButtonAction }),
])
export type BridgeEvent = z.infer<typeof BridgeEvent>

export interface Bridge {
  call<N extends BridgeCall>(
    name: N,
    ask: z.input<(typeof bridgeCalls)[N]['ask']>,
  ): Promise<Answered<z.output<(typeof bridgeCalls)[N]['answer']>>>
  /** Calls back for each event until the returned function is called. */
  listen(hear: (event: BridgeEvent) => void): () => void
}
