import type { ExpressionBuilder, Kysely, Selectable } from 'kysely'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Mark } from '../../shared/api/recovery.ts'
import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import { HypervisorError } from '../hypervisors/hypervisor.ts'
import { moment } from '../store/moment.ts'
import { keepRenewed } from '../store/renewal.ts'
import type { Database, RunTable } from '../store/schema.ts'
import { clock, type Holder, type Store, type Trx } from '../store/store.ts'
import { condemn } from './condemn.ts'
import { takeNumber } from './numbers.ts'
import { WaitsError } from './waits-error.ts'

export type Run = Selectable<RunTable>

/** The run belongs to somebody else now, or has ended: nothing more may be done for it. */
export class LostClaimError extends Error {
  override readonly name = 'LostClaimError'
}

/** The store did not do what it was asked to, or did not say that it did. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
}

/** The right to carry out a run, until the next claim of it. */
export interface Claim {
  readonly runId: string
  readonly fence: number
  /** Aborted when the run is to be carried no further, also because its lease could not be renewed in time. */
  readonly signal: AbortSignal
  /**
   * The run as it is, to be asked before each call that acts. Throws `LostClaimError` if it is no longer ours: so nothing is
   * begun that isn't. When it answers, enough of the lease is left for the call that follows. Throws `StoreError`.
   */
  read(): Promise<Run>
  /** One transaction, under our fence: whatever `write` does, or nothing. Throws `StoreError`, then perhaps done all the same. */
  commit<T>(write: (trx: Trx, run: Run) => Promise<T>): Promise<T>
}

export interface HeldClaim extends Claim {
  /** Ends the lease, so that the run is free for whoever looks next. Fine if it is somebody else's by now. */
  letGo(): Promise<void>
}

/** What must be left of the lease when a call begins. It is renewed each third: less is left only after a pause. */
const ENOUGH = 0.5

/**
 * Claims a run that nobody holds, also one that was left half-way. What an earlier claim may have begun is burned: new
 * numbers are taken, so that a call of that claim which still arrives can only name what nobody uses. Throws
 * `LostClaimError` if the run has ended or is held.
 */
export async function claim(store: Store, runId: string, signal: AbortSignal): Promise<HeldClaim> {
  const { db, holder } = store
  const fence = await store.transaction(async (trx) => {
    const run = await trx
      .updateTable('run')
      .set((eb) => ({
        fence: eb('fence', '+', 1),
        lease_owner: holder.id,
        lease_until: eb(moment(trx), '+', holder.leaseMs),
      }))
      .where('id', '=', runId)
      .where('outcome', 'is', null)
      .where(isFree(trx, holder))
      .returningAll()
      .executeTakeFirst()
    if (run === undefined) throw new LostClaimError(`run ${runId} has ended, or somebody else carries it`)
    if (run.fence > 1) await burn(trx, run)
    return run.fence
  })

  const renew = async (): Promise<boolean> => {
    const { numUpdatedRows } = await db
      .updateTable('run')
      .set({ lease_until: (eb) => eb(moment(db), '+', holder.leaseMs) })
      .where('id', '=', runId)
      .where('fence', '=', fence)
      .where('outcome', 'is', null)
      .executeTakeFirstOrThrow()
    return numUpdatedRows > 0n
  }
  const lost = new AbortController()
  const stopRenewing = holder.alone
    ? () => undefined
    : keepRenewed(
        { renew, lost: (why) => lost.abort(new LostClaimError(`run ${runId} is no longer ours: ${why}`)) },
        holder.leaseMs,
      )
  const still = AbortSignal.any([signal, lost.signal])

  const under = async (trx: Kysely<Database>): Promise<Run & { readonly now: number }> => {
    still.throwIfAborted()
    const run = await trx
      .selectFrom('run')
      .selectAll()
      .select(moment(trx).as('now'))
      .where('id', '=', runId)
      .where('fence', '=', fence)
      .where('outcome', 'is', null)
      .executeTakeFirst()
    still.throwIfAborted()
    if (run === undefined) throw new LostClaimError(`run ${runId} is no longer ours`)
    return run
  }
  return {
    runId,
    fence,
    signal: still,
    read: async () => {
      for (;;) {
        const asked = performance.now()
        const run = await ofTheStore(() => under(db))
        // Between its question and here this process may have been stopped: what the answer said of the lease is that old.
        const left = (run.lease_until ?? run.now) - run.now - (performance.now() - asked)
        if (holder.alone || left >= holder.leaseMs * ENOUGH) return run
        if (!(await renew())) throw new LostClaimError(`run ${runId} is no longer ours`)
      }
    },
    commit: (write) => ofTheStore(() => store.transaction(async (trx) => write(trx, await under(trx)))),
    letGo: async () => {
      stopRenewing()
      if (holder.alone) return
      await db
        .updateTable('run')
        .set({ lease_owner: null, lease_until: null })
        .where('id', '=', runId)
        .where('fence', '=', fence)
        .execute()
    },
  }
}

