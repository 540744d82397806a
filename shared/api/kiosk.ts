import { z } from 'zod'
import { DesktopId, Moment } from './ids.ts'

/** SHA-256 of the kiosk's public key, base64url: a kiosk needs to keep nothing but its key. */
export const KioskId = z.string().regex(/^[\w-]{43}$/, 'the id of a kiosk')

/** Letters and digits of which none looks like another, also when written by hand or read aloud. */
export const CODE_LETTERS = '34679ACDEFGHJKMNPQRTUWXY'
export const CODE_LENGTH = 8

export const Pin = z.string().regex(/^\d{4,12}$/, '4 to 12 digits')

const KioskName = z.string().trim().min(1).max(64)
const Place = z.string().trim().min(1).max(128)

/** What a kiosk says of itself to be enrolled. `fresh`: its code is to be another from now on. */
export const KioskAsk = z.strictObject({ name: KioskName, fresh: z.boolean() }).meta({ id: 'KioskAsk' })
export type KioskAsk = z.infer<typeof KioskAsk>

/** What an enrolled kiosk is told of itself. */
export const OwnKiosk = z
  .object({
    id: KioskId,
    name: z.string(),
    place: z.string().nullable(),
    /** The desktop that it connects to by itself, and whether a PIN is asked for; null: for whoever signs in. */
    connects: z.object({ desktop: z.string(), pin: z.boolean() }).nullable(),
    /** `scrypt:` and what it takes to look whether a PIN opens its local settings, which has to work without a broker. */
    settingsPin: z.string().nullable(),
  })
  .meta({ id: 'OwnKiosk' })
export type OwnKiosk = z.infer<typeof OwnKiosk>

/** Where a kiosk stands: it waits for an administrator to type its code, or is enrolled. */
export const KioskStanding = z
  .discriminatedUnion('is', [
    z.object({ is: z.literal('waiting'), code: z.string(), expiresAt: Moment }),
    z.object({ is: z.literal('enrolled'), kiosk: OwnKiosk }),
  ])
  .meta({ id: 'KioskStanding' })
export type KioskStanding = z.infer<typeof KioskStanding>

export const KioskSignIn = z.strictObject({ pin: Pin.nullable() }).meta({ id: 'KioskSignIn' })
export type KioskSignIn = z.infer<typeof KioskSignIn>

/** What an administrator decides of a kiosk. A PIN is told once and never shown again. */
const decided = {
  name: KioskName,
  place: Place.nullable(),
  /** It connects to this desktop by itself, as its owner; null: it is for whoever signs in. */
  desktopId: DesktopId.nullable(),
  /** Asked for before it connects; null: none. */
  pin: Pin.nullable(),
  /** Opens its local settings; null: nothing does. */
  settingsPin: Pin.nullable(),
}
export const KioskApproval = z
  .strictObject({
    /** As it stands on the kiosk's screen; spaces, hyphens and lower case do not matter. */
    code: z.string().min(CODE_LENGTH).max(32),
    ...decided,
    place: decided.place.default(null),
    desktopId: decided.desktopId.default(null),
    pin: decided.pin.default(null),
    settingsPin: decided.settingsPin.default(null),
  })
  .meta({ id: 'KioskApproval' })
export type KioskApproval = z.infer<typeof KioskApproval>

/** What is absent stays as it is. */
export const KioskChange = z.strictObject(decided).partial().meta({ id: 'KioskChange' })
export type KioskChange = z.infer<typeof KioskChange>

/** A kiosk as the help desk sees it. */
export const Kiosk = z
  .object({
    id: KioskId,
    name: z.string(),
    place: z.string().nullable(),
    desktopId: DesktopId.nullable(),
    hasPin: z.boolean(),
    hasSettingsPin: z.boolean(),
    approvedAt: Moment,
    /** Sign-in name. */
    approvedBy: z.string(),
    /** When it was last heard, to the minute or so. */
    seenAt: Moment.nullable(),
    /** Who is signed in there, by sign-in name. */
    signedIn: z.array(z.string()),
  })
  .meta({ id: 'Kiosk' })
export type Kiosk = z.infer<typeof Kiosk>

/** `waiting`: asked to be enrolled. Their codes stand on their screens alone. */
export const Kiosks = z
  .object({
    enrolled: z.array(Kiosk),
    waiting: z.array(z.object({ name: z.string(), from: z.string(), askedAt: Moment })),
  })
  .meta({ id: 'Kiosks' })
export type Kiosks = z.infer<typeof Kiosks>
