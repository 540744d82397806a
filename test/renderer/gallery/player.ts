import { mount } from '../../../renderer/kiosk/mount.tsx'
import type { KioskEvent } from '../../../renderer/kiosk/state/event.ts'
import type { KioskStore } from '../../../renderer/kiosk/state/store.ts'
import { openStore } from '../../../renderer/kiosk/state/store.ts'
import type { Bridge, LocalFacts } from '../../../shared/bridge.ts'
import { localFacts, log, NOW, serviceTest } from './made.ts'
import { type Drawing, paintedPictures, pngOf } from './painted-picture.ts'

/** Plays a script on the page as it is, with a bridge that says what the script wants and a clock that stands still. */
export class Player {
  readonly #unmount: () => void
  readonly #kiosk: KioskStore
  #mono = 100_000
  #settings = localFacts
  #drawing: Drawing | null = 'now'

  constructor(element: HTMLElement) {
    const never = new Promise<never>(() => undefined)
    const bridge: Bridge = {
      call: ((name: string) => {
        if (name === 'picture') return pngOf('after').then((value) => ({ ok: true, value }))
        if (name === 'openConsole')
          return Promise.resolve({ ok: true, value: { url: 'ws://127.0.0.1/', protocols: [], expiresAt: '' } })
        if (name === 'openSettings') return Promise.resolve({ ok: true, value: this.#settings })
        if (name === 'testService') return Promise.resolve({ ok: true, value: serviceTest })
        if (name === 'kioskLog') return Promise.resolve({ ok: true, value: log })
        return never
      }) as Bridge['call'],
      listen: () => () => undefined,
    }
    const clock = { mono: () => this.#mono, wall: () => NOW }
    this.#kiosk = openStore(bridge, clock)
    const openPicture = paintedPictures(() => this.#drawing)
    this.#unmount = mount(element, { bridge, clock, kiosk: this.#kiosk, openPicture })
  }

  send(...events: readonly KioskEvent[]): void {
    for (const event of events) this.#kiosk.send(event)
  }

  /** The clock goes on by so much, at once. */
  pass(ms: number): void {
    this.#mono += ms
    this.#kiosk.send({ type: 'tick' })
  }

  /** What the kiosk's local settings say. */
  sets(change: Partial<LocalFacts>): void {
    this.#settings = { ...this.#settings, ...change }
  }

  /** The next picture that is opened; null for one that never comes. */
  draw(drawing: Drawing | null): void {
    this.#drawing = drawing
  }

  /** Until the picture is there. */
  async shown(): Promise<void> {
    // What was sent last has to reach the console first.
    await frames()
    while (this.#kiosk.store.getState().picture.is !== 'shown' || document.querySelector('.console-box.shown') === null)
      await frames()
    await frames()
  }

  async click(selector: string): Promise<void> {
    await frames()
    const element = document.querySelector(selector)
    if (!(element instanceof HTMLElement)) throw new Error(`there is no ${selector}`)
    element.click()
    await frames()
  }

  close(): void {
    this.#unmount()
    this.#kiosk.close()
  }
}

export async function frames(): Promise<void> {
  for (let i = 0; i < 3; i++) await new Promise((resolve) => requestAnimationFrame(resolve))
}
