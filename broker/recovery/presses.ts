import { ProblemError } from '../../shared/api/problem.ts'
import type { Press, Recovery, RunKind, UndoPress } from '../../shared/api/recovery.ts'
import { record } from '../audit/audit.ts'
import type { DesktopSettings } from '../desktops/settings.ts'
import type { Store, Trx } from '../store/store.ts'
import { brakedUntil, tooManyPresses } from './brakes.ts'
import type { Run } from './claim.ts'
import { cutAStartShort } from './cut-short.ts'
import { finish } from './finish.ts'
import { newRun } from './new-run.ts'
import { startAsked } from './power-on.ts'
import { tellWaiting } from './queue.ts'
import { canBeUndone, viewOfRun } from './run-view.ts'

interface Wish {
  readonly key: string
  readonly kind: Exclude<RunKind, 'capture' | 'start'>
  readonly desktop: string
  readonly generation: number
  readonly person: string
  readonly pointId: string | null
  readonly undoOf: string | null
  /** The kiosk that it was pressed at, by its id; null: at none. */
  readonly kioskId: string | null
  /** Why the help desk does this for somebody; null: it is the desktop's own person. */
  readonly desk: Desk | null
}

interface Desk {
  readonly reason: string
  /** Also to a point that is not known to be good. */
  readonly evenUnproven: boolean
}

/** What the help desk asks for somebody. */
export interface DeskWish extends Desk {
  readonly key: string
  readonly kind: 'recover' | 'restart' | 'undo' | 'rebuild'
  readonly desktopId: string
  readonly generation: number
  readonly pointId: string | null
  readonly undoOf: string | null
}

/** Takes presses: each key is answered with one run, and a desktop has at most one that is open. */
export class Presses {
  readonly #store: Store
  readonly #desktops: ReadonlyMap<string, Pick<DesktopSettings, 'policy'>>

  constructor(store: Store, desktops: ReadonlyMap<string, Pick<DesktopSettings, 'policy'>> = new Map()) {
    this.#store = store
    this.#desktops = desktops
  }

  /** Recover or restart. Throws `ProblemError` with why not; then nothing was changed, but that it was pressed is written down. */
  async press(personId: string, desktopId: string, press: Press, kioskId: string | null = null): Promise<Recovery> {
    return this.#view({
      key: press.key,
      kind: press.kind,
      desktop: desktopId,
      generation: press.generation,
      person: personId,
      pointId: press.pointId ?? null,
      undoOf: null,
      kioskId,
      desk: null,
    })
  }

  /**
   * The same for somebody else's desktop, by the help desk: that they may has been seen to. Answers the run, also one that was
   * under way already. `trx`: as part of something that is done whole or not at all; then what is refused is written down by
   * whoever asked.
   */
  async pressFor(personId: string, { desktopId: desktop, reason, evenUnproven, ...asked }: DeskWish, trx?: Trx) {
    const wish = { ...asked, desktop, person: personId, kioskId: null, desk: { reason, evenUnproven } }
    if (trx === undefined) return this.#accept(wish)
    return accept(trx, wish, this.#perHour(desktop))
  }

  /** Brings back what was there before a recovery. */
  async undo(personId: string, recoveryId: string, press: UndoPress, kioskId: string | null = null): Promise<Recovery> {
    const { desktop_id } = await this.#owned(personId, recoveryId)
    return this.#view({
      key: press.key,
      kind: 'undo',
      desktop: desktop_id,
      generation: press.generation,
      person: personId,
      pointId: null,
      undoOf: recoveryId,
      kioskId,
      desk: null,
    })
  }

  /** Takes a press back that waits for its turn: nothing was touched for it. Fine if it was taken back already. */
  async cancel(personId: string, recoveryId: string): Promise<Recovery> {
    const { id } = await this.#owned(personId, recoveryId)
    await this.#store.transaction(async (trx) => cancel(trx, id, personId, null))
    return this.view(personId, id)
  }

  /** The same by the help desk. */
  async cancelFor(personId: string, recoveryId: string, reason: string): Promise<void> {
    await this.#store.transaction(async (trx) => cancel(trx, recoveryId, personId, reason))
  }

  async view(personId: string, recoveryId: string): Promise<Recovery> {
    return viewOfRun(this.#store.db, await this.#owned(personId, recoveryId))
  }

  async #owned(personId: string, recoveryId: string): Promise<Run> {
    const run = await this.#store.db
      .selectFrom('run')
      .innerJoin('desktop', 'desktop.id', 'run.desktop_id')
      .selectAll('run')
      .where('run.id', '=', recoveryId)
      .where('desktop.owner_id', '=', personId)
      .executeTakeFirst()
    if (run === undefined) throw new ProblemError('unknown-recovery')
    return run
  }

  async #view(wish: Wish): Promise<Recovery> {
    return viewOfRun(this.#store.db, await this.#accept(wish))
  }

  #perHour(desktop: string): number | null {
    return this.#desktops.get(desktop)?.policy.pressesPerHour ?? null
  }

  async #accept(wish: Wish): Promise<Run> {
    const accepted = await this.#store.transaction(async (trx) => {
      try {
        return await accept(trx, wish, this.#perHour(wish.desktop))
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        // A refusal changes nothing but the trail, and so it is an answer of this transaction and not its failure.
        await record(trx, {
          actor: await nameOf(trx, wish.person),
          action: 'press.refused',
          subject: `desktop:${wish.desktop}`,
          detail: {
            kind: wish.kind,
            key: wish.key,
            problem: error.problem.type,
            ...(wish.desk === null ? {} : { reason: wish.desk.reason }),
          },
        })
        return error
      }
    })
    if (accepted instanceof ProblemError) throw accepted
    return accepted
  }
}

