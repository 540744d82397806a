import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { knownButtons } from '../../../main/button/known-buttons.ts'
import { ButtonWatcher } from '../../../main/button/watcher.ts'
import type { ButtonState } from '../../../shared/button.ts'
import { HOLD_MS } from '../../../shared/hold.ts'
import { FakeButton, FakeTransport, refused, report } from './fake-transport.ts'

const DEBOUNCE = 30
const POLL = 2000

let transport: FakeTransport
let watcher: ButtonWatcher
let states: ButtonState[]
let actions: string[]
let logs: string[]

beforeEach(() => {
  vi.useFakeTimers()
  transport = new FakeTransport()
  ;[states, actions, logs] = [[], [], []]
  watcher = new ButtonWatcher(
    transport,
    { profiles: knownButtons, holdMs: HOLD_MS },
    {
      state: (s) => states.push(s),
      action: (a) => actions.push(a.type),
      log: (text) => logs.push(text),
    },
  )
  watcher.start()
})
afterEach(async () => {
  await watcher.stop()
  expect(vi.getTimerCount()).toBe(0)
  vi.useRealTimers()
})

const after = (ms: number) => vi.advanceTimersByTimeAsync(ms)
const ready: ButtonState = { is: 'ready', name: 'DIY button' }
async function plugged(path = '/dev/hidraw0', device = {}): Promise<FakeButton> {
  const button = new FakeButton(path, device)
  transport.plug(button)
  await after(100)
  return button
}

describe('finding buttons', () => {
  test('one that is plugged in is found at the hint, asked for its state, and ready', async () => {
    const button = await plugged()
    expect(states).toEqual([ready])
    expect(button.written[0]?.[0]).toBe(0x3f)
  })

  test('without a hint it is found by looking', async () => {
    transport.plug(new FakeButton('/dev/hidraw0'), { hint: false })
    await after(POLL)
    expect(states).toEqual([ready])
  })

  test('what speaks no known profile is never opened', async () => {
    const keyboard = await plugged('/dev/hidraw1', { usagePage: 1, usage: 6 })
    await after(POLL)
    expect([keyboard.opens, states]).toEqual([0, []])
  })

  test('a hint while it looks makes it look again, afterwards', async () => {
    transport.listMs = 200
    const [a, b] = [new FakeButton('/dev/hidraw0'), new FakeButton('/dev/hidraw1')]
    transport.plug(a)
    await after(60)
    transport.plug(b)
    await after(1000)
    expect([a.opens, b.opens, transport.mostListings]).toEqual([1, 1, 1])
  })

  test('one that does not answer is not ready, and told as such; one that is pressed was never ready', async () => {
    const silent = new FakeButton('/dev/hidraw0')
    silent.answers = false
    transport.plug(silent)
    await after(5000)
    expect(states).toEqual([{ is: 'failed', detail: 'DIY button does not answer.' }])
    silent.say(report(false))
    expect(states.at(-1)).toEqual(ready)
    transport.unplug(silent)
    const pressed = new FakeButton('/dev/hidraw1')
    pressed.pressed = true
    transport.plug(pressed)
    await after(100)
    expect(states.slice(2)).toEqual([{ is: 'none' }, { is: 'stuck', name: 'DIY button' }])
  })

  test('a list that fails is told, and looked at again', async () => {
    transport.listError = new Error('no hidraw in this kernel')
    await after(POLL * 2)
    expect(states.at(-1)).toEqual({ is: 'failed', detail: 'no hidraw in this kernel' })
    expect(logs).toHaveLength(1)
    transport.listError = null
    await after(POLL)
    expect(states.at(-1)).toEqual({ is: 'none' })
  })
})

