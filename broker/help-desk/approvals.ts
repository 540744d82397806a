import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type {
  Approval,
  ApprovalPage,
  ApprovalSearch,
  ApprovalWhy,
  Decide,
} from '../../shared/api/help-desk/approval.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import type { DeskWish, Presses } from '../recovery/presses.ts'
import type { ApprovalTable } from '../store/schema/help-desk.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { approvalsIn, shownApproval } from './approval-view.ts'
import { type Reach, within } from './reach.ts'
import { tellOf } from './tell-help-desk.ts'

const MINUTE_MS = 60_000

/** What waits for a second person. It is durable: brokers come and go meanwhile. */
export class Approvals {
  readonly #store: Store
  readonly #presses: Presses

  constructor(store: Store, presses: Presses) {
    this.#store = store
    this.#presses = presses
  }

  /**
   * Asks a second person. Whoever asks the same meanwhile is shown the first request; for something else it throws
   * `approval-waits`.
   */
  async ask(principal: Principal, wish: DeskWish, why: readonly ApprovalWhy[], minutes: number): Promise<Approval> {
    const id = await this.#store.transaction(async (trx) => {
      const now = await clock(trx)
      await timeOut(trx, now)
      const waiting = await trx
        .selectFrom('approval')
        .selectAll()
        .where('desktop_id', '=', wish.desktopId)
        .where('state', '=', 'waiting')
        .executeTakeFirst()
      if (waiting !== undefined) {
        if (waiting.act !== wish.kind || waiting.point_id !== wish.pointId) throw new ProblemError('approval-waits')
        return waiting.id
      }
      await refuseOld(trx, wish)
      const row = {
        id: randomUUID(),
        press_key: wish.key,
        desktop_id: wish.desktopId,
        act: wish.kind,
        generation: wish.generation,
        point_id: wish.pointId,
        even_unproven: wish.evenUnproven ? 1 : 0,
        undo_of: wish.undoOf,
        why_json: JSON.stringify(why),
        reason: wish.reason,
        asked_by: principal.personId,
        asked_at: now,
        until: now + minutes * MINUTE_MS,
        state: 'waiting' as const,
        decided_by: null,
        decided_at: null,
        word: null,
        run_id: null,
        problem: null,
      }
      await trx.insertInto('approval').values(row).execute()
      await say(trx, principal.name, 'asked', row, { why, reason: wish.reason, point: wish.pointId })
      return row.id
    })
    return this.view(principal, id)
  }

  /** The request that this key made; null: none. */
  async ofKey(principal: Principal, key: string, desktopId: string): Promise<Approval | null> {
    const row = await this.#store.db
      .selectFrom('approval')
      .select(['id', 'desktop_id'])
      .where('press_key', '=', key)
      .executeTakeFirst()
    if (row === undefined) return null
    if (row.desktop_id !== desktopId) throw new ProblemError('key-used')
    return this.view(principal, row.id)
  }

  async view(principal: Principal, id: string): Promise<Approval> {
    const { db } = this.#store
    const row = await approvalsIn(db).where('a.id', '=', id).executeTakeFirst()
    if (row === undefined || !mayReach(principal, 'desktops.see', row.pool)) throw new ProblemError('unknown-approval')
    return shownApproval(row, principal, await clock(db))
  }

  async list(principal: Principal, reach: Reach, { is, offset, limit }: ApprovalSearch): Promise<ApprovalPage> {
    const { db } = this.#store
    const now = await clock(db)
    const seen = approvalsIn(db).where(within(db, reach, 'd.id', 'd.pool'))
    const waiting = seen.where('a.state', '=', 'waiting').where('a.until', '>', now)
    const settled = seen.where((eb) => eb.or([eb('a.state', '!=', 'waiting'), eb('a.until', '<=', now)]))
    const rows = await (is === 'waiting'
      ? waiting.orderBy('a.until')
      : settled.orderBy((eb) => eb.fn.coalesce('a.decided_at', 'a.until'), 'desc')
    )
      .orderBy('a.id')
      .limit(limit)
      .offset(offset)
      .execute()
    return {
      rows: rows.map((row) => shownApproval(row, principal, now)),
      total: await countOf(is === 'waiting' ? waiting : settled),
      waiting: await countOf(waiting),
    }
  }

  /** Throws `own-request`, `approval-over`. Agreed, it is carried out in the same transaction, or could not be. */
  async decide(principal: Principal, id: string, { agree, word }: z.output<typeof Decide>): Promise<Approval> {
    await this.#store.transaction(async (trx) => {
      const row = await open(trx, id, (pool) => mayReach(principal, 'desktops.see', pool))
      if (row.asked_by === principal.personId) throw new ProblemError('own-request')
      if (!mayReach(principal, 'approvals.decide', row.pool)) throw new ProblemError('not-allowed')
      const done = agree ? await this.#carryOut(trx, row) : ({ state: 'refused' } as const)
      await trx
        .updateTable('approval')
        .set({ ...done, decided_by: principal.personId, decided_at: await clock(trx), word: word === '' ? null : word })
        .where('id', '=', id)
        .execute()
      await say(trx, principal.name, agree ? 'agreed' : 'refused', row, { word, ...done })
    })
    return this.view(principal, id)
  }

  /** By whoever asked. */
  async withdraw(principal: Principal, id: string, reason: string): Promise<Approval> {
    await this.#store.transaction(async (trx) => {
      const row = await open(trx, id, (pool) => mayReach(principal, 'desktops.see', pool))
      if (row.asked_by !== principal.personId) throw new ProblemError('not-allowed')
      await trx
        .updateTable('approval')
        .set({ state: 'withdrawn', decided_at: await clock(trx), word: reason })
        .where('id', '=', id)
        .execute()
      await say(trx, principal.name, 'withdrawn', row, { reason })
    })
    return this.view(principal, id)
  }

  async #carryOut(trx: Trx, row: Selectable<ApprovalTable>): Promise<Partial<Selectable<ApprovalTable>>> {
    try {
      const run = await this.#presses.pressFor(
        row.asked_by,
        {
          key: row.press_key,
          kind: row.act,
          desktopId: row.desktop_id,
          generation: row.generation,
          pointId: row.point_id,
          undoOf: row.undo_of,
          reason: row.reason,
          evenUnproven: row.even_unproven === 1,
        },
        trx,
      )
      return { state: 'agreed', run_id: run.id }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return { state: 'could-not', problem: error.problem.title }
    }
  }
}

