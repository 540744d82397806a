import { type Problem, problemName } from '../../../shared/api/problem.ts'
import type { Answered, ConsoleAddress } from '../../../shared/bridge.ts'
import type { ConsoleWish } from '../state/derived.ts'
import { backOff } from './back-off.ts'
import { paintedTest } from './painted.ts'
import type { OpenPicture, Picture } from './picture.ts'

export interface ConsoleParts {
  /** Where pictures are put, each in an element of its own. */
  readonly stage: HTMLElement
  /** Asks for the right to open the console once. */
  readonly address: (desktopId: string) => Promise<Answered<ConsoleAddress>>
  readonly openPicture: OpenPicture
  readonly hear: (is: 'opening' | 'shown') => void
  /** It is open elsewhere, and not opened here until that is asked for. */
  readonly elsewhere: (problem: Problem) => void
  /** A frame to keep in front, or null when what is behind is good again. */
  readonly cover: (frame: HTMLCanvasElement | null) => void
}

/** A try that shows nothing for so long is given up: a frozen gateway ends no connection. */
const TRY_MS = 10_000

interface Shown {
  readonly picture: Picture
  readonly box: HTMLElement
  readonly machine: string
}

/**
 * Keeps one continuous picture of a desktop: the last frame stays until the next picture has painted its first, whatever
 * became of the machine in between. One new connection for each try.
 */
export class ConsoleLink {
  readonly #parts: ConsoleParts
  readonly #isPainted = paintedTest()
  #wish: ConsoleWish | null = null
  /** The picture in front; `stale` once its machine is no longer the wanted one. */
  #shown: (Shown & { stale: boolean }) | null = null
  #trying: AbortController | null = null
  #covered = false

  constructor(parts: ConsoleParts) {
    this.#parts = parts
  }

  want(wish: ConsoleWish): void {
    const before = this.#wish
    this.#wish = wish
    if (this.#shown !== null && this.#shown.machine !== wish.machine) this.#shown.stale = true
    if (wish.cover) this.#keepFrame()
    else if (this.#shown?.stale === false) this.#lift()
    if (wish.machine !== before?.machine) this.#stopTrying()
    this.#try()
    this.#shown?.picture.setInput(wish.input && !this.#shown.stale)
    if (wish.input && before?.input !== true) this.#focusIfFree()
  }

  sendCtrlAltDel(): void {
    this.#shown?.picture.sendCtrlAltDel()
  }

  /** The keys go to the desktop. */
  focus(): void {
    this.#shown?.picture.focus()
  }

  /** The keys are about to go elsewhere. */
  releaseKeys(): void {
    this.#shown?.picture.releaseKeys()
  }

  /** How often the desktop has sent something of its picture; null without one. */
  updates(): number | null {
    return this.#shown?.picture.updates() ?? null
  }

  close(): void {
    this.#stopTrying()
    this.#wish = null
    this.#drop()
    this.#lift()
  }

  #try(): void {
    const wish = this.#wish
    if (wish?.machine == null || !wish.reachable || this.#trying !== null) return
    if (this.#shown?.stale === false) return
    const trying = new AbortController()
    this.#trying = trying
    this.#parts.hear('opening')
    void this.#tries(wish.desktopId, wish.machine, trying.signal)
  }

  async #tries(desktopId: string, machine: string, signal: AbortSignal): Promise<void> {
    for (let n = 0; ; n++) {
      await pause(backOff(n), signal)
      const next = signal.aborted ? null : await this.#oneTry(desktopId, machine, signal)
      if (this.#trying?.signal !== signal) {
        if (next !== null) discard(next)
        return
      }
      if (next === null) continue
      this.#trying = null
      this.#swap(next)
      return
    }
  }

  /** One ticket, one connection, until its first frame is painted. */
  async #oneTry(desktopId: string, machine: string, signal: AbortSignal): Promise<Shown | null> {
    const address = await this.#parts.address(desktopId)
    if (signal.aborted) return null
    if (!address.ok) {
      if (problemName(address.problem) === 'open-elsewhere') this.#parts.elsewhere(address.problem)
      return null
    }
    const box = document.createElement('div')
    box.className = 'console-box'
    this.#parts.stage.append(box)
    const ended = new AbortController()
    const isOver = () => ended.signal.aborted
    const picture = this.#parts.openPicture(box, address.value, () => {
      if (this.#shown?.box === box) this.#lost(box)
      else ended.abort()
    })
    const next: Shown = { picture, box, machine }
    const late = setTimeout(() => ended.abort(), TRY_MS)
    const abort = () => ended.abort()
    signal.addEventListener('abort', abort)
    while (!isOver() && !this.#isPainted(picture.canvas)) await frame()
    clearTimeout(late)
    signal.removeEventListener('abort', abort)
    if (!isOver()) return next
    discard(next)
    return null
  }

  #swap(next: Shown): void {
    const wish = this.#wish
    this.#drop()
    this.#shown = { ...next, stale: next.machine !== wish?.machine }
    next.box.classList.add('shown')
    if (wish?.cover !== true) this.#lift()
    this.#parts.hear('shown')
    if (this.#wish?.input === true && !this.#shown.stale) {
      next.picture.setInput(true)
      this.#focusIfFree()
    }
  }

  /** Takes the keys, unless somebody is using something else: the bar, say. */
  #focusIfFree(): void {
    const { activeElement, body } = document
    if (activeElement === null || activeElement === body) this.focus()
  }

  #lost(box: HTMLElement): void {
    this.#keepFrame()
    box.remove()
    this.#shown = null
    this.#try()
  }

  /** A copy of the last frame, a quarter as wide and high: it is only ever seen blurred. Never encoded, never stored. */
  #keepFrame(): void {
    const from = this.#shown?.picture.canvas
    if (this.#covered || from === undefined || from.width === 0) return
    const copy = document.createElement('canvas')
    copy.width = Math.ceil(from.width / 4)
    copy.height = Math.ceil(from.height / 4)
    copy.getContext('2d')?.drawImage(from, 0, 0, copy.width, copy.height)
    this.#covered = true
    this.#parts.cover(copy)
  }

  #lift(): void {
    if (!this.#covered) return
    this.#covered = false
    this.#parts.cover(null)
  }

  #drop(): void {
    if (this.#shown !== null) discard(this.#shown)
    this.#shown = null
  }

  #stopTrying(): void {
    this.#trying?.abort()
    this.#trying = null
  }
}

function discard({ picture, box }: Shown): void {
  picture.close()
  box.remove()
}

function frame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => resolve()))
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
