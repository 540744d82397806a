import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { record } from '../audit/audit.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { featuresOf, type Images } from './incident-features.ts'
import { type Feature, incidentIn, keyOf } from './incident-rule.ts'
import { tellHelpDesk } from './tell-help-desk.ts'

/** From how many desktops on that pressed within how long it is an incident. */
export interface IncidentRule {
  readonly presses: number
  readonly minutes: number
}

const MINUTE_MS = 60_000

/** Looks for presses that come together. */
export class IncidentWatch {
  readonly #store: Store
  readonly #images: Images
  readonly #rule: IncidentRule
  /** What was looked at last: the same says nothing new. */
  #seen = ''

  constructor(store: Store, images: Images, rule: IncidentRule) {
    this.#store = store
    this.#images = images
    this.#rule = rule
  }

  async look(): Promise<void> {
    const { db } = this.#store
    const presses = await newPresses(db, await this.#store.now(), this.#rule)
    if (presses.length === 0) return
    const open = await db.selectFrom('incident').select('id').where('state', '=', 'open').execute()
    const seen = [...presses, ...open].map(({ id }) => id).join(' ')
    // A transaction is a commit, and every commit wakes whoever waits for one.
    if (seen === this.#seen) return
    await this.#store.transaction((trx) => this.#sort(trx))
    this.#seen = seen
  }

  /**
   * Those that share what an open incident is by belong to it; of the others, so many as the rule says open one.
   */
  async #sort(trx: Trx): Promise<void> {
    const now = await clock(trx)
    const presses = await newPresses(trx, now, this.#rule)
    const features = await featuresOf(trx, this.#images, now - this.#rule.minutes * MINUTE_MS)
    const open = await trx.selectFrom('incident').selectAll().where('state', '=', 'open').orderBy('opened_at').execute()
    const changed = new Set<string>()
    const left: NewPress[] = []
    for (const press of presses) {
      const own = new Set((features.get(press.desktop_id) ?? []).map(keyOf))
      const incident = open.find((one) => own.has(keyOf(one)) && press.pressed_at >= one.first_at)
      if (incident === undefined) left.push(press)
      else {
        await join(trx, incident.id, press)
        changed.add(incident.id)
      }
    }
    const found = incidentIn(
      left.map(({ desktop_id }) => desktop_id),
      features,
      this.#rule.presses,
    )
    if (found !== null) {
      const theirs = left.filter(({ desktop_id }) => shares(features.get(desktop_id), found))
      changed.add(await openOne(trx, found, theirs, now))
    }
    for (const id of changed) await tellHelpDesk(trx, 'incident', id)
  }
}

interface NewPress {
  readonly id: string
  readonly desktop_id: string
  readonly pressed_at: number
}

/** Recoveries that somebody pressed for lately, and that belong to no incident yet. What was refused or taken back is none. */
async function newPresses(db: Kysely<Database>, now: number, { minutes }: IncidentRule): Promise<NewPress[]> {
  return db
    .selectFrom('run')
    .leftJoin('incident_run', 'incident_run.run_id', 'run.id')
    .select(['run.id', 'run.desktop_id', 'run.pressed_at'])
    .where('run.kind', '=', 'recover')
    .where('run.pressed_by', 'is not', null)
    .where('run.pressed_at', '>', now - minutes * MINUTE_MS)
    .where((eb) => eb.or([eb('run.outcome', 'is', null), eb('run.outcome', 'not in', ['refused', 'cancelled'])]))
    .where('incident_run.run_id', 'is', null)
    .orderBy('run.pressed_at')
    .execute()
}

function shares(own: readonly Feature[] | undefined, by: Feature): boolean {
  return own?.some((feature) => keyOf(feature) === keyOf(by)) ?? false
}

async function openOne(
  trx: Trx,
  by: Feature & { readonly pressed: number; readonly all: number },
  presses: readonly NewPress[],
  now: number,
): Promise<string> {
  const id = randomUUID()
  await trx
    .insertInto('incident')
    .values({
      id,
      feature: by.feature,
      value: by.value,
      pressed: by.pressed,
      of_all: by.all,
      feature_at: by.at,
      state: 'open',
      opened_at: now,
      first_at: presses[0]?.pressed_at ?? now,
      last_at: presses.at(-1)?.pressed_at ?? now,
      closed_at: null,
      closed_by: null,
      offered_at: null,
      offer_key: null,
    })
    .execute()
  for (const press of presses) await join(trx, id, press)
  await record(trx, {
    actor: 'broker',
    action: 'incident.opened',
    subject: `incident:${id}`,
    detail: { feature: by.feature, value: by.value, pressed: by.pressed, of: by.all },
  })
  return id
}

async function join(trx: Trx, incident: string, { id, pressed_at }: NewPress): Promise<void> {
  await trx.insertInto('incident_run').values({ run_id: id, incident_id: incident }).execute()
  await trx
    .updateTable('incident')
    .set({ last_at: pressed_at })
    .where('id', '=', incident)
    .where('last_at', '<', pressed_at)
    .execute()
}
