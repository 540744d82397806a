import type { ButtonProfile } from '../../shared/button.ts'
import { type Colour, rhythms } from './rhythms.ts'

/** An output report of `length` bytes, and before them the 0 that says there is no report id. */
function output(length: number, ...bytes: number[]): number[] {
  return [0, ...bytes, ...Array<number>(length - bytes.length).fill(0)]
}

const ASK = 0x3f // '?'
const LIGHT = 0x4c // 'L'

/** The do-it-yourself protocol (README.md): reports of 32 bytes. */
const rawHid: ButtonProfile = {
  id: 'raw-hid',
  name: 'Recover button',
  match: { usagePage: 0xff60, usage: 0x61 },
  // Keyboards with VIA speak on the same usage: they answer what they do not know with 0xff.
  report: { length: 32, says: { byte: 0, pressed: [1], released: [0] } },
  ask: output(32, ASK),
  light: {
    off: output(32, LIGHT, 0),
    idle: output(32, LIGHT, 1, 24, 24, 24),
    holding: output(32, LIGHT, 2, 255, 128, 0),
    recovering: output(32, LIGHT, 3, 0, 64, 255),
    done: output(32, LIGHT, 4, 0, 255, 64),
    failed: output(32, LIGHT, 5, 255, 0, 0),
    stuck: output(32, LIGHT, 6, 255, 0, 0),
  },
  keepAliveMs: 5000,
  source: 'our own protocol over QMK or CircuitPython raw HID; main/button/README.md',
}

/** Its lid is a guard of its own. It says nothing unless it is asked, and has no light. */
const bigRedButton: ButtonProfile = {
  id: 'dream-cheeky-big-red',
  name: 'Dream Cheeky Big Red Button',
  match: { vendorId: 0x1d34, productIds: [0x000d] },
  report: { length: 8, says: { byte: 0, pressed: [0x16], released: [0x15, 0x17] } },
  ask: output(8, 8, 0, 0, 0, 0, 0, 0, 2),
  askEveryMs: 50,
  source: 'github.com/miguelmota/big-red-button, derrick/dream_cheeky',
}

const luxaforColours: Record<Colour, [number, number, number]> = {
  white: [24, 24, 24],
  amber: [255, 128, 0],
  blue: [0, 64, 255],
  green: [0, 255, 64],
  red: [255, 0, 0],
}

/** Its ids are those of lamps without a button, too, so its name decides. It tells changes only. */
const luxaforMute: ButtonProfile = {
  id: 'luxafor-mute',
  name: 'Luxafor Mute Button',
  match: { vendorId: 0x04d8, productIds: [0xf372], product: 'mute' },
  report: { length: 8, kind: { byte: 0, values: [131] }, says: { byte: 1, pressed: [1], released: [0] } },
  light: rhythms((colour) => [output(8, 1, 0xff, ...(colour === null ? [0, 0, 0] : luxaforColours[colour]))]),
  source: 'github.com/JnyJny/busylight_core vendors/luxafor; ruxafor',
}

const DIM = 0x10
const muteMeColours: Record<Colour, number> = { white: 7 | DIM, amber: 3, blue: 4, green: 2, red: 1 }
const muteMe = {
  id: 'muteme',
  name: 'MuteMe',
  // 4: touched, 1: still, 2: let go, 0: nothing.
  report: { length: 8, says: { byte: 3, pressed: [4, 1], released: [2, 0] } },
  light: rhythms((colour) => [[0, colour === null ? 0 : muteMeColours[colour]]]),
  source: "muteme.com's HID key; github.com/JnyJny/busylight_core vendors/muteme",
} satisfies Omit<ButtonProfile, 'match'>

const streamDeck = { vendorId: 0x0fd9, kind: { byte: 0, values: [1] } }
const keysAt = (first: number, count: number) => ({
  bits: Array.from({ length: count }, (_, i) => ({ byte: first + i, mask: 0xff })),
})

/** Any of its three pedals. No light. */
const streamDeckPedal: ButtonProfile = {
  id: 'stream-deck-pedal',
  name: 'Elgato Stream Deck Pedal',
  match: { vendorId: streamDeck.vendorId, productIds: [0x0086] },
  report: { length: 7, orLonger: true, kind: streamDeck.kind, says: keysAt(4, 3) },
  source: '@elgato-stream-deck/core 7.6.3; boatswain doc/stream-deck.md',
}
/** Any of its six keys. What they show stays what it was. */
const streamDeckMini: ButtonProfile = {
  id: 'stream-deck-mini',
  name: 'Elgato Stream Deck Mini',
  match: { vendorId: streamDeck.vendorId, productIds: [0x0063, 0x0090, 0x00b3] },
  report: { length: 7, orLonger: true, kind: streamDeck.kind, says: keysAt(1, 6) },
  source: '@elgato-stream-deck/core 7.6.3; boatswain doc/stream-deck.md',
}

