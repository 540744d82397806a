import type { Kysely } from 'kysely'
import type { ActOnDesktop } from '../../shared/api/help-desk/acting.ts'
import type { Acted, RecoverFor } from '../../shared/api/help-desk/acts.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import { record } from '../audit/audit.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import { type Run, tellOfDesktop } from '../recovery/claim.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { startAsked } from '../recovery/power-on.ts'
import type { DeskWish, Presses } from '../recovery/presses.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { whySecond } from './approval-rules.ts'
import type { Approvals } from './approvals.ts'
import { reached } from './reach.ts'
import { recoveriesById } from './recovery-rows.ts'

type Asked = Omit<DeskWish, 'desktopId'>

/** What the help desk does with somebody's desktop. Where the policy says so, a second person is asked first. */
export class Acts {
  readonly #parts: Parts
  readonly #presses: Presses
  readonly #approvals: Approvals

  constructor(parts: Parts, presses: Presses, approvals: Approvals) {
    this.#parts = parts
    this.#presses = presses
    this.#approvals = approvals
  }

  async recover(principal: Principal, desktopId: string, asked: RecoverFor): Promise<Acted> {
    const { db } = this.#parts.store
    const { pool } = await reached(db, principal, 'desktops.recover', desktopId, this.#parts.desktops)
    const point = await pointOf(db, desktopId, asked.pointId)
    const unproven = point.proof !== 'known-good'
    if (unproven && !asked.evenUnproven) throw new ProblemError('not-proven')
    if (unproven && !mayReach(principal, 'desktops.recover-unproven', pool)) throw new ProblemError('not-allowed')
    return this.#act(principal, 'desktops.recover', desktopId, {
      ...asked,
      kind: 'recover',
      pointId: point.id,
      undoOf: null,
      evenUnproven: unproven,
    })
  }

  async restart(principal: Principal, desktopId: string, asked: ActOnDesktop): Promise<Acted> {
    return this.#act(principal, 'desktops.recover', desktopId, { ...asked, ...plain, kind: 'restart' })
  }

  async rebuild(principal: Principal, desktopId: string, asked: ActOnDesktop): Promise<Acted> {
    return this.#act(principal, 'desktops.rebuild', desktopId, { ...asked, ...plain, kind: 'rebuild' })
  }

  async undo(principal: Principal, recoveryId: string, asked: ActOnDesktop): Promise<Acted> {
    const { desktop_id } = await runWithin(this.#parts, principal, 'desktops.recover', recoveryId)
    return this.#act(principal, 'desktops.recover', desktop_id, {
      ...asked,
      ...plain,
      kind: 'undo',
      undoOf: recoveryId,
    })
  }

  async cancel(principal: Principal, recoveryId: string, reason: string): Promise<Acted> {
    const run = await runWithin(this.#parts, principal, 'desktops.recover', recoveryId)
    await this.#presses.cancelFor(principal.personId, run.id, reason)
    return this.#shown(run.id, null)
  }

  /**
   * It was handed over, and somebody has seen to it: if it does not run, it is started from where it was. Whatever was kept for
   * the help desk goes in its time from now on.
   */
  async clearHelp(principal: Principal, desktopId: string, asked: ActOnDesktop): Promise<void> {
    const { store, desktops, hypervisor } = this.#parts
    const { instance_n: n } = await reached(store.db, principal, 'desktops.recover', desktopId, desktops)
    const runs = n !== null && (await hypervisor.instance(desktopId, n)).alive
    await store.transaction(async (trx) => {
      const desktop = await trx.selectFrom('desktop').selectAll().where('id', '=', desktopId).executeTakeFirstOrThrow()
      if (desktop.generation !== asked.generation) throw new ProblemError('out-of-date')
      if (desktop.needs_help !== 1) throw new ProblemError('no-help-needed')
      const open = await trx
        .selectFrom('run')
        .select('id')
        .where('desktop_id', '=', desktopId)
        .where('outcome', 'is', null)
        .executeTakeFirst()
      if (open !== undefined) throw new ProblemError('busy')
      await trx.updateTable('desktop').set({ needs_help: 0 }).where('id', '=', desktopId).execute()
      await record(trx, {
        actor: `person:${principal.name}`,
        action: 'desktop.help-cleared',
        subject: `desktop:${desktopId}`,
        detail: { key: asked.key, reason: asked.reason },
      })
      if (!runs && desktop.overlay_n !== null) await startAsked(trx, desktopId)
    })
    await tellOfDesktop(store, desktopId)
  }

  async #act(principal: Principal, right: Right, desktopId: string, asked: Asked): Promise<Acted> {
    const { store, desktops } = this.#parts
    const { pool } = await reached(store.db, principal, right, desktopId, desktops)
    const before = await this.#approvals.ofKey(principal, asked.key, desktopId)
    if (before !== null) return { is: 'approval', approval: before }
    const wish: DeskWish = { ...asked, desktopId }
    if (!(await this.#isUnderWay(wish))) {
      const { policy } = settingsOf(this.#parts, desktopId)
      const why = whySecond(principal, policy, { act: asked.kind, pool, ageMs: await this.#ageOf(asked.pointId) })
      if (why.length > 0) {
        const approval = await this.#approvals.ask(principal, wish, why, policy.approveMinutes)
        return { is: 'approval', approval }
      }
    }
    const run = await this.#presses.pressFor(principal.personId, wish)
    return this.#shown(run.id, asked.key)
  }

  /** Then it is shown, and nothing is asked of anybody; or this very press was made before. */
  async #isUnderWay({ key, desktopId }: DeskWish): Promise<boolean> {
    const { db } = this.#parts.store
    const pressed = await db.selectFrom('press').select('run_id').where('key', '=', key).executeTakeFirst()
    if (pressed !== undefined) return true
    const open = await db
      .selectFrom('run')
      .select('id')
      .where('desktop_id', '=', desktopId)
      .where('outcome', 'is', null)
      .where('kind', 'not in', ['capture', 'start', 'restart'])
      .executeTakeFirst()
    return open !== undefined
  }

  async #ageOf(pointId: string | null): Promise<number | null> {
    if (pointId === null) return null
    const { db } = this.#parts.store
    const { taken_at } = await db
      .selectFrom('restore_point')
      .select('taken_at')
      .where('id', '=', pointId)
      .executeTakeFirstOrThrow()
    return (await clock(db)) - taken_at
  }

  /** `key`: by which it was asked for; another one made the run that is seen. */
  async #shown(runId: string, key: string | null): Promise<Acted> {
    const { db } = this.#parts.store
    const [recovery] = await recoveriesById(db, [runId])
    if (recovery === undefined) throw new ProblemError('unknown-recovery')
    const made = await db.selectFrom('run_origin').select('press_key').where('run_id', '=', runId).executeTakeFirst()
    return { is: 'recovery', recovery, seen: key !== null && made?.press_key !== key }
  }
}

