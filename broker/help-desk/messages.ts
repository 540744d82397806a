import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Message, SendMessage } from '../../shared/api/help-desk/help.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { tell } from '../events/outbox.ts'
import type { Principal } from '../identity/sessions.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store, type Trx } from '../store/store.ts'

/** So many unread ones are on a screen; what is older waits behind them. */
const SHOWN = 20

/** What the help desk writes to whoever sits at a desktop. */
export class Messages {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  /** That the desktop is within reach has been seen to. The same key is answered with the same message. */
  async send(principal: Principal, desktopId: string, { key, text }: SendMessage): Promise<Message> {
    return this.#store.transaction(async (trx) => {
      const before = await messagesIn(trx).where('message.press_key', '=', key).executeTakeFirst()
      if (before !== undefined) {
        if (before.desktop_id !== desktopId || before.text !== text) throw new ProblemError('key-used')
        return shown(before)
      }
      const id = await sendMessage(trx, principal, { key, desktopId, text, incidentId: null })
      return shown(await messagesIn(trx).where('message.id', '=', id).executeTakeFirstOrThrow())
    })
  }

  /** By the person at the desktop. Fine if it was read before. */
  async read(desktopId: string, messageId: string): Promise<void> {
    await this.#store.transaction(async (trx) => {
      const now = await clock(trx)
      const row = await trx
        .updateTable('message')
        .set((eb) => ({ read_at: eb.fn.coalesce('read_at', eb.val(now)) }))
        .where('id', '=', messageId)
        .where('desktop_id', '=', desktopId)
        .returning('id')
        .executeTakeFirst()
      if (row === undefined) throw new ProblemError('unknown-message')
      await tellDesktop(trx, desktopId)
    })
  }
}

export async function sendMessage(
  trx: Trx,
  { personId, name }: Principal,
  message: {
    readonly key: string
    readonly desktopId: string
    readonly text: string
    readonly incidentId: string | null
  },
): Promise<string> {
  const { key, desktopId, text, incidentId } = message
  const id = randomUUID()
  await trx
    .insertInto('message')
    .values({
      id,
      press_key: key,
      desktop_id: desktopId,
      text,
      by_id: personId,
      sent_at: await clock(trx),
      read_at: null,
      incident_id: incidentId,
    })
    .execute()
  await record(trx, {
    actor: `person:${name}`,
    action: 'message.sent',
    subject: `desktop:${desktopId}`,
    detail: { message: id, key, text, ...(incidentId === null ? {} : { incident: incidentId }) },
  })
  await tellDesktop(trx, desktopId)
  return id
}

/** Those not read yet, the oldest first. */
export async function unreadOf(db: Kysely<Database>, desktopId: string): Promise<Message[]> {
  const rows = await messagesIn(db)
    .where('message.desktop_id', '=', desktopId)
    .where('message.read_at', 'is', null)
    .orderBy('message.sent_at')
    .limit(SHOWN)
    .execute()
  return rows.map(shown)
}

async function tellDesktop(trx: Trx, desktopId: string): Promise<void> {
  const { owner_id } = await trx
    .selectFrom('desktop')
    .select('owner_id')
    .where('id', '=', desktopId)
    .executeTakeFirstOrThrow()
  await tell(trx, { person_id: owner_id, type: 'desktop', subject: desktopId })
}

function messagesIn(db: Kysely<Database>) {
  return db
    .selectFrom('message')
    .innerJoin('person', 'person.id', 'message.by_id')
    .selectAll('message')
    .select(['person.name', 'person.display_name'])
}

function shown(row: Awaited<ReturnType<ReturnType<typeof messagesIn>['execute']>>[number]): Message {
  return {
    id: row.id,
    desktopId: row.desktop_id,
    text: row.text,
    by: { name: row.name, displayName: row.display_name },
    sentAt: iso(row.sent_at),
    readAt: row.read_at === null ? null : iso(row.read_at),
    incidentId: row.incident_id,
  }
}
