/** What the broker passes on at once when more than that was waiting: the next bytes came as fast as the network lets them. */
const FULL = 65_536
/** Enough to judge by. */
const ENOUGH = 4 * FULL

/** How much is taken off a picture for the sake of the network: `quality` 9 is best, `compression` 9 costs the machine most. */
export interface Level {
  /** From so many bytes a second on. */
  readonly from: number
  readonly quality: number
  readonly compression: number
}
const levels: readonly [Level, ...Level[]] = [
  { from: 0, quality: 1, compression: 9 },
  { from: 150_000, quality: 4, compression: 6 },
  { from: 700_000, quality: 6, compression: 3 },
  { from: 4_000_000, quality: 9, compression: 1 },
]
const USUAL = 2

/**
 * Judges the network by the picture's own bytes: only by those that came right after a full load, for only then was there
 * something to wait for. A picture that changes little says nothing of it, and changes nothing.
 */
export class LinkSpeed {
  #level = USUAL
  #bytes = 0
  #ms = 0
  #last: { readonly at: number; readonly full: boolean } | null = null

  get level(): Level {
    return levels[this.#level] ?? levels[0]
  }

  /** A message of so many bytes came. `at`: monotonic ms. Answers whether the level is another one now. */
  heard(bytes: number, at: number): boolean {
    const last = this.#last
    this.#last = { at, full: bytes >= FULL }
    if (last?.full !== true) return false
    this.#bytes += bytes
    this.#ms += at - last.at
    if (this.#bytes < ENOUGH) return false
    const speed = (1000 * this.#bytes) / Math.max(1, this.#ms)
    this.#bytes = 0
    this.#ms = 0
    return this.#judge(speed)
  }

  /** One step at a time; and up only if it is clearly faster, or it would go to and fro. */
  #judge(speed: number): boolean {
    const higher = levels[this.#level + 1]
    if (speed < this.level.from) this.#level--
    else if (higher !== undefined && speed > 1.5 * higher.from) this.#level++
    else return false
    return true
  }
}