describe('holding one', () => {
  test('three seconds fire, and the light says so on the way', async () => {
    const button = await plugged()
    watcher.setLight('idle')
    await after(0)
    button.contact(true)
    await after(HOLD_MS)
    expect(actions).toEqual(['started', 'fired'])
    button.contact(false)
    await after(DEBOUNCE)
    expect(button.lights.slice(-3)).toEqual([1, 2, 1])
  })

  test('unplugged while held: cancelled, lost; plugged in still pressed: stuck until it is let go', async () => {
    const button = await plugged()
    button.contact(true)
    await after(HOLD_MS / 2)
    transport.unplug(button)
    await after(HOLD_MS)
    expect(actions).toEqual(['started', 'cancelled'])
    expect(states.at(-1)).toEqual({ is: 'none' })
    transport.plug(button)
    await after(HOLD_MS * 2)
    expect(states.at(-1)).toEqual({ is: 'stuck', name: 'DIY button' })
    expect(button.lights.at(-1)).toBe(6)
    button.contact(false)
    await after(DEBOUNCE)
    expect(states.at(-1)).toEqual(ready)
    expect(actions).toEqual(['started', 'cancelled'])
  })

  test('unplugged unheard: missing from the list is enough', async () => {
    const button = await plugged()
    button.contact(true)
    await after(500)
    transport.unplug(button, { heard: false })
    await after(POLL)
    expect([actions, states.at(-1)]).toEqual([['started', 'cancelled'], { is: 'none' }])
  })

  test('one that hangs while held: cancelled, opened again', async () => {
    const button = await plugged()
    button.contact(true)
    await after(600)
    button.answers = false
    await after(HOLD_MS)
    expect(actions).toEqual(['started', 'cancelled'])
    expect(button.opens).toBe(2)
  })

  test('of two, the first owns the hold; the other is used once that is over', async () => {
    const [a, b] = [await plugged('/dev/hidraw0'), await plugged('/dev/hidraw1')]
    a.contact(true)
    await after(1000)
    b.contact(true)
    await after(500)
    a.contact(false)
    await after(HOLD_MS)
    expect(actions).toEqual(['started', 'cancelled'])
    b.contact(false)
    await after(DEBOUNCE)
    b.contact(true)
    await after(HOLD_MS)
    expect(actions.slice(2)).toEqual(['started', 'fired'])
    expect(b.lights).toEqual(a.lights)
  })
})

describe('reports that are not understood', () => {
  test('are dropped and counted, whatever they are', async () => {
    const button = await plugged()
    const malformed = fc.uint8Array({ maxLength: 64 }).filter((b) => b.length !== 32 || (b[0] ?? 2) > 1)
    const all = fc.sample(malformed, 200)
    for (const bytes of all) {
      button.say(bytes)
      await after(DEBOUNCE)
    }
    await after(HOLD_MS)
    expect([actions, states]).toEqual([[], [ready]])
    transport.unplug(button)
    expect(logs.at(-1)).toContain('200 malformed')
  })

  test('do not end a hold, and do not keep one alive that went silent', async () => {
    const button = await plugged()
    button.contact(true)
    for (let ms = 0; ms < HOLD_MS; ms += 100) {
      button.say(new Uint8Array(8))
      await after(100)
    }
    expect(actions).toEqual(['started', 'fired'])
    button.contact(false)
    await after(DEBOUNCE)
    button.contact(true)
    button.answers = false
    for (let ms = 0; ms < HOLD_MS; ms += 100) {
      button.say(new Uint8Array(8))
      await after(100)
    }
    expect(actions.slice(2)).toEqual(['started', 'cancelled'])
  })

  test('well-formed ones of the same state are nothing new', async () => {
    const button = await plugged()
    for (let i = 0; i < 100; i++) button.say(report(false))
    await after(HOLD_MS)
    expect(actions).toEqual([])
  })
})

describe('one that may not be opened', () => {
  test('is told with the rule that would allow it, but only once udev had its time', async () => {
    const button = new FakeButton('/dev/hidraw0')
    button.refuses = refused()
    transport.plug(button)
    await after(1500)
    expect(states).toEqual([])
    await after(4000)
    expect(states).toEqual([
      { is: 'no-permission', name: 'DIY button', udevRule: expect.stringContaining('*:239A:80F4.*') as string },
    ])
    expect(logs).toHaveLength(1)
    button.refuses = null
    await after(POLL)
    expect(states.at(-1)).toEqual(ready)
  })

  test('for another reason is told as that', async () => {
    const button = new FakeButton('/dev/hidraw0')
    button.refuses = new Error('Device or resource busy')
    transport.plug(button)
    await after(6000)
    expect(states).toEqual([{ is: 'failed', detail: 'DIY button: Device or resource busy' }])
  })

  test('gone again is forgotten', async () => {
    const button = new FakeButton('/dev/hidraw0')
    button.refuses = refused()
    transport.plug(button)
    await after(6000)
    transport.unplug(button)
    await after(POLL)
    expect(states.at(-1)).toEqual({ is: 'none' })
  })
})

