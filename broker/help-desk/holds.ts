import type { Kysely, Selectable } from 'kysely'
import type { Hold } from '../../shared/api/help-desk/hold.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import type { Right } from '../../shared/api/rights.ts'
import { record } from '../audit/audit.ts'
import { mayReach } from '../identity/allow.ts'
import type { Principal } from '../identity/sessions.ts'
import { iso } from '../recovery/run-view.ts'
import type { HoldTable } from '../store/schema/help-desk.ts'
import type { Database } from '../store/schema.ts'
import { clock, type Store, type Trx } from '../store/store.ts'
import { tellHelpDesk } from './tell-help-desk.ts'

/** Desktops and pools to which nothing is done by itself. */
export class Holds {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  async list(principal: Principal): Promise<Hold[]> {
    const { db } = this.#store
    const rows = await holdsIn(db).orderBy('hold.at', 'desc').execute()
    const seen = await Promise.all(rows.map(async (row) => ((await sees(db, principal, row.scope)) ? [row] : [])))
    return seen.flat().map(shown)
  }

  /** Fine if it is held: then whoever held it first is shown. */
  async hold(principal: Principal, scope: string, reason: string): Promise<Hold> {
    const row = await this.#store.transaction(async (trx) => {
      await reachedScope(trx, principal, scope)
      await holdScope(trx, principal, { scope, reason, incident_id: null })
      return holdsIn(trx).where('scope', '=', scope).executeTakeFirstOrThrow()
    })
    return shown(row)
  }

  async letGo(principal: Principal, scope: string, reason: string): Promise<void> {
    await this.#store.transaction(async (trx) => {
      await reachedScope(trx, principal, scope)
      if (!(await letGoScope(trx, principal, scope, reason))) throw new ProblemError('not-held')
    })
  }
}

/** What holds a desktop: itself, its pool. */
export async function holdsOf(db: Kysely<Database>, id: string, pool: string | null): Promise<Hold[]> {
  const scopes = [`desktop:${id}`, ...(pool === null ? [] : [`pool:${pool}`])]
  return (await holdsIn(db).where('scope', 'in', scopes).execute()).map(shown)
}

export async function holdScope(
  trx: Trx,
  { personId, name }: Principal,
  hold: Pick<Selectable<HoldTable>, 'scope' | 'reason' | 'incident_id'>,
): Promise<void> {
  const before = await trx.selectFrom('hold').select('scope').where('scope', '=', hold.scope).executeTakeFirst()
  if (before !== undefined) return
  await trx
    .insertInto('hold')
    .values({ ...hold, at: await clock(trx), by_id: personId })
    .execute()
  await say(trx, name, 'held', hold.scope, hold.reason)
}

/** Answers whether it was held. What was put off meanwhile is looked at again soon. */
export async function letGoScope(trx: Trx, { name }: Principal, scope: string, reason: string): Promise<boolean> {
  const gone = await trx.deleteFrom('hold').where('scope', '=', scope).returning('scope').executeTakeFirst()
  if (gone === undefined) return false
  const place = placeOf(scope)
  const desktops = trx.updateTable('desktop').set({ next_due: await clock(trx) })
  await ('pool' in place ? desktops.where('pool', '=', place.pool) : desktops.where('id', '=', place.desktop)).execute()
  await say(trx, name, 'let-go', scope, reason)
  return true
}

function placeOf(scope: string): { readonly pool: string } | { readonly desktop: string } {
  return scope.startsWith('pool:') ? { pool: scope.slice(5) } : { desktop: scope.slice('desktop:'.length) }
}

async function say(trx: Trx, name: string, what: 'held' | 'let-go', scope: string, reason: string): Promise<void> {
  const place = placeOf(scope)
  await record(trx, {
    actor: `person:${name}`,
    action: 'pool' in place ? `pool.${what}` : `desktop.${what}`,
    subject: scope,
    detail: { reason },
  })
  await tellHelpDesk(trx, 'holds', scope)
  if ('desktop' in place) await tellHelpDesk(trx, 'desktop', place.desktop)
}

/** Throws `unknown-place` for what whoever asks may not even see. */
async function reachedScope(trx: Trx, principal: Principal, scope: string): Promise<void> {
  if (!(await sees(trx, principal, scope))) throw new ProblemError('unknown-place')
  if (!(await sees(trx, principal, scope, 'desktops.hold'))) throw new ProblemError('not-allowed')
}

async function sees(
  db: Kysely<Database>,
  principal: Principal,
  scope: string,
  right: Right = 'desktops.see',
): Promise<boolean> {
  const place = placeOf(scope)
  const desktops = db.selectFrom('desktop').select('pool').limit(1)
  const row = await ('pool' in place
    ? desktops.where('pool', '=', place.pool)
    : desktops.where('id', '=', place.desktop)
  ).executeTakeFirst()
  return row !== undefined && mayReach(principal, right, row.pool)
}

function holdsIn(db: Kysely<Database>) {
  return db
    .selectFrom('hold')
    .innerJoin('person', 'person.id', 'hold.by_id')
    .select(['hold.scope', 'hold.reason', 'hold.at', 'person.name', 'person.display_name'])
}

function shown(row: Awaited<ReturnType<ReturnType<typeof holdsIn>['execute']>>[number]): Hold {
  const { scope, reason, at, name, display_name } = row
  return { scope, reason, at: iso(at), by: { name, displayName: display_name } }
}