const plain = { pointId: null, undoOf: null, evenUnproven: false } as const

/** The point that is meant: the last known good one, or the one that is named. */
async function pointOf(db: Kysely<Database>, desktop: string, id: string | undefined) {
  const points = db.selectFrom('restore_point').select(['id', 'proof']).where('desktop_id', '=', desktop)
  const point = await (id === undefined
    ? points.where('proof', '=', 'known-good').orderBy('taken_at', 'desc').orderBy('id', 'desc').limit(1)
    : points.where('id', '=', id).where('state', '=', 'there')
  ).executeTakeFirst()
  if (point === undefined) throw new ProblemError(id === undefined ? 'no-known-good' : 'unknown-point')
  return point
}

/** A run of a desktop that may be seen; what is beyond is as unknown as what is not there. */
export async function runWithin(
  { store, desktops }: Parts,
  principal: Principal,
  right: Right,
  id: string,
): Promise<Run> {
  const run = await store.db.selectFrom('run').selectAll().where('id', '=', id).executeTakeFirst()
  if (run === undefined) throw new ProblemError('unknown-recovery')
  await reached(store.db, principal, right, run.desktop_id, desktops).catch((error: unknown) => {
    throw error instanceof ProblemError && error.is('unknown-desktop') ? new ProblemError('unknown-recovery') : error
  })
  return run
}
