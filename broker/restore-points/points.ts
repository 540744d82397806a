import { ProblemError } from '../../shared/api/problem.ts'
import type { RestorePoint, TakePoint } from '../../shared/api/restore-point.ts'
import { record } from '../audit/audit.ts'
import type { Parts } from '../recovery/parts.ts'
import type { Trx } from '../store/store.ts'
import { askForPoint } from './ask.ts'
import { tellOfPoints } from './not-taken.ts'
import { pointsOf } from './point-view.ts'

/** Who asks: a desktop's owner, or an administrator where it says so. */
export interface Asker {
  readonly personId: string
  readonly name: string
}

/** What people do with restore points. A point of somebody else's desktop is as unknown as one that is not there. */
export class RestorePoints {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** Takes one of the asker's own desktop. Throws `ProblemError` with why not; the same key is answered with the same point. */
  async take(asker: Asker, desktop: string, point: TakePoint): Promise<RestorePoint> {
    return this.#take(asker, desktop, point, (trx) => this.#own(trx, asker.personId, desktop))
  }

  /** The same of somebody else's desktop; that they may has been seen to. */
  async takeFor(asker: Asker, desktop: string, point: TakePoint): Promise<RestorePoint> {
    return this.#take(asker, desktop, point, async () => undefined)
  }

  async #take(
    { personId, name }: Asker,
    desktop: string,
    { key, note }: TakePoint,
    check: (trx: Trx) => Promise<void>,
  ): Promise<RestorePoint> {
    const taken = await this.#parts.store.transaction(async (trx) => {
      await check(trx)
      const before = await trx.selectFrom('press').selectAll().where('key', '=', key).executeTakeFirst()
      if (before !== undefined) {
        if (before.desktop_id !== desktop || before.what !== WHAT) throw new ProblemError('key-used')
        const run = await trx
          .selectFrom('run')
          .select('point_id')
          .where('id', '=', before.run_id)
          .executeTakeFirstOrThrow()
        return run.point_id
      }
      const wish = { desktop, reason: 'by-hand', note: note ?? null, person: { id: personId, name } } as const
      const run = await askForPoint(trx, wish)
      await trx.insertInto('press').values({ key, run_id: run.id, desktop_id: desktop, what: WHAT }).execute()
      return run.point_id
    })
    return this.#one(desktop, taken)
  }

  /** A pinned one is never thinned. For administrators, of any desktop. */
  async pin(
    { name }: Asker,
    desktop: string,
    point: string,
    pinned: boolean,
    reason: string | null = null,
  ): Promise<RestorePoint> {
    if (!this.#parts.desktops.has(desktop)) throw new ProblemError('unknown-desktop')
    await this.#parts.store.transaction(async (trx) => {
      const row = await trx
        .updateTable('restore_point')
        .set({ pinned: pinned ? 1 : 0 })
        .where('id', '=', point)
        .where('desktop_id', '=', desktop)
        .where('state', '=', 'there')
        .returning('id')
        .executeTakeFirst()
      if (row === undefined) throw new ProblemError('unknown-point')
      await record(trx, {
        actor: `person:${name}`,
        action: pinned ? 'point.pinned' : 'point.let-go',
        subject: `point:${point}`,
        detail: { desktop, ...(reason === null ? {} : { reason }) },
      })
      await tellOfPoints(trx, desktop)
    })
    return this.#one(desktop, point)
  }

  async #own(trx: Trx, personId: string, desktop: string): Promise<void> {
    const row = await trx
      .selectFrom('desktop')
      .select('id')
      .where('id', '=', desktop)
      .where('owner_id', '=', personId)
      .executeTakeFirst()
    if (row === undefined || !this.#parts.desktops.has(desktop)) throw new ProblemError('unknown-desktop')
  }

  async #one(desktop: string, id: string | null): Promise<RestorePoint> {
    const point = (await pointsOf(this.#parts, desktop)).find((p) => p.id === id)
    // Thinned between then and now: it was the oldest of too many.
    if (point === undefined) throw new ProblemError('unknown-point')
    return point
  }
}

/** What a key of these is used for, so that it is not taken for that of a press. */
const WHAT = 'capture'
