import type { ConsoleTicket } from '../../shared/api/console-ticket.ts'
import { CONSOLE_PATH } from '../../shared/api/routes.ts'
import { record } from '../audit/audit.ts'
import { countConsoles } from '../help-desk/help-life.ts'
import { digestOf, newSecret } from '../identity/secret.ts'
import type { Principal } from '../identity/sessions.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { noteOpen, refuseOpenElsewhere } from './open-elsewhere.ts'

const LIFE_MS = 30_000

/** The right of one session to open one desktop's console, spent. */
export interface ConsoleRight {
  readonly sessionId: string
  readonly personId: string
  readonly name: string
  readonly desktopId: string
  /** Whose desktop it is. */
  readonly ownerId: string
  /** It is the help desk's, as far as the person at the desktop allowed; null: it is that person's own. */
  readonly help: { readonly id: string; readonly control: boolean } | null
}

/** The rights to open a console once. Only their digests are kept. */
export class Tickets {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** That the desktop is the person's has been seen to. Throws `open-elsewhere`. */
  async issue({ sessionId }: Principal, desktopId: string): Promise<ConsoleTicket> {
    return this.#issue(sessionId, desktopId, null)
  }

  /** For somebody of the help desk, whom the person at the desktop let in. */
  async issueForHelp({ sessionId }: Principal, desktopId: string, helpId: string): Promise<ConsoleTicket> {
    return this.#issue(sessionId, desktopId, helpId)
  }

  async #issue(sessionId: string, desktopId: string, helpId: string | null): Promise<ConsoleTicket> {
    const ticket = newSecret()
    const expiresAt = await this.#store.transaction(async (trx) => {
      if (helpId === null) await refuseOpenElsewhere(trx, sessionId, desktopId)
      const now = await clock(trx)
      // What was spent or ran out serves nobody any more.
      await trx
        .deleteFrom('console_ticket')
        .where('expires_at', '<', now - LIFE_MS)
        .execute()
      await trx
        .insertInto('console_ticket')
        .values({
          id: digestOf(ticket),
          session_id: sessionId,
          desktop_id: desktopId,
          expires_at: now + LIFE_MS,
          used_at: null,
          help_id: helpId,
        })
        .execute()
      return now + LIFE_MS
    })
    return { ticket, path: CONSOLE_PATH, expiresAt: new Date(expiresAt).toISOString() }
  }

  /**
   * Spends a ticket, and writes down that the console was opened. Of any number who try at once, one gets the right; null for
   * a ticket that is unknown, spent or too old, or whose session has ended.
   */
  async spend(ticket: string, from: string): Promise<ConsoleRight | null> {
    return this.#store.transaction(async (trx) => {
      const now = await clock(trx)
      const spent = await trx
        .updateTable('console_ticket')
        .set({ used_at: now })
        .where('id', '=', digestOf(ticket))
        .where('used_at', 'is', null)
        .where('expires_at', '>', now)
        .returning(['session_id', 'desktop_id', 'help_id'])
        .executeTakeFirst()
      if (spent === undefined) return null
      const holder = await trx
        .selectFrom('session')
        .innerJoin('person', 'person.id', 'session.person_id')
        .select(['session.person_id', 'person.name'])
        .where('session.id', '=', spent.session_id)
        .where('session.expires_at', '>', now)
        .executeTakeFirst()
      const desktop = await trx
        .selectFrom('desktop')
        .select('owner_id')
        .where('id', '=', spent.desktop_id)
        .executeTakeFirst()
      if (holder === undefined || desktop === undefined) return null
      const help = spent.help_id === null ? null : await allowedHelp(trx, spent.help_id)
      if (help === undefined) return null
      const right = {
        sessionId: spent.session_id,
        personId: holder.person_id,
        name: holder.name,
        desktopId: spent.desktop_id,
        ownerId: desktop.owner_id,
        help,
      }
      if (help === null) {
        await refuseOpenElsewhere(trx, right.sessionId, right.desktopId)
        await noteOpen(trx, right.sessionId, right.desktopId)
      } else await countConsoles(trx, help.id, 1)
      await record(trx, {
        actor: `person:${right.name}`,
        action: 'console.opened',
        subject: `desktop:${right.desktopId}`,
        detail: { from, ...(help === null ? {} : { help: help.id, control: help.control }) },
      })
      return right
    })
  }
}

/** How far it is allowed now; undefined: not any more. */
async function allowedHelp(trx: Trx, id: string): Promise<NonNullable<ConsoleRight['help']> | undefined> {
  const help = await trx.selectFrom('help').select(['state', 'allowed']).where('id', '=', id).executeTakeFirst()
  return help?.state === 'allowed' ? { id, control: help.allowed === 'control' } : undefined
}