describe('one that sends noise', () => {
  test('is let go of and told, whatever the noise says; another one still works', async () => {
    const quiet = await plugged('/dev/hidraw1', { product: 'Quiet button' })
    const noisy = await plugged()
    for (let ms = 0; ms < 5000; ms++) {
      noisy.say(report(ms % 2 === 0))
      await after(1)
    }
    expect(actions).toEqual([])
    expect(logs.at(-1)).toContain('pressed and let go more than 50 times a second')
    expect(states.at(-1)).toEqual({ is: 'ready', name: 'Quiet button' })
    quiet.contact(true)
    await after(HOLD_MS)
    expect(actions).toEqual(['started', 'fired'])
    transport.unplug(quiet)
    await after(POLL)
    expect(states.at(-1)).toEqual({
      is: 'failed',
      detail: 'DIY button: it is pressed and let go more than 50 times a second',
    })
    expect(noisy.opens).toBe(1)
    await after(60_000)
    expect([noisy.opens, states.at(-1)]).toEqual([2, ready])
  })

  test('noise that is malformed is noise, too; and a name without end is cut', async () => {
    const noisy = await plugged('/dev/hidraw0', { product: 'x'.repeat(1_000_000) })
    expect(states).toEqual([{ is: 'ready', name: 'x'.repeat(60) }])
    for (let i = 0; i < 700; i++) noisy.say(new Uint8Array(4096))
    await after(3000)
    expect(states.at(-1)).toMatchObject({
      is: 'failed',
      detail: expect.stringContaining('more than 600 reports') as string,
    })
  })
})

describe('other makes', () => {
  test('one that speaks only when it is asked is asked all the time, and lost when it does not answer', async () => {
    const button = new FakeButton('/dev/hidraw0', { vendorId: 0x1d34, productId: 0x000d, usagePage: 1, usage: 16 })
    button.answers = false
    const answering = setInterval(
      () => button.say(Uint8Array.of(button.pressed ? 0x16 : 0x17, 0, 0, 0, 0, 0, 0, 0)),
      50,
    )
    transport.plug(button)
    await after(1000)
    expect(button.written.filter(([first]) => first === 8).length).toBeGreaterThan(10)
    button.pressed = true
    await after(HOLD_MS + 200)
    expect(actions).toEqual(['started', 'fired'])
    button.pressed = false
    await after(200)
    clearInterval(answering)
    await after(2500)
    expect(logs.some((text) => text.includes('does not answer any more'))).toBe(true)
  })

  test('one without a rhythm of its own is told each turn of it', async () => {
    const button = await plugged('/dev/hidraw0', {
      vendorId: 0x04d8,
      productId: 0xf372,
      usagePage: 0xff00,
      product: 'Luxafor Mute',
    })
    button.written.length = 0
    watcher.setLight('recovering')
    await after(4100)
    const lit = button.written.map((bytes) => (bytes[4] ?? 0) > 0)
    expect(lit).toEqual([true, false, true, false, true])
  })

  test('one that tells changes alone: its first word is a press, unless it comes with the plug', async () => {
    const mute = { vendorId: 0x04d8, productId: 0xf372, usagePage: 0xff00, product: 'Luxafor Mute' }
    const down = Uint8Array.of(131, 1, 0, 0, 0, 0, 0, 0)
    const button = await plugged('/dev/hidraw0', mute)
    await after(1000)
    button.say(down)
    await after(HOLD_MS + DEBOUNCE)
    expect(actions).toEqual(['started', 'fired'])
    const touched = await plugged('/dev/hidraw1', mute)
    touched.say(down)
    await after(HOLD_MS)
    expect(actions).toEqual(['started', 'fired'])
  })

  test('it is held for as long as is set', async () => {
    await watcher.stop()
    watcher = new ButtonWatcher(
      transport,
      { profiles: knownButtons, holdMs: 1000 },
      {
        state: (s) => states.push(s),
        action: (a) => actions.push(a.type),
        log: (text) => logs.push(text),
      },
    )
    watcher.start()
    const button = await plugged()
    button.contact(true)
    await after(999)
    expect(actions).toEqual(['started'])
    await after(1)
    expect(actions).toEqual(['started', 'fired'])
  })
})

describe('the light', () => {
  test('is written again while nothing changes, and after plugging in', async () => {
    const button = await plugged()
    watcher.setLight('recovering')
    await after(20_000)
    expect(button.lights.filter((l) => l === 3).length).toBeGreaterThan(3)
    transport.unplug(button)
    button.written.length = 0
    transport.plug(button)
    await after(100)
    expect(button.lights).toEqual([3])
  })

  test('of good news goes back to idle by itself, of bad news at the next press', async () => {
    const button = await plugged()
    watcher.setLight('done')
    await after(15_000)
    expect(button.lights.at(-1)).toBe(1)
    watcher.setLight('failed')
    await after(60_000)
    expect(button.lights.at(-1)).toBe(5)
    button.contact(true)
    await after(100)
    button.contact(false)
    await after(100)
    expect(button.lights.at(-1)).toBe(1)
  })

  test('is put out at the end', async () => {
    const button = await plugged()
    watcher.setLight('recovering')
    await after(0)
    await watcher.stop()
    expect(button.lights.at(-1)).toBe(0)
    expect(button.hear).toBeNull()
  })
})
