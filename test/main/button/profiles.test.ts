import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { knownButtons } from '../../../main/button/known-buttons.ts'
import { pressedIn, profileOf } from '../../../main/button/profiles.ts'
import type { FoundDevice } from '../../../main/button/transport.ts'
import { udevRules } from '../../../main/button/udev-rule.ts'
import { ButtonLight, ButtonProfile, type LightShow } from '../../../shared/button.ts'

const pico: FoundDevice = {
  path: '/dev/hidraw0',
  vendorId: 0x239a,
  productId: 0x80f4,
  usagePage: 0xff60,
  usage: 0x61,
  product: undefined,
  interface: -1,
}
const device = (vendorId: number, productId: number, more: Partial<FoundDevice> = {}): FoundDevice => ({
  ...pico,
  ...{ vendorId, productId, usagePage: 1, usage: 0, ...more },
})
const idOf = (found: FoundDevice) => profileOf(found, knownButtons)?.id
const profile = (id: string): ButtonProfile => {
  const found = knownButtons.find((p) => p.id === id)
  if (found === undefined) throw new Error(`no profile ${id}`)
  return found
}
const lit = knownButtons.filter((p) => p.light !== undefined)

describe('the buttons that are known', () => {
  test.each(knownButtons)('$id is a profile', (known) => {
    expect(ButtonProfile.parse(known)).toEqual(known)
    expect(knownButtons.filter(({ id }) => id === known.id)).toHaveLength(1)
  })

  test.each(lit)('$id shows each light in a way of its own, and flashes three times a second at most', ({ light }) => {
    // One that can't be dimmed is dark where others are dim.
    const told = ButtonLight.options.filter((name) => name !== 'idle')
    expect(new Set(told.map((name) => JSON.stringify(light?.[name]))).size).toBe(told.length)
    expect(light?.idle).toBeDefined()
    for (const name of ButtonLight.options) expect(flashesASecond(light?.[name] ?? [])).toBeLessThanOrEqual(3)
  })

  test('each is found by its ids, and what is none is not', () => {
    expect(idOf(pico)).toBe('raw-hid')
    expect(idOf({ ...pico, usage: 0x62 })).toBeUndefined()
    expect(idOf({ ...pico, usagePage: undefined, usage: undefined })).toBeUndefined()
    expect(idOf(device(0x1d34, 0x000d))).toBe('dream-cheeky-big-red')
    expect(idOf(device(0x1d34, 0x0004))).toBeUndefined()
    expect(idOf(device(0x04d8, 0xf372, { product: 'LUXAFOR MUTE' }))).toBe('luxafor-mute')
    expect(idOf(device(0x04d8, 0xf372, { product: 'LUXAFOR FLAG' }))).toBeUndefined()
    expect(idOf(device(0x04d8, 0xf372))).toBeUndefined()
    expect(idOf(device(0x3603, 2))).toBe('muteme-2')
    expect(idOf(device(0x0fd9, 0x0086))).toBe('stream-deck-pedal')
    expect(idOf(device(0x05f3, 0x04c5, { interface: 0 }))).toBe('xkeys-switch-3')
    expect(idOf(device(0x05f3, 0x04c5, { interface: 1 }))).toBeUndefined()
    expect(idOf(device(0x0c45, 0x7403, { usagePage: 1, usage: 6 }))).toBe('footswitch-0c45')
    expect(idOf(device(0x0c45, 0x7403, { usagePage: 1, usage: 2 }))).toBeUndefined()
    expect(idOf(device(0x046d, 0xc31c, { usagePage: 1, usage: 6 }))).toBeUndefined()
  })
})

