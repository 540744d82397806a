import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import type { z } from 'zod'
import type { ConsoleTicket } from '../../shared/api/console-ticket.ts'
import type { AskToHelp, Help, HelpAnswer } from '../../shared/api/help-desk/help.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Tickets } from '../console/tickets.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import type { HelpTable } from '../store/schema/help-desk.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { endHelp, endLate, sayOfHelp } from './help-life.ts'
import { helpsIn, shownHelp } from './help-view.ts'

const ANSWER_MS = 60_000

type Row = Selectable<HelpTable>

/**
 * Somebody of the help desk sees a desktop's picture, or takes it over: only after the person there allowed it, by the session
 * that asked, and until either of them ends it.
 */
export class Helping {
  readonly #store: Store
  readonly #tickets: Tickets

  constructor(store: Store, tickets: Tickets) {
    this.#store = store
    this.#tickets = tickets
  }

  /** That the desktop is within reach has been seen to. Throws `nobody-there`, `help-asked`. */
  async ask(principal: Principal, desktopId: string, { key, reason, wants }: AskToHelp): Promise<Help> {
    const id = await this.#store.transaction(async (trx) => {
      const before = await trx.selectFrom('help').selectAll().where('press_key', '=', key).executeTakeFirst()
      if (before !== undefined) {
        if (before.desktop_id !== desktopId || before.by_id !== principal.personId) throw new ProblemError('key-used')
        return before.id
      }
      await endLate(trx)
      const open = await trx
        .selectFrom('help')
        .select('id')
        .where('desktop_id', '=', desktopId)
        .where('state', 'in', ['asked', 'allowed'])
        .executeTakeFirst()
      if (open !== undefined) throw new ProblemError('help-asked')
      if (!(await isSomebodyThere(trx, desktopId))) throw new ProblemError('nobody-there')
      const now = await clock(trx)
      const row = {
        id: randomUUID(),
        press_key: key,
        desktop_id: desktopId,
        by_id: principal.personId,
        session_id: principal.sessionId,
        reason,
        wants,
        allowed: null,
        state: 'asked' as const,
        asked_at: now,
        answer_by: now + ANSWER_MS,
        answered_at: null,
        ended_at: null,
      }
      await trx.insertInto('help').values(row).execute()
      await sayOfHelp(trx, `person:${principal.name}`, 'asked', row, { reason, wants })
      return row.id
    })
    return this.#shown(id)
  }

  /** For whoever may watch that desktop. */
  async view(principal: Principal, id: string): Promise<Help> {
    const row = await helpsIn(this.#store.db).where('help.id', '=', id).executeTakeFirst()
    if (row === undefined || !mayReach(principal, 'desktops.watch', row.pool)) throw new ProblemError('unknown-help')
    return shownHelp(row)
  }

  /** By the person of the desktop, as has been seen to. They never allow more than was asked for. */
  async answer(
    { name }: Pick<Principal, 'name'>,
    desktopId: string,
    id: string,
    { allow }: z.output<typeof HelpAnswer>,
  ): Promise<Help> {
    await this.#store.transaction(async (trx) => {
      const row = await helpOf(trx, desktopId, id)
      const now = await clock(trx)
      if (row.state !== 'asked' || row.answer_by <= now) throw new ProblemError('help-over')
      const allowed = allow === 'no' ? null : row.wants === 'view' ? 'view' : allow
      const state = allowed === null ? 'refused' : 'allowed'
      await trx
        .updateTable('help')
        .set({ state, allowed, answered_at: now, ended_at: allowed === null ? now : null })
        .where('id', '=', id)
        .execute()
      await sayOfHelp(trx, `person:${name}`, state, row, allowed === null ? {} : { allowed })
    })
    return this.#shown(id)
  }

  /** The right to open the picture once, for the session that asked. */
  async ticket(principal: Principal, id: string): Promise<ConsoleTicket> {
    const row = await this.#store.db.selectFrom('help').selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined || row.by_id !== principal.personId) throw new ProblemError('unknown-help')
    if (row.state !== 'allowed' || row.session_id !== principal.sessionId) throw new ProblemError('help-over')
    return this.#tickets.issueForHelp(principal, row.desktop_id, id)
  }

  /** By whoever asked. Fine if it is over. */
  async end(principal: Principal, id: string): Promise<Help> {
    await this.#store.transaction(async (trx) => {
      const row = await trx.selectFrom('help').selectAll().where('id', '=', id).executeTakeFirst()
      if (row === undefined || row.by_id !== principal.personId) throw new ProblemError('unknown-help')
      await endHelp(trx, row, `person:${principal.name}`, 'ended by the help desk')
    })
    return this.#shown(id)
  }

  /** By the person of the desktop, as has been seen to. Fine if it is over. */
  async endOwn({ name }: Pick<Principal, 'name'>, desktopId: string, id: string): Promise<Help> {
    await this.#store.transaction(async (trx) =>
      endHelp(trx, await helpOf(trx, desktopId, id), `person:${name}`, 'ended by the person at the desktop'),
    )
    return this.#shown(id)
  }

  async #shown(id: string): Promise<Help> {
    return shownHelp(await helpsIn(this.#store.db).where('help.id', '=', id).executeTakeFirstOrThrow())
  }
}

async function helpOf(trx: Trx, desktopId: string, id: string): Promise<Row> {
  const row = await trx
    .selectFrom('help')
    .selectAll()
    .where('id', '=', id)
    .where('desktop_id', '=', desktopId)
    .executeTakeFirst()
  if (row === undefined) throw new ProblemError('unknown-help')
  return row
}

/** Its picture is open in a session of its person. */
async function isSomebodyThere(trx: Trx, desktopId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('desktop_console')
    .innerJoin('session', 'session.id', 'desktop_console.session_id')
    .select('session.id')
    .where('desktop_console.desktop_id', '=', desktopId)
    .where('session.expires_at', '>', await clock(trx))
    .executeTakeFirst()
  return row !== undefined
}
