import { randomUUID } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import type { z } from 'zod'
import type {
  IncidentFile,
  IncidentPage,
  IncidentSearch,
  OfferAll,
  TellAll,
} from '../../shared/api/help-desk/incident.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import { record } from '../audit/audit.ts'
import { poolsOf } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import { tellOfDesktop } from '../recovery/claim.ts'
import { iso } from '../recovery/run-view.ts'
import type { IncidentTable } from '../store/schema/help-desk.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { holdScope, letGoScope } from './holds.ts'
import { featuresOf, type Images } from './incident-features.ts'
import { type Feature, keyOf, sharedBy } from './incident-rule.ts'
import { shownIncidents, shownShared, titleOf } from './incident-view.ts'
import { sendMessage } from './messages.ts'
import { isOneOf, type Reach, reachOf, within } from './reach.ts'
import { recoveriesById } from './recovery-rows.ts'
import { tellHelpDesk } from './tell-help-desk.ts'

type Row = Selectable<IncidentTable>

/** Presses that come together, and what is done about all of them at once: each as far as whoever acts may reach. */
export class Incidents {
  readonly #store: Store
  readonly #images: Images

  constructor(store: Store, images: Images) {
    this.#store = store
    this.#images = images
  }

  async list(principal: Principal, { is, offset, limit }: IncidentSearch): Promise<IncidentPage> {
    const { db } = this.#store
    const seen = incidentsWithin(db, this.#reach(principal, 'desktops.see'))
    const rows = await seen
      .selectAll()
      .where('state', '=', is)
      .orderBy('last_at', 'desc')
      .orderBy('id')
      .limit(limit)
      .offset(offset)
      .execute()
    const counts = await seen.select('state').execute()
    const count = (state: string) => counts.filter((c) => c.state === state).length
    return { rows: await shownIncidents(db, rows), total: count(is), open: count('open') }
  }

  async view(principal: Principal, id: string): Promise<IncidentFile> {
    const { db } = this.#store
    const reach = this.#reach(principal, 'desktops.see')
    const row = await incidentsWithin(db, reach).selectAll().where('id', '=', id).executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-incident')
    const [incident] = await shownIncidents(db, [row])
    if (incident === undefined) throw new ProblemError('unknown-incident')
    const runs = await db
      .selectFrom('incident_run')
      .innerJoin('run', 'run.id', 'incident_run.run_id')
      .innerJoin('desktop as d', 'd.id', 'run.desktop_id')
      .select(['run.id', 'run.desktop_id'])
      .where('incident_run.incident_id', '=', id)
      .where(within(db, reach, 'd.id', 'd.pool'))
      .orderBy('run.pressed_at', 'desc')
      .execute()
    const features = await featuresOf(db, this.#images, row.first_at)
    const pressed = runs.map(({ desktop_id }) => desktop_id)
    const others = await this.#others(db, row, reach)
    const notes = await db
      .selectFrom('incident_note as note')
      .innerJoin('person', 'person.id', 'note.by_id')
      .select(['note.at', 'note.text', 'person.name', 'person.display_name'])
      .where('note.incident_id', '=', id)
      .orderBy('note.at', 'desc')
      .limit(200)
      .execute()
    return {
      incident,
      shares: sharedBy(pressed, features).slice(0, 12).map(shownShared),
      presses: await recoveriesById(
        db,
        runs.map((run) => run.id),
      ),
      others: others.length,
      notes: notes.map(({ at, text, name, display_name }) => ({
        at: iso(at),
        by: { name, displayName: display_name },
        text,
      })),
      offers: row.offered_at === null ? null : await offersOf(db, id),
    }
  }

  /** A pool whole; of all else, each desktop. */
  async hold(principal: Principal, id: string, reason: string): Promise<IncidentFile> {
    return this.#act(principal, id, 'held', { reason }, async (trx, row, reach) => {
      const scopes =
        row.feature === 'pool'
          ? [`pool:${row.value}`]
          : (await this.#members(trx, row, reach)).map((desktop) => `desktop:${desktop}`)
      for (const scope of scopes) await holdScope(trx, principal, { scope, reason, incident_id: id })
    })
  }

  async tell(principal: Principal, id: string, { key, text }: z.output<typeof TellAll>): Promise<IncidentFile> {
    return this.#act(principal, id, 'told', { text, key }, async (trx, row, reach) => {
      const before = await trx
        .selectFrom('message')
        .select(['text', 'incident_id'])
        .where('press_key', '=', key)
        .executeTakeFirst()
      if (before !== undefined && (before.text !== text || before.incident_id !== id))
        throw new ProblemError('key-used')
      if (before !== undefined) return
      for (const desktopId of await this.#members(trx, row, reach))
        await sendMessage(trx, principal, { key, desktopId, text, incidentId: id })
    })
  }