/** Ends what nobody decided in time. Answers how many. */
export async function timeOut(trx: Trx, now: number): Promise<number> {
  const late = await trx
    .updateTable('approval')
    .set({ state: 'timed-out' })
    .where('state', '=', 'waiting')
    .where('until', '<=', now)
    .returningAll()
    .execute()
  for (const row of late) await say(trx, null, 'timed-out', row, {})
  return late.length
}

async function open(trx: Trx, id: string, sees: (pool: string | null) => boolean) {
  const row = await trx
    .selectFrom('approval')
    .innerJoin('desktop', 'desktop.id', 'approval.desktop_id')
    .selectAll('approval')
    .select('desktop.pool')
    .where('approval.id', '=', id)
    .executeTakeFirst()
  if (row === undefined || !sees(row.pool)) throw new ProblemError('unknown-approval')
  if (row.state !== 'waiting' || row.until <= (await clock(trx))) throw new ProblemError('approval-over')
  return row
}

/** What could not be done now is not asked for: nobody is to agree to what is gone. */
async function refuseOld(trx: Trx, wish: DeskWish): Promise<void> {
  const { generation, needs_help } = await trx
    .selectFrom('desktop')
    .select(['generation', 'needs_help'])
    .where('id', '=', wish.desktopId)
    .executeTakeFirstOrThrow()
  if (generation !== wish.generation) throw new ProblemError('out-of-date')
  if (needs_help === 1 && wish.kind !== 'rebuild') throw new ProblemError('needs-help')
}

async function say(
  trx: Trx,
  name: string | null,
  what: 'asked' | 'agreed' | 'refused' | 'timed-out' | 'withdrawn',
  row: Selectable<ApprovalTable>,
  detail: Readonly<Record<string, unknown>>,
): Promise<void> {
  await record(trx, {
    actor: name === null ? 'broker' : `person:${name}`,
    action: `approval.${what}`,
    subject: `desktop:${row.desktop_id}`,
    detail: { approval: row.id, act: row.act, ...detail },
  })
  await tellOf(trx, 'approval', row)
}

async function countOf(rows: ReturnType<typeof approvalsIn>): Promise<number> {
  const { n } = await rows
    .clearSelect()
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}
