import type { Policy } from '../../shared/api/policy.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Picture } from '../hypervisors/hypervisor.ts'
import { picture } from '../hypervisors/picture.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'

/** As wide as nothing on a desktop can be read any more, though one sees what kind of thing is there. */
const BLURRED_WIDTH = 160
/** Several who look at one desktop cost its machine one picture. */
const FRESH_MS = 1000
const PATIENCE_MS = 5000

/** The screens of running desktops, as far as their policies show them. */
export class Thumbnails {
  readonly #parts: Parts
  readonly #taken = new Map<string, { readonly at: number; readonly png: Promise<Uint8Array> }>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** PNG. Throws `no-picture`: its policy shows none, it is off, or something is being done to it. */
  async of(desktopId: string): Promise<Uint8Array> {
    const { thumbnails } = settingsOf(this.#parts, desktopId).policy
    if (thumbnails === 'off') throw new ProblemError('no-picture')
    const key = `${thumbnails} ${desktopId}`
    const before = this.#taken.get(key)
    if (before !== undefined && performance.now() - before.at < FRESH_MS) return before.png
    const png = this.#take(desktopId, thumbnails)
    this.#taken.set(key, { at: performance.now(), png })
    png.then(
      () => setTimeout(() => this.#forget(key, png), FRESH_MS).unref(),
      () => this.#forget(key, png),
    )
    return png
  }

  #forget(key: string, png: Promise<Uint8Array>): void {
    if (this.#taken.get(key)?.png === png) this.#taken.delete(key)
  }

  async #take(desktopId: string, how: Exclude<Policy['thumbnails'], 'off'>): Promise<Uint8Array> {
    const { store, hypervisor } = this.#parts
    const row = await store.db.selectFrom('desktop').select('instance_n').where('id', '=', desktopId).executeTakeFirst()
    const open = await store.db
      .selectFrom('run')
      .select('id')
      .where('desktop_id', '=', desktopId)
      .where('outcome', 'is', null)
      .executeTakeFirst()
    // Whoever waits for a recovery is not kept waiting for a picture.
    if (row?.instance_n == null || open !== undefined) throw new ProblemError('no-picture')
    const facts = await hypervisor.instance(desktopId, row.instance_n)
    if (!facts.alive) throw new ProblemError('no-picture')
    const taken = await hypervisor.picture(desktopId, row.instance_n, AbortSignal.timeout(PATIENCE_MS))
    return (how === 'clear' ? taken : scaledDown(taken, BLURRED_WIDTH)).png()
  }
}

/** Each pixel is the mean of those that it stands for, so no letter is left that sharpening could bring back. */
export function scaledDown(from: Picture, width: number): Picture {
  if (from.width <= width) return from
  const height = Math.max(1, Math.round((from.height * width) / from.width))
  const rgb = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    const [top, bottom] = [Math.floor((y * from.height) / height), Math.floor(((y + 1) * from.height) / height)]
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.floor((x * from.width) / width), Math.floor(((x + 1) * from.width) / width)]
      for (let colour = 0; colour < 3; colour++) {
        let sum = 0
        for (let v = top; v < bottom; v++)
          for (let u = left; u < right; u++) sum += from.rgb[(v * from.width + u) * 3 + colour] ?? 0
        rgb[(y * width + x) * 3 + colour] = Math.round(sum / Math.max(1, (bottom - top) * (right - left)))
      }
    }
  }
  return picture(width, height, rgb)
}
