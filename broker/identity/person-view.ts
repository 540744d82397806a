import type { Kysely, Selectable } from 'kysely'
import type { OpenSession, Person, PersonPage } from '../../shared/api/person.ts'
import { chiefRole, type Right, type Rights, rights } from '../../shared/api/rights.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import type { Database } from '../store/schema.ts'
import { clock } from '../store/store.ts'
import { type Grant, grantsOf, poolsWhere, rolesOf } from './grants.ts'
import { standingFactors } from './second-factor-state.ts'

type Row = Selectable<PersonTable>

/** As clients see somebody, in a list. */
export async function personView(db: Kysely<Database>, row: Row): Promise<Person> {
  const roles = await rolesOf(db, row)
  const { count } = await db
    .selectFrom('desktop')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('owner_id', '=', row.id)
    .executeTakeFirstOrThrow()
  return {
    id: row.id,
    name: row.name,
    displayName: row.display_name,
    role: chiefRole(roles.map(({ role }) => role)),
    source: row.source === 'service' ? 'local' : row.source,
    signIn: row.sign_in === 'token' ? 'password' : row.sign_in,
    locked: row.locked_at !== null,
    gone: row.gone_at !== null,
    signedInAt: moment(row.signed_in_at),
    desktops: count,
  }
}

/** Somebody with all that is known of them. */
export async function personPage(db: Kysely<Database>, row: Row): Promise<PersonPage> {
  const roles = await rolesOf(db, row)
  const owns = await db
    .selectFrom('desktop')
    .select(['id', 'name', 'pool'])
    .where('owner_id', '=', row.id)
    .orderBy('id')
    .execute()
  const failures = await db.selectFrom('sign_in_failure').selectAll().where('name', '=', row.name).executeTakeFirst()
  const now = await clock(db)
  return {
    ...(await personView(db, row)),
    madeAt: moment(row.made_at),
    roles: roles.map(({ role, pools, group }) => ({ role, pools: pools === null ? null : [...pools], group })),
    rights: rightsView(grantsOf(roles)),
    owns,
    sessions: await sessionsOf(db, row.id, now),
    failures:
      failures === undefined
        ? null
        : {
            count: failures.count,
            blockedUntil: failures.blocked_until > now ? moment(failures.blocked_until) : null,
          },
    secondFactor: await standingFactors(db, row.id),
    firstPasswordUntil: moment(row.first_password_until),
  }
}

/** Each right with where it holds; those that are nowhere are left out. */
export function rightsView(grants: readonly Grant[]): Rights {
  const view: Rights = {}
  for (const right of Object.keys(rights) as Right[]) {
    const where = poolsWhere(grants, right)
    if (where === 'all') view[right] = where
    else if (where.length > 0) view[right] = [...where]
  }
  return view
}

async function sessionsOf(db: Kysely<Database>, personId: string, now: number): Promise<OpenSession[]> {
  const rows = await db
    .selectFrom('session')
    .leftJoin('kiosk', 'kiosk.id', 'session.kiosk_id')
    .selectAll('session')
    .select(['kiosk.name as kiosk_name', 'kiosk.place as kiosk_place'])
    .where('session.person_id', '=', personId)
    .where('session.expires_at', '>', now)
    .orderBy('session.created_at', 'desc')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    since: new Date(row.created_at).toISOString(),
    expiresAt: new Date(row.expires_at).toISOString(),
    from: row.opened_from,
    browser: row.browser,
    kiosk: row.kiosk_name === null ? null : { name: row.kiosk_name, place: row.kiosk_place },
    desktopId: row.desktop_id,
    ownOnly: row.own_only === 1,
  }))
}

export function moment(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