async function accept(trx: Trx, wish: Wish, pressesPerHour: number | null): Promise<Run> {
  const desktop = await trx.selectFrom('desktop').selectAll().where('id', '=', wish.desktop).executeTakeFirst()
  if (desktop === undefined || (wish.desk === null && desktop.owner_id !== wish.person))
    throw new ProblemError('unknown-desktop')

  const what = `${wish.kind} ${wish.undoOf ?? wish.pointId ?? ''}`.trim()
  const before = await trx.selectFrom('press').selectAll().where('key', '=', wish.key).executeTakeFirst()
  if (before !== undefined) {
    if (before.desktop_id !== wish.desktop || before.what !== what) throw new ProblemError('key-used')
    return trx.selectFrom('run').selectAll().where('id', '=', before.run_id).executeTakeFirstOrThrow()
  }

  const open = await trx
    .selectFrom('run')
    .selectAll()
    .where('desktop_id', '=', wish.desktop)
    .where('outcome', 'is', null)
    .executeTakeFirst()
  if (open !== undefined && open.kind !== 'capture') {
    if (!canBeSuperseded(open, wish)) {
      await trx.insertInto('press').values({ key: wish.key, run_id: open.id, desktop_id: wish.desktop, what }).execute()
      return open
    }
    await finish(trx, open, 'failed')
  } else if (wish.generation !== desktop.generation) {
    throw new ProblemError('out-of-date')
  }
  if (desktop.needs_help === 1 && wish.kind !== 'rebuild') throw new ProblemError('needs-help')
  // The brake sends people to the help desk, and holds nobody there.
  const unbraked = wish.kind === 'undo' || wish.desk !== null || pressesPerHour === null
  const until = unbraked ? null : await brakedUntil(trx, wish.desktop, pressesPerHour)
  if (until !== null) throw ProblemError.of(tooManyPresses(until))

  if (wish.kind === 'restart' && desktop.overlay_n === null) throw new ProblemError('no-known-good')
  // A point that is being taken keeps nobody waiting, however far that is: the desktop is whole at every moment of it.
  if (open?.kind === 'capture') await finish(trx, open, 'failed')
  const run = await newRun(trx, {
    desktop_id: wish.desktop,
    kind: wish.kind,
    pressed_by: wish.person,
    generation_seen: wish.generation,
    point_id: wish.kind === 'recover' ? await pointFor(trx, wish) : null,
    undo_of: wish.undoOf === null ? null : await keptBy(trx, wish.undoOf),
  })
  await trx.insertInto('press').values({ key: wish.key, run_id: run.id, desktop_id: wish.desktop, what }).execute()
  const kiosk = await kioskName(trx, wish.kioskId)
  await trx
    .insertInto('run_origin')
    .values({
      run_id: run.id,
      press_key: wish.key,
      desk: wish.desk === null ? 0 : 1,
      reason: wish.desk?.reason ?? null,
      kiosk,
      even_unproven: wish.desk?.evenUnproven === true ? 1 : 0,
    })
    .execute()
  await tellWaiting(trx, run.id)
  await record(trx, {
    actor: await nameOf(trx, wish.person),
    action: 'press.accepted',
    subject: `run:${run.id}`,
    detail: {
      desktop: wish.desktop,
      kind: wish.kind,
      key: wish.key,
      point: run.point_id,
      undoOf: run.undo_of,
      ...(kiosk === null ? {} : { kiosk }),
      ...(wish.desk === null ? {} : { helpDesk: true, ...wish.desk }),
    },
  })
  return run
}

