import { randomUUID } from 'node:crypto'
import { ProblemError } from '../../shared/api/problem.ts'
import type { LeftoverEntries, LeftoverPage, Leftovers, Rescue, RescueAsk } from '../../shared/api/rescue.ts'
import { record } from '../audit/audit.ts'
import type { Run } from '../recovery/claim.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { clock } from '../store/moment.ts'
import type { Trx } from '../store/store.ts'
import { leftoversToCopy } from './chosen.ts'
import { viewOfEntry, viewOfLeftovers, viewOfRescue } from './rescue-view.ts'
import { tellOfRescue } from './tell.ts'

const PAGE = 200

/** What is told and asked of kept files, each by the owner of the desktop alone. */
export class Rescues {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  async leftovers(personId: string, recoveryId: string): Promise<Leftovers> {
    const { store, hypervisor } = this.#parts
    return viewOfLeftovers(store.db, await this.#ownedRun(personId, recoveryId), hypervisor.reader !== null)
  }

  async entries(personId: string, recoveryId: string, { folder, after }: LeftoverPage): Promise<LeftoverEntries> {
    await this.#ownedRun(personId, recoveryId)
    let asked = this.#parts.store.db
      .selectFrom('leftover')
      .innerJoin('leftovers', 'leftovers.recovery_id', 'leftover.recovery_id')
      .selectAll('leftover')
      .where('leftover.recovery_id', '=', recoveryId)
      .where('leftovers.state', '=', 'ready')
    if (folder !== undefined) asked = asked.where('folder', '=', folder)
    if (after !== undefined) asked = asked.where('place', '>', after)
    const rows = await asked
      .orderBy('place')
      .limit(PAGE + 1)
      .execute()
    return { entries: rows.slice(0, PAGE).map(viewOfEntry), more: rows.length > PAGE }
  }

  async view(personId: string, rescueId: string): Promise<Rescue> {
    const row = await this.#parts.store.db
      .selectFrom('rescue')
      .innerJoin('desktop', 'desktop.id', 'rescue.desktop_id')
      .selectAll('rescue')
      .where('rescue.id', '=', rescueId)
      .where('desktop.owner_id', '=', personId)
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-rescue')
    return viewOfRescue(row)
  }

  /** Throws `ProblemError` with why not; then nothing was begun, but that it was asked for is written down. */
  async ask(personId: string, recoveryId: string, ask: RescueAsk): Promise<Rescue> {
    return this.#ask(personId, await this.#ownedRun(personId, recoveryId), ask, {})
  }

  /** The same for somebody, by the help desk; that they may has been seen to. It is copied to the share of the desktop's person. */
  async askFor(personId: string, run: Run, ask: RescueAsk, reason: string): Promise<Rescue> {
    return this.#ask(personId, run, ask, { reason })
  }

  async #ask(personId: string, run: Run, ask: RescueAsk, why: { readonly reason?: string }): Promise<Rescue> {
    const answer = await this.#parts.store.transaction(async (trx) => {
      const { name } = await trx
        .selectFrom('person')
        .select('name')
        .where('id', '=', personId)
        .executeTakeFirstOrThrow()
      try {
        return await this.#accept(trx, run, { id: personId, name, ...why }, ask)
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        await record(trx, {
          actor: `person:${name}`,
          action: 'rescue.refused',
          subject: `run:${run.id}`,
          detail: { desktop: run.desktop_id, key: ask.key, problem: error.problem.type, ...why },
        })
        return error
      }
    })
    if (answer instanceof ProblemError) throw answer
    return answer
  }

  async #accept(
    trx: Trx,
    run: Run,
    person: { readonly id: string; readonly name: string; readonly reason?: string },
    { key, ...what }: RescueAsk,
  ): Promise<Rescue> {
    const askJson = JSON.stringify(what)
    const before = await trx.selectFrom('rescue').selectAll().where('press_key', '=', key).executeTakeFirst()
    if (before !== undefined) {
      if (before.recovery_id !== run.id || before.ask_json !== askJson) throw new ProblemError('key-used')
      return viewOfRescue(before)
    }
    const { hypervisor } = this.#parts
    if (hypervisor.reader === null) throw new ProblemError('no-rescue')
    if (settingsOf(this.#parts, run.desktop_id).share === null) throw new ProblemError('no-share')
    const kept = await trx
      .selectFrom('undo_point')
      .select('overlay_n')
      .where('run_id', '=', run.id)
      .where('state', '=', 'kept')
      .executeTakeFirst()
    if (kept === undefined) throw new ProblemError('leftovers-gone')
    const open = await trx
      .selectFrom('rescue')
      .select('id')
      .where('desktop_id', '=', run.desktop_id)
      .where('ended_at', 'is', null)
      .executeTakeFirst()
    if (open !== undefined) throw new ProblemError('rescue-runs')
    const files = await leftoversToCopy(trx, run.id, what)
    const row = {
      id: randomUUID(),
      press_key: key,
      recovery_id: run.id,
      desktop_id: run.desktop_id,
      asked_by: person.id,
      ask_json: askJson,
      state: 'waiting' as const,
      outcome: null,
      instance_n: null,
      kept_n: kept.overlay_n,
      asked_at: await clock(trx),
      ended_at: null,
      folder: null,
      copied_files: 0,
      copied_bytes: 0,
      of_files: files.length,
      of_bytes: files.reduce((sum, { size_bytes }) => sum + size_bytes, 0),
      renamed: 0,
      skipped_files: 0,
      skipped_json: '[]',
      problem_json: null,
    }
    await trx.insertInto('rescue').values(row).execute()
    await record(trx, {
      actor: `person:${person.name}`,
      action: 'rescue.asked',
      subject: `rescue:${row.id}`,
      detail: {
        desktop: run.desktop_id,
        recovery: run.id,
        key,
        files: row.of_files,
        bytes: row.of_bytes,
        ...(person.reason === undefined ? {} : { reason: person.reason }),
      },
    })
    await tellOfRescue(trx, row)
    return viewOfRescue(row)
  }

  async #ownedRun(personId: string, recoveryId: string): Promise<Run> {
    const run = await this.#parts.store.db
      .selectFrom('run')
      .innerJoin('desktop', 'desktop.id', 'run.desktop_id')
      .selectAll('run')
      .where('run.id', '=', recoveryId)
      .where('desktop.owner_id', '=', personId)
      .executeTakeFirst()
    if (run === undefined || !this.#parts.desktops.has(run.desktop_id)) throw new ProblemError('unknown-recovery')
    return run
  }
}
