import type { Hypervisor } from '../hypervisors/hypervisor.ts'

/** What was seen longer ago is looked at again. */
const LATELY_MS = 30_000
const ASK_MS = 2000

interface Seen {
  readonly n: number
  readonly answers: boolean
  readonly atMs: number
}

/** Whether guests answer, as far as somebody asked to know it lately. A question is never waited for. */
export class Pulse {
  readonly #hypervisor: Hypervisor
  readonly #changed: (desktop: string) => void
  readonly #seen = new Map<string, Seen>()
  readonly #asking = new Set<string>()

  /** `changed` is called when a guest was found to answer no more, or to answer again. */
  constructor(hypervisor: Hypervisor, changed: (desktop: string) => void) {
    this.#hypervisor = hypervisor
    this.#changed = changed
  }

  /** What the last look at i-n said; true where there was none. Looks again, meanwhile, if that is long ago. */
  answers(desktop: string, n: number): boolean {
    const seen = this.#seen.get(desktop)
    const known = seen?.n === n ? seen : undefined
    if (known === undefined || performance.now() - known.atMs > LATELY_MS) void this.#ask(desktop, n)
    return known?.answers ?? true
  }

  async #ask(desktop: string, n: number): Promise<void> {
    if (this.#asking.has(desktop)) return
    this.#asking.add(desktop)
    try {
      const answers = await this.#hypervisor
        .guest(desktop, n)
        .ping(ASK_MS, new AbortController().signal)
        .then(
          () => true,
          () => false,
        )
      const before = this.#seen.get(desktop)
      this.#seen.set(desktop, { n, answers, atMs: performance.now() })
      const said = before?.n === n ? before.answers : true
      if (said !== answers) this.#changed(desktop)
    } finally {
      this.#asking.delete(desktop)
    }
  }
}