async function kioskName(trx: Trx, id: string | null): Promise<string | null> {
  if (id === null) return null
  const kiosk = await trx.selectFrom('kiosk').select('name').where('id', '=', id).executeTakeFirst()
  return kiosk?.name ?? null
}

/** A desktop that does not come up must not keep its person waiting: Recover goes before a start that is under way. */
function canBeSuperseded(open: Run, wish: Wish): boolean {
  const comingUp =
    (open.kind === 'start' || open.kind === 'restart') &&
    (open.mark === 'accepted' || open.mark === 'switched' || open.mark === 'live')
  return comingUp && (wish.kind === 'recover' || wish.kind === 'rebuild')
}

async function cancel(trx: Trx, runId: string, person: string, reason: string | null): Promise<void> {
  const run = await trx.selectFrom('run').selectAll().where('id', '=', runId).executeTakeFirstOrThrow()
  if (run.outcome === 'cancelled') return
  if (run.outcome !== null || run.mark !== 'accepted') throw new ProblemError('too-late-to-cancel')
  await record(trx, {
    actor: await nameOf(trx, person),
    action: 'press.cancelled',
    subject: `run:${runId}`,
    detail: reason === null ? {} : { reason },
  })
  await finish(trx, run, 'cancelled')
  if (await cutAStartShort(trx, run)) await startAsked(trx, run.desktop_id)
  await tellWaiting(trx)
}

async function pointFor(trx: Trx, wish: Wish): Promise<string> {
  if (wish.desk?.evenUnproven === true && wish.pointId !== null) return anyPoint(trx, wish.desktop, wish.pointId)
  const points = trx
    .selectFrom('restore_point')
    .select('id')
    .where('desktop_id', '=', wish.desktop)
    .where('proof', '=', 'known-good')
    .orderBy('taken_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
  const point = await (wish.pointId === null ? points : points.where('id', '=', wish.pointId)).executeTakeFirst()
  if (point === undefined) throw new ProblemError(wish.pointId === null ? 'no-known-good' : 'unknown-point')
  return point.id
}

/** One that is there, whatever is known of it. One that could not even be taken has no disk of its own. */
async function anyPoint(trx: Trx, desktop: string, id: string): Promise<string> {
  const point = await trx
    .selectFrom('restore_point')
    .select(['id', 'proof', 'captured_n', 'reason'])
    .where('id', '=', id)
    .where('desktop_id', '=', desktop)
    .where('state', '=', 'there')
    .executeTakeFirst()
  const hasDisk = point?.proof === 'known-good' || point?.captured_n != null
  if (point === undefined || !hasDisk) throw new ProblemError('unknown-point')
  return point.id
}

/** The promise of an undo is checked in the transaction that accepts it, so that thinning can't come in between. */
async function keptBy(trx: Trx, runId: string): Promise<string> {
  const { outcome } = await trx.selectFrom('run').select('outcome').where('id', '=', runId).executeTakeFirstOrThrow()
  if (!canBeUndone({ outcome })) throw new ProblemError('undo-not-possible')
  const kept = await trx
    .selectFrom('undo_point')
    .select('run_id')
    .where('run_id', '=', runId)
    .where('state', '=', 'kept')
    .executeTakeFirst()
  if (kept === undefined) throw new ProblemError('undo-gone')
  return kept.run_id
}

async function nameOf(trx: Trx, personId: string): Promise<string> {
  const person = await trx.selectFrom('person').select('name').where('id', '=', personId).executeTakeFirst()
  return `person:${person?.name ?? personId}`
}
