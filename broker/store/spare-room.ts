import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

/** Some dozens of recoveries, each with all that is written down of it. */
const BYTES = 8 * 1024 * 1024
/** It is taken again when there is room for far more than that, and looked for no more often than this. */
const ENOUGH = 16
const LOOK_MS = 60_000

/**
 * Room beside a database that is used for nothing, until the storage is full: then it is given up, so that the runs that are
 * open can be written down to their ends.
 */
export class SpareRoom {
  readonly #file: string
  #isHeld = false
  #looked = Number.NEGATIVE_INFINITY

  constructor(file: string) {
    this.#file = file
    this.take()
  }

  /** Takes it, if it is not held and there is plenty. Never fails. */
  take(): void {
    if (this.#isHeld || performance.now() - this.#looked < LOOK_MS) return
    this.#looked = performance.now()
    try {
      this.#isHeld = (statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0) >= BYTES
      const { bavail, bsize } = statfsSync(dirname(this.#file))
      if (this.#isHeld || bavail * bsize < ENOUGH * BYTES) return
      writeFileSync(this.#file, Buffer.alloc(BYTES), { mode: 0o600 })
      this.#isHeld = true
    } catch {
      rmSync(this.#file, { force: true })
    }
  }

  /** Gives it up. Answers whether there was any. */
  give(): boolean {
    if (!this.#isHeld) return false
    rmSync(this.#file, { force: true })
    this.#isHeld = false
    return true
  }
}