  /** To those that have not pressed since it began. Each person decides on their own kiosk. */
  async offer(principal: Principal, id: string, { key, reason }: z.output<typeof OfferAll>): Promise<IncidentFile> {
    const offered: string[] = []
    const file = await this.#act(principal, id, 'offered', { reason, key }, async (trx, row, reach) => {
      offered.length = 0
      if (row.offer_key === key) return
      const at = await clock(trx)
      await trx.updateTable('incident').set({ offered_at: at, offer_key: key }).where('id', '=', id).execute()
      for (const desktop of await this.#others(trx, row, reach)) {
        await trx
          .insertInto('offer')
          .values({
            id: randomUUID(),
            incident_id: id,
            desktop_id: desktop,
            reason,
            at,
            state: 'waiting',
            answered_at: null,
          })
          // Whoever was asked before is not asked again.
          .onConflict((c) => c.columns(['incident_id', 'desktop_id']).doNothing())
          .execute()
        offered.push(desktop)
      }
    })
    for (const desktop of offered) await tellOfDesktop(this.#store, desktop)
    return file
  }

  async note(principal: Principal, id: string, text: string): Promise<IncidentFile> {
    await this.#store.transaction(async (trx) => {
      await this.#row(trx, principal, id)
      await trx
        .insertInto('incident_note')
        .values({ id: randomUUID(), incident_id: id, at: await clock(trx), by_id: principal.personId, text })
        .execute()
      await tellHelpDesk(trx, 'incident', id)
    })
    return this.view(principal, id)
  }

  /** What it held is let go, and offers that nobody answered are taken back. */
  async close(principal: Principal, id: string, reason: string): Promise<IncidentFile> {
    const withdrawn: string[] = []
    const file = await this.#act(principal, id, 'closed', { reason }, async (trx) => {
      const at = await clock(trx)
      await trx
        .updateTable('incident')
        .set({ state: 'closed', closed_at: at, closed_by: principal.personId })
        .where('id', '=', id)
        .execute()
      const holds = await trx.selectFrom('hold').select('scope').where('incident_id', '=', id).execute()
      for (const { scope } of holds) await letGoScope(trx, principal, scope, reason)
      const offers = await trx
        .updateTable('offer')
        .set({ state: 'withdrawn', answered_at: at })
        .where('incident_id', '=', id)
        .where('state', '=', 'waiting')
        .returning('desktop_id')
        .execute()
      withdrawn.splice(0, withdrawn.length, ...offers.map(({ desktop_id }) => desktop_id))
    })
    for (const desktop of withdrawn) await tellOfDesktop(this.#store, desktop)
    return file
  }

  /** One act on an open incident, written down in the same transaction. */
  async #act(
    principal: Principal,
    id: string,
    what: string,
    detail: Readonly<Record<string, unknown>>,
    work: (trx: Trx, row: Row, reach: Reach) => Promise<void>,
  ): Promise<IncidentFile> {
    await this.#store.transaction(async (trx) => {
      const row = await this.#row(trx, principal, id)
      if (row.state !== 'open') throw new ProblemError('incident-closed')
      await work(trx, row, this.#reach(principal, 'incidents.act'))
      await record(trx, {
        actor: `person:${principal.name}`,
        action: `incident.${what}`,
        subject: `incident:${id}`,
        detail: { by: titleOf(row), ...detail },
      })
      await tellHelpDesk(trx, 'incident', id)
    })
    return this.view(principal, id)
  }

  /** Throws `unknown-incident` for what whoever acts may not even see. */
  async #row(trx: Trx, principal: Principal, id: string): Promise<Row> {
    const row = await incidentsWithin(trx, this.#reach(principal, 'desktops.see'))
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirst()
    if (row === undefined) throw new ProblemError('unknown-incident')
    const pools = poolsOf(principal, 'incidents.act')
    // A pool is held whole, so it takes the right to all of it.
    if (row.feature === 'pool' && pools !== 'all' && !pools.includes(row.value)) throw new ProblemError('not-allowed')
    return row
  }

  /** All desktops within reach that share what it is by. */
  async #members(
    db: Kysely<Database>,
    by: Pick<Row, 'feature' | 'value' | 'first_at'>,
    reach: Reach,
  ): Promise<string[]> {
    const features = await featuresOf(db, this.#images, by.first_at)
    const theirs = [...features].filter(([, own]) => own.some((feature: Feature) => keyOf(feature) === keyOf(by)))
    const rows = await db
      .selectFrom('desktop as d')
      .select('d.id')
      .where(
        isOneOf(
          db,
          'd.id',
          theirs.map(([id]) => id),
        ),
      )
      .where(within(db, reach, 'd.id', 'd.pool'))
      .orderBy('d.id')
      .execute()
    return rows.map(({ id }) => id)
  }

  /** Those of them that have not pressed since it began. */
  async #others(db: Kysely<Database>, row: Row, reach: Reach): Promise<string[]> {
    const pressed = await db
      .selectFrom('run')
      .select('desktop_id')
      .distinct()
      .where('kind', '=', 'recover')
      .where('pressed_at', '>=', row.first_at)
      .execute()
    const have = new Set(pressed.map(({ desktop_id }) => desktop_id))
    return (await this.#members(db, row, reach)).filter((id) => !have.has(id))
  }

  #reach(principal: Principal, right: Right): Reach {
    return reachOf(principal, right, this.#images.keys())
  }
}