/** Tells what the store fails with from what is meant for the caller. */
async function ofTheStore<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (cause) {
    if ([LostClaimError, WaitsError, ProblemError, HypervisorError].some((kind) => cause instanceof kind)) throw cause
    throw new StoreError(cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

/** Whether this broker may claim a run: nobody holds it, or whoever did is gone, or it is we who do. */
export function isFree(db: Kysely<Database>, { id, alone }: Holder) {
  return (eb: ExpressionBuilder<Database, 'run'>) =>
    alone
      ? eb.lit(true)
      : eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', moment(db)), eb('lease_owner', '=', id)])
}

/** Before `switched` nothing half-made is adopted. After it, what is recorded is the desktop. */
async function burn(trx: Trx, run: Run): Promise<void> {
  if (run.mark === 'preparing') await newNumbers(trx, run)
  // What was begun to be saved is nobody's.
  if (run.mark === 'preparing' || run.mark === 'prepared') await newSaveNumber(trx, run)
  // Whether its machine was switched, or will be by a call that is still under way, nobody knows: so it is not done again.
  if (run.kind === 'capture' && run.mark === 'switched')
    await trx
      .updateTable('run')
      .set({ attempt: run.attempt + 1 })
      .where('id', '=', run.id)
      .execute()
  // Its machine may have been started, also beside the old one.
  if (run.mark === 'prepared' || run.mark === 'protected' || run.mark === 'sealed') {
    if (run.instance_n !== null)
      await condemn(trx, run.desktop_id, run.instance_n, 'taken over before it was switched to')
    await newNumbers(trx, run)
  }
}

/** A new instance, and for kinds that make one a new overlay. */
export async function newNumbers(trx: Trx, run: Run): Promise<void> {
  const n = await takeNumber(trx, run.desktop_id, run.id)
  const reusesOverlay = run.overlay_n !== null && run.overlay_n === run.old_overlay_n
  await trx
    .updateTable('run')
    .set({ instance_n: n, beside: null, ...(reusesOverlay ? {} : { overlay_n: n }) })
    .where('id', '=', run.id)
    .execute()
}

/** m-n that the old machine's memory may be saved to: never one that an earlier claim may still write to. */
async function newSaveNumber(trx: Trx, run: Run): Promise<void> {
  if (run.save_n === null) return
  const save_n = await takeNumber(trx, run.desktop_id, run.id)
  await trx.updateTable('run').set({ save_n }).where('id', '=', run.id).execute()
}

/** Records that a mark was reached, with the audit line and the event for whoever watches. */
export async function reach(
  trx: Trx,
  run: Run,
  mark: Mark,
  set: Partial<Omit<Run, 'id' | 'mark'>> = {},
  detail: Record<string, unknown> = {},
): Promise<void> {
  const attempt = set.attempt ?? run.attempt
  await trx
    .updateTable('run')
    .set({ ...set, mark })
    .where('id', '=', run.id)
    .execute()
  await trx
    .insertInto('run_mark')
    .values({ run_id: run.id, attempt, mark, at: await clock(trx) })
    .execute()
  await record(trx, {
    actor: 'broker',
    action: `run.${mark}`,
    subject: `run:${run.id}`,
    detail: { desktop: run.desktop_id, attempt, ...detail },
  })
  await tellOfRun(trx, run)
}

/** Tells the desktop's owner that it is to be looked at again. */
export async function tellOfDesktop(store: Pick<Store, 'transaction'>, desktop: string): Promise<void> {
  await store.transaction(async (trx) => {
    const row = await trx.selectFrom('desktop').select('owner_id').where('id', '=', desktop).executeTakeFirst()
    if (row !== undefined) await tell(trx, { person_id: row.owner_id, type: 'desktop', subject: desktop })
  })
}

/** Tells the desktop's owner that a run, and so the desktop, changed. A point that is taken is no recovery of theirs. */
export async function tellOfRun(trx: Trx, run: Pick<Run, 'id' | 'desktop_id' | 'kind'>): Promise<void> {
  const { owner_id } = await trx
    .selectFrom('desktop')
    .select('owner_id')
    .where('id', '=', run.desktop_id)
    .executeTakeFirstOrThrow()
  if (run.kind !== 'capture') await tell(trx, { person_id: owner_id, type: 'recovery', subject: run.id })
  await tell(trx, { person_id: owner_id, type: 'desktop', subject: run.desktop_id })
}
