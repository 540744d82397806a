import { createHash } from 'node:crypto'

/** A line of the trail as it is kept; `at` is ms since 1970. */
export interface ChainedLine {
  readonly seq: number
  readonly at: number
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly detail_json: string
  readonly previous: string
  readonly hash: string
}

/** A line that is known to be right: what comes after it can be held to it. */
export interface Anchor {
  readonly seq: number
  readonly hash: string
}

/** What every trail begins after. */
export const BEGINNING: Anchor = { seq: 0, hash: '0'.repeat(64) }

export interface ChainFault {
  readonly seq: number
  /** `changed`: it does not say what its hash says; `unchained`: it does not follow the line before; `gap`: lines are missing before it. */
  readonly what: 'changed' | 'unchained' | 'gap'
}

export function hashOf(line: Omit<ChainedLine, 'seq' | 'hash'>): string {
  const { at, actor, action, subject, detail_json, previous } = line
  return createHash('sha256')
    .update(JSON.stringify([previous, at, actor, action, subject, detail_json]))
    .digest('hex')
}

/** Looks at lines one after the other, from an anchor on. */
export class ChainCheck {
  #last: Anchor
  #checked = 0
  readonly #faults: ChainFault[] = []

  constructor(from: Anchor) {
    this.#last = from
  }

  /** In the order of their numbers. */
  take(line: ChainedLine): void {
    const { seq, hash, previous } = line
    const missing = seq !== this.#last.seq + 1
    if (missing) this.#faults.push({ seq, what: 'gap' })
    // After a gap nobody can know what came before.
    else if (previous !== this.#last.hash) this.#faults.push({ seq, what: 'unchained' })
    if (hash !== hashOf(line)) this.#faults.push({ seq, what: 'changed' })
    this.#last = { seq, hash }
    this.#checked++
  }

  /** The last line that was looked at. */
  get last(): Anchor {
    return this.#last
  }

  get checked(): number {
    return this.#checked
  }

  /** In the order in which they were found; the first is where the chain breaks. */
  get faults(): readonly ChainFault[] {
    return this.#faults
  }
}