/** Any of its five buttons; its wheels say nothing to us. */
const shuttleXpress: ButtonProfile = {
  id: 'shuttle-xpress',
  name: 'Contour ShuttleXpress',
  match: { vendorId: 0x0b33, productIds: [0x0020] },
  report: {
    length: 5,
    says: {
      bits: [
        { byte: 3, mask: 0xf0 },
        { byte: 4, mask: 0x01 },
      ],
    },
  },
  source: 'github.com/hopejr/ShuttleControlUSB lib/ShuttleDefs.js',
}

/** Two indicators, of which one is on. The device is asked for its state, so a stuck one is seen at once. */
const xkeysIndicators = rhythms((colour) => {
  const led = (which: number, on: boolean) => output(35, 179, which, on ? 1 : 0)
  const red = colour === 'red' || colour === 'amber'
  return [led(6, colour === 'green' || colour === 'blue'), led(7, red)]
})
const xkeys = (id: string, name: string, productIds: number[], bits: { byte: number; mask: number }[]) =>
  ({
    id,
    name,
    match: { vendorId: 0x05f3, productIds, interface: 0 },
    report: { length: 4, orLonger: true, kind: { byte: 1, values: [0, 1, 2, 3] }, says: { bits } },
    ask: output(35, 177),
    light: xkeysIndicators,
    source: '@xkeys-lib/core 3.3.0',
  }) satisfies ButtonProfile

/**
 * Keyboards of one or few keys, that type what was programmed into them. Programmed to F13 to F24 they are buttons: udev keeps
 * them from the screen, and their reports are read here. Anything else that they type is nothing to us.
 */
const typist = (id: string, name: string, vendorId: number, productIds: number[], source: string): ButtonProfile => ({
  id,
  name,
  match: { vendorId, productIds, usagePage: 1, usage: 6 },
  report: { length: 8, orLonger: true, says: { keys: { from: 2, first: 0x68, last: 0x73 } } },
  types: true,
  source,
})
const FOOTSWITCH = 'github.com/rgerganov/footswitch'
const MACROPAD = 'github.com/kriomant/ch57x-keyboard-tool'

/** The buttons this kiosk knows. Only what is listed, or what its administrator adds, is ever opened. */
export const knownButtons: readonly ButtonProfile[] = [
  rawHid,
  bigRedButton,
  luxaforMute,
  { ...muteMe, match: { vendorId: 0x20a0, productIds: [0x42da, 0x42db] } },
  { ...muteMe, id: 'muteme-2', match: { vendorId: 0x3603, productIds: [1, 2, 3, 4] } },
  streamDeckPedal,
  streamDeckMini,
  shuttleXpress,
  xkeys('xkeys-pedal', 'X-keys XK-3 Foot Pedal', [0x0438, 0x043a], [{ byte: 2, mask: 0x0e }]),
  xkeys('xkeys-switch-3', 'X-keys XK-3 Switch Interface', [0x04c5, 0x04c8], [{ byte: 2, mask: 0x1f }]),
  xkeys(
    'xkeys-switch-12',
    'X-keys XK-12 Switch Interface',
    [0x04a8, 0x04ab],
    [
      { byte: 2, mask: 0xff },
      { byte: 3, mask: 0xff },
    ],
  ),
  typist('footswitch-0c45', 'PCsensor foot switch', 0x0c45, [0x7403, 0x7404], FOOTSWITCH),
  typist('footswitch-413d', 'PCsensor foot switch', 0x413d, [0x2107], FOOTSWITCH),
  typist('footswitch-1a86', 'PCsensor foot switch', 0x1a86, [0xe026], FOOTSWITCH),
  typist('footswitch-3553', 'PCsensor foot switch', 0x3553, [0xb001], FOOTSWITCH),
  typist('footswitch-0426', 'Scythe foot switch', 0x0426, [0x3011], FOOTSWITCH),
  typist('footswitch-055a', 'Scythe foot switch', 0x055a, [0x0998], FOOTSWITCH),
  typist('macropad-1189', 'Macro pad', 0x1189, [0x8840, 0x8890], MACROPAD),
  typist('macropad-514c', 'Macro pad', 0x514c, [0x8842], MACROPAD),
]