/** Those of which somebody within reach pressed. */
function incidentsWithin(db: Kysely<Database>, reach: Reach) {
  return db.selectFrom('incident').where((eb) =>
    eb.exists(
      eb
        .selectFrom('incident_run')
        .innerJoin('run', 'run.id', 'incident_run.run_id')
        .innerJoin('desktop as d', 'd.id', 'run.desktop_id')
        .select('run.id')
        .whereRef('incident_run.incident_id', '=', 'incident.id')
        .where(within(db, reach, 'd.id', 'd.pool')),
    ),
  )
}

async function offersOf(db: Kysely<Database>, id: string): Promise<NonNullable<IncidentFile['offers']>> {
  const offers = await db
    .selectFrom('offer')
    .select(['desktop_id', 'state', 'at'])
    .where('incident_id', '=', id)
    .execute()
  const first = Math.min(...offers.map(({ at }) => at))
  const taken = new Set(
    offers.length === 0
      ? []
      : (
          await db
            .selectFrom('run')
            .select('desktop_id')
            .where('kind', '=', 'recover')
            .where('pressed_at', '>', first)
            .execute()
        ).map(({ desktop_id }) => desktop_id),
  )
  const isTaken = (offer: (typeof offers)[number]) => offer.state === 'waiting' && taken.has(offer.desktop_id)
  return {
    waiting: offers.filter((offer) => offer.state === 'waiting' && !isTaken(offer)).length,
    taken: offers.filter(isTaken).length,
    declined: offers.filter(({ state }) => state === 'declined').length,
  }
}
