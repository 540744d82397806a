/** Wakes one waiter; a ring that nobody waits for is kept for the next. */
export class Bell {
  #rung = false
  #wake: (() => void) | null = null

  constructor(over: AbortSignal) {
    over.addEventListener('abort', () => this.ring(), { once: true })
  }

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  /** Answers whether it rang within the time. */
  async rings(withinMs: number): Promise<boolean> {
    if (!this.#rung) {
      let timer: NodeJS.Timeout | undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        timer = setTimeout(resolve, withinMs)
      })
      clearTimeout(timer)
      this.#wake = null
    }
    const rung = this.#rung
    this.#rung = false
    return rung
  }
}
