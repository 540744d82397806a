// @vitest-environment jsdom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { HoldToRecover } from '../../../renderer/kiosk/parts/RecoverButton.tsx'
import { clock } from '../../../renderer/kiosk/state/clock.ts'
import type { KioskEvent } from '../../../renderer/kiosk/state/event.ts'
import { type Kiosk, nothingKnown } from '../../../renderer/kiosk/state/kiosk.ts'
import { type Surroundings, SurroundingsContext } from '../../../renderer/kiosk/surroundings.ts'

declare global {
  var IS_REACT_ACT_ENVIRONMENT: boolean
}
globalThis.IS_REACT_ACT_ENVIRONMENT = true

const store = createStore<Kiosk>(() => nothingKnown)
let sent: KioskEvent[]
let root: Root
let button: HTMLButtonElement

beforeEach(async () => {
  sent = []
  store.setState(nothingKnown, true)
  const surroundings: Surroundings = {
    bridge: {
      call: () => new Promise<never>(() => undefined),
      listen: () => () => undefined,
    },
    clock,
    kiosk: { store, send: (event) => void sent.push(event), close: () => undefined },
    openPicture: () => {
      throw new Error('no picture is wanted here')
    },
  }
  document.body.innerHTML = '<div></div>'
  root = createRoot(document.body.children[0] as HTMLElement)
  await act(async () =>
    root.render(
      <SurroundingsContext value={surroundings}>
        <HoldToRecover />
      </SurroundingsContext>,
    ),
  )
  button = document.querySelector('button') as HTMLButtonElement
})
afterEach(() => act(async () => root.unmount()))

const types = () => sent.map((e) => e.type)
const key = (init: KeyboardEventInit) =>
  button.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
/** A click as a browser makes it after a pointer: with a count. Assistive technology's has none. */
const click = (detail: number) => button.dispatchEvent(new MouseEvent('click', { bubbles: true, detail }))

test('a key begins a hold, once, however long the keyboard repeats it', () => {
  key({ key: ' ' })
  key({ key: ' ', repeat: true })
  key({ key: ' ', repeat: true })
  expect(sent).toMatchObject([{ type: 'hold-pressed', source: 'key' }])
})

test('every touch has a key of its own', () => {
  key({ key: ' ' })
  key({ key: 'Enter' })
  const [one, two] = sent.map((e) => ('key' in e ? e.key : null))
  expect(one).toMatch(/^[0-9a-f-]{36}$/)
  expect(two).not.toBe(one)
})

test('other keys are nothing to it', () => {
  key({ key: 'a' })
  key({ key: 'Tab' })
  expect(sent).toEqual([])
})

test('a pointer that only clicks does not recover', () => {
  click(1)
  expect(sent).toEqual([])
})

test('who cannot hold, since assistive technology only clicks, is asked at once', () => {
  click(0)
  expect(types()).toEqual(['recover'])
})

test('press twice in place of a hold: a click asks, and nothing holds', async () => {
  await act(async () => store.setState({ pressTwice: true }))
  click(1)
  expect(types()).toEqual(['recover'])
  key({ key: ' ' })
  expect(types()).toEqual(['recover'])
})
