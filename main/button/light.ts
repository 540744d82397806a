import type { ButtonLight } from '../../shared/button.ts'

/** Good news is shown for this long. */
const DONE_MS = 10_000

/**
 * What the buttons show: what the page asked for, unless somebody holds one or one is stuck. That much works when the page
 * does not.
 */
export class Light {
  readonly #show: (light: ButtonLight) => void
  #asked: ButtonLight = 'off'
  #over: 'holding' | 'stuck' | null = null
  #shown: ButtonLight = 'off'
  #fade: NodeJS.Timeout | undefined

  constructor(show: (light: ButtonLight) => void) {
    this.#show = show
  }

  get shown(): ButtonLight {
    return this.#shown
  }

  ask(light: ButtonLight): void {
    clearTimeout(this.#fade)
    this.#asked = light
    if (light === 'done') this.#fade = setTimeout(() => this.ask('idle'), DONE_MS)
    this.#update()
  }

  /** `null`: nobody holds a button, and none is stuck. */
  override(over: 'holding' | 'stuck' | null): void {
    this.#over = over
    // Bad news stays until somebody presses again.
    if (over === 'holding' && this.#asked === 'failed') this.#asked = 'idle'
    this.#update()
  }

  close(): void {
    clearTimeout(this.#fade)
  }

  #update(): void {
    const light = this.#over ?? this.#asked
    if (light === this.#shown) return
    this.#shown = light
    this.#show(light)
  }
}
