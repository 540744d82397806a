/** What was started, to be stopped in the opposite order; and the wish to stop, from a terminal or a service manager. */
export class Stops {
  readonly #stops: (() => Promise<void>)[] = []
  /** When somebody asks to stop. */
  readonly asked: Promise<undefined>

  constructor() {
    const { promise, resolve } = Promise.withResolvers<undefined>()
    this.asked = promise
    const stop = () => {
      console.log('\nStopping. Ctrl-C once more: at once.')
      resolve(undefined)
    }
    process.once('SIGINT', () => {
      stop()
      // Who asks twice does not want to wait. What is left is ended by the next start.
      process.on('SIGINT', () => process.exit(130))
    })
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, stop)
      // Whoever runs this may pass a second one on, which means no more than the first.
      process.on(signal, () => undefined)
    }
  }

  add(stop: () => Promise<void>): void {
    this.#stops.push(stop)
  }

  /** One that cannot be stopped does not keep the others running. */
  async all(): Promise<void> {
    for (const stop of this.#stops.splice(0).reverse()) {
      await stop().catch((error: unknown) => console.error(error instanceof Error ? error.message : error))
    }
  }
}
