import type { ButtonLight, ButtonProfile, LightShow } from '../../shared/button.ts'

/** Output reports, to be written in this order. */
export type Reports = readonly (readonly number[])[]

/** Plays the lights of a profile: what is to be written, in turns where the device knows no rhythm, and again to keep it alive. */
export class LightPlayer {
  readonly #profile: ButtonProfile
  readonly #write: (reports: Reports) => void
  #light: ButtonLight | null = null
  #timer: NodeJS.Timeout | undefined

  constructor(profile: ButtonProfile, write: (reports: Reports) => void) {
    this.#profile = profile
    this.#write = write
  }

  show(light: ButtonLight): void {
    this.#light = light
    clearTimeout(this.#timer)
    this.#play(light, 0)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }

  #play(light: ButtonLight, turn: number): void {
    if (light !== this.#light) return
    const show = this.#profile.light?.[light]
    if (show === undefined) return
    const { writes, forMs } = this.#turn(show, turn)
    this.#write(writes)
    if (forMs !== undefined) this.#timer = setTimeout(() => this.#play(light, turn + 1), forMs)
  }

  #turn(show: LightShow, turn: number): { writes: Reports; forMs: number | undefined } {
    const at = show[turn % show.length]
    return typeof at === 'object' ? at : { writes: [show as number[]], forMs: this.#profile.keepAliveMs }
  }
}
