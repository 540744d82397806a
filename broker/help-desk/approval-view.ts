import type { Kysely } from 'kysely'
import { z } from 'zod'
import { type Approval, ApprovalWhy } from '../../shared/api/help-desk/approval.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'

/** Requests with all that is shown of them. */
export function approvalsIn(db: Kysely<Database>) {
  return db
    .selectFrom('approval as a')
    .innerJoin('desktop as d', 'd.id', 'a.desktop_id')
    .innerJoin('person as o', 'o.id', 'd.owner_id')
    .innerJoin('person as asker', 'asker.id', 'a.asked_by')
    .leftJoin('person as decider', 'decider.id', 'a.decided_by')
    .leftJoin('restore_point as p', 'p.id', 'a.point_id')
    .selectAll('a')
    .select(['d.name as desktop_name', 'd.pool', 'o.name as owner_name', 'o.display_name as owner_display'])
    .select(['asker.name as asker_name', 'asker.display_name as asker_display'])
    .select(['decider.name as decider_name', 'decider.display_name as decider_display'])
    .select(['p.taken_at', 'p.proof'])
}
export type ApprovalRow = Awaited<ReturnType<ReturnType<typeof approvalsIn>['execute']>>[number]

export function shownApproval(row: ApprovalRow, principal: Principal, now: number): Approval {
  const over = row.state === 'waiting' && row.until <= now
  const state = over ? 'timed-out' : row.state
  return {
    id: row.id,
    desktop: {
      id: row.desktop_id,
      name: row.desktop_name,
      pool: row.pool,
      owner: { name: row.owner_name, displayName: row.owner_display },
    },
    act: row.act,
    point:
      row.point_id === null || row.taken_at === null
        ? null
        : { id: row.point_id, takenAt: iso(row.taken_at), proof: row.proof ?? 'unproven' },
    why: z.array(ApprovalWhy).parse(JSON.parse(row.why_json)),
    reason: row.reason,
    askedBy: { name: row.asker_name, displayName: row.asker_display },
    askedAt: iso(row.asked_at),
    until: iso(row.until),
    state,
    decidedBy:
      row.decider_name === null
        ? null
        : { name: row.decider_name, displayName: row.decider_display ?? row.decider_name },
    decidedAt: row.decided_at === null ? null : iso(row.decided_at),
    word: row.word,
    recoveryId: row.run_id,
    problem: row.problem,
    mayDecide:
      state === 'waiting' && row.asked_by !== principal.personId && mayReach(principal, 'approvals.decide', row.pool),
  }
}

/** The request that a run came of; null: of none. */
export async function approvalOfRun(db: Kysely<Database>, principal: Principal, run: string): Promise<Approval | null> {
  const row = await approvalsIn(db).where('a.run_id', '=', run).executeTakeFirst()
  return row === undefined ? null : shownApproval(row, principal, row.until)
}
