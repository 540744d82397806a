import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Announce, Announcement } from '../../shared/api/announcement.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import { scopesOf } from '../policies/policies.ts'
import { type Parts, settingsOf } from '../recovery/parts.ts'
import { iso } from '../recovery/run-view.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { askForPoint } from './ask.ts'
import { heldDesktops } from './held.ts'
import type { Asker } from './points.ts'

/** Changes that administrators are about to make: of each desktop concerned, a point is taken first. */
export class Announcements {
  readonly #parts: Parts

  constructor(parts: Parts) {
    this.#parts = parts
  }

  /** The same key is answered with the same announcement. Throws `unknown-place` if no desktop is concerned. */
  async announce({ personId, name }: Asker, { key, scope, note }: Announce): Promise<Announcement> {
    const concerned = [...this.#parts.desktops.keys()].filter((id) =>
      scopesOf(settingsOf(this.#parts, id)).includes(scope),
    )
    if (concerned.length === 0) throw new ProblemError('unknown-place')
    const id = await this.#parts.store.transaction(async (trx) => {
      const before = await trx.selectFrom('announcement').selectAll().where('press_key', '=', key).executeTakeFirst()
      if (before !== undefined) {
        if (before.scope !== scope || before.note !== note) throw new ProblemError('key-used')
        return before.id
      }
      const announced = randomUUID()
      await trx
        .insertInto('announcement')
        .values({ id: announced, press_key: key, scope, note, made_at: await clock(trx), made_by: personId })
        .execute()
      for (const desktop of concerned)
        await trx
          .insertInto('announced_desktop')
          .values({ announcement_id: announced, desktop_id: desktop, point_id: null, state: 'waiting' })
          .execute()
      await record(trx, {
        actor: `person:${name}`,
        action: 'change.announced',
        subject: `announcement:${announced}`,
        detail: { scope, note, desktops: concerned.length },
      })
      return announced
    })
    return this.view(id)
  }

  async view(id: string): Promise<Announcement> {
    const { db } = this.#parts.store
    const row = await db
      .selectFrom('announcement')
      .innerJoin('person', 'person.id', 'announcement.made_by')
      .selectAll('announcement')
      .select('person.display_name')
      .where('announcement.id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-announcement')
    const desktops = await db
      .selectFrom('announced_desktop')
      .select(['desktop_id', 'state'])
      .where('announcement_id', '=', id)
      .orderBy('desktop_id')
      .execute()
    const of = (state: string) => desktops.filter((d) => d.state === state)
    return {
      id,
      scope: row.scope,
      note: row.note,
      madeAt: iso(row.made_at),
      madeBy: row.display_name,
      taken: of('taken').length,
      waiting: of('waiting').length,
      failed: of('failed').map((d) => d.desktop_id),
    }
  }
}

/** Asks for the points that announced changes wait for, of desktops to which nothing else is done now. */
export async function askForAnnounced(store: Store, ours: ReadonlySet<string>): Promise<void> {
  // Only if there is any: a transaction is a commit, and every commit wakes whoever waits for one.
  const held = await heldDesktops(store.db)
  const isOurs = ({ desktop_id: id }: { readonly desktop_id: string }) => ours.has(id) && !held.has(id)
  if (!(await waitingIn(store.db)).some(isOurs)) return
  await store.transaction(async (trx) => {
    for (const one of (await waitingIn(trx)).filter(isOurs)) await askForOne(trx, one)
  })
}

type Waiting = Awaited<ReturnType<typeof waitingIn>>[number]

function waitingIn(db: Kysely<Database>) {
  return (
    db
      .selectFrom('announced_desktop')
      .innerJoin('announcement', 'announcement.id', 'announced_desktop.announcement_id')
      .innerJoin('person', 'person.id', 'announcement.made_by')
      .select(['announced_desktop.announcement_id', 'announced_desktop.desktop_id', 'announcement.note'])
      .select(['person.id as person_id', 'person.name as person_name'])
      .where('announced_desktop.state', '=', 'waiting')
      .where('announced_desktop.point_id', 'is', null)
      // Of a desktop to which something is done now, it waits.
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('run')
              .select('run.id')
              .whereRef('run.desktop_id', '=', 'announced_desktop.desktop_id')
              .where('run.outcome', 'is', null),
          ),
        ),
      )
      .orderBy('announcement.made_at')
      .execute()
  )
}

async function askForOne(
  trx: Trx,
  { announcement_id, desktop_id, note, person_id, person_name }: Waiting,
): Promise<void> {
  const person = { id: person_id, name: person_name }
  const set = await askForPoint(trx, { desktop: desktop_id, reason: 'announced', note, person }).then(
    (run) => ({ point_id: run.point_id }),
    (error: unknown) => {
      if (!(error instanceof ProblemError)) throw error
      return error.is('busy') ? null : ({ state: 'failed' } as const)
    },
  )
  if (set === null) return
  await trx
    .updateTable('announced_desktop')
    .set(set)
    .where('announcement_id', '=', announcement_id)
    .where('desktop_id', '=', desktop_id)
    .execute()
}