describe('what a report says', () => {
  const says = (id: string, ...bytes: number[]) => pressedIn(Uint8Array.from(bytes), profile(id))

  test('of our own protocol: nothing but the one that says so is a press', () => {
    const raw = profile('raw-hid')
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const said = bytes.length === 32 ? ([false, true][bytes[0] ?? 2] ?? 'malformed') : 'malformed'
        expect(pressedIn(bytes, raw)).toBe(said)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 31, maxLength: 31 }), fc.boolean(), (rest, pressed) => {
        expect(pressedIn(Uint8Array.of(pressed ? 1 : 0, ...rest), raw)).toBe(pressed)
      }),
    )
  })

  test('as each of them is known to say it', () => {
    expect(says('dream-cheeky-big-red', 0x16, 0, 0, 0, 0, 0, 0, 0)).toBe(true)
    expect(says('dream-cheeky-big-red', 0x15, 0, 0, 0, 0, 0, 0, 0)).toBe(false)
    expect(says('dream-cheeky-big-red', 0x17, 0, 0, 0, 0, 0, 0, 0)).toBe(false)
    expect(says('dream-cheeky-big-red', 0x14, 0, 0, 0, 0, 0, 0, 0)).toBe('malformed')
    expect(says('luxafor-mute', 131, 1, 0, 0, 0, 0, 0, 0)).toBe(true)
    expect(says('luxafor-mute', 131, 0, 0, 0, 0, 0, 0, 0)).toBe(false)
    expect(says('luxafor-mute', 66, 1, 0, 0, 0, 0, 0, 0)).toBe('other')
    expect([4, 1, 2, 0].map((state) => says('muteme', 0, 0, 0, state, 0, 0, 0, 0))).toEqual([true, true, false, false])
    expect(says('stream-deck-pedal', 1, 0, 3, 0, 0, 1, 0)).toBe(true)
    expect(says('stream-deck-pedal', 1, 0, 3, 0, 0, 0, 0, 0)).toBe(false)
    expect(says('stream-deck-mini', 1, 0, 0, 0, 0, 0, 1)).toBe(true)
    expect(says('shuttle-xpress', 0xff, 0x12, 0, 0x40, 0)).toBe(true)
    expect(says('shuttle-xpress', 0xff, 0x12, 0xff, 0x0f, 0xfe)).toBe(false)
    expect(says('xkeys-switch-3', 0, 0, 0x01, 0)).toBe(true)
    expect(says('xkeys-switch-3', 0, 2, 0x00, 0)).toBe(false)
    expect(says('xkeys-switch-3', 0, 214, 0xff, 0)).toBe('other')
    expect(says('xkeys-pedal', 0, 0, 0x01, 0)).toBe(false)
  })

  test('of a keyboard: only F13 to F24 are presses, whatever else is down', () => {
    const keyboard = profile('footswitch-0c45')
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 6, maxLength: 6 }), fc.nat(255), (keys, modifiers) => {
        const pressed = keys.some((key) => key >= 0x68 && key <= 0x73)
        expect(pressedIn(Uint8Array.of(modifiers, 0, ...keys), keyboard)).toBe(pressed)
      }),
    )
  })

  test('no report makes the reader fail, whatever the profile', () => {
    const report = fc.uint8Array({ maxLength: 100 })
    fc.assert(
      fc.property(fc.constantFrom(...knownButtons), report, (known, bytes) => {
        expect([true, false, 'other', 'malformed']).toContain(pressedIn(bytes, known))
      }),
    )
  })
})

test('the rules that are shipped are those that the kiosk shows, one for each button that is known by its ids', () => {
  const lines = readFileSync('resources/udev/70-daruma-button.rules', 'utf8').split('\n')
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'))
  const known = knownButtons.flatMap(({ match: { vendorId, productIds = [] }, types }) =>
    vendorId === undefined ? [] : productIds.flatMap((productId) => udevRules({ vendorId, productId }, types)),
  )
  expect(rules).toEqual([...udevRules(pico), ...known])
})

/** How often it becomes bright, at its quickest. Dark is what `off` writes, and that has no turns. */
function flashesASecond(show: LightShow): number {
  const turns = show.flatMap((turn) => (typeof turn === 'number' ? [] : [turn.forMs]))
  if (turns.length < 2) return 0
  return Math.max(...turns.map((forMs, i) => 1000 / (forMs + (turns[(i + 1) % turns.length] ?? 0))))
}
