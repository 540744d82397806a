import type { Kysely, Selectable } from 'kysely'
import { z } from 'zod'
import { isPerPool, type Right, type Role, rightsOf } from '../../shared/api/rights.ts'
import type { PersonTable } from '../store/schema/identity.ts'
import type { Database } from '../store/schema.ts'

/** Some rights, and where they hold. */
export interface Grant {
  readonly rights: readonly Right[]
  /** Names of pools; null: everywhere. */
  readonly pools: readonly string[] | null
}

/** A role, where it holds, and which group of a directory gave it; null: it was given here. */
export interface RoleGrant {
  readonly role: Role
  readonly pools: readonly string[] | null
  readonly group: string | null
}

const Pools = z.array(z.string()).nullable()

export function poolsFrom(json: string | null): readonly string[] | null {
  return json === null ? null : Pools.parse(JSON.parse(json))
}

export function poolsJson(pools: readonly string[] | null): string | null {
  return pools === null ? null : JSON.stringify([...new Set(pools)].sort())
}

type Person = Pick<Selectable<PersonTable>, 'id' | 'role' | 'pools_json'>

/** All roles of somebody: the one given here first, then those of their groups as they were when they last signed in. */
export async function rolesOf(db: Kysely<Database>, { id, role, pools_json }: Person): Promise<RoleGrant[]> {
  const groups = await db.selectFrom('person_group').selectAll().where('person_id', '=', id).orderBy('name').execute()
  return [
    { role, pools: poolsFrom(pools_json), group: null },
    ...groups.map((g) => ({ role: g.role, pools: poolsFrom(g.pools_json), group: g.name })),
  ]
}

export function grantsOf(roles: readonly RoleGrant[]): Grant[] {
  return roles.flatMap(({ role, pools }) => {
    const rights = rightsOf[role]
    return rights.length === 0 ? [] : [{ rights, pools }]
  })
}

/**
 * Where somebody has a right. Each grant counts for its own pools alone, and what several give is added up pool by pool: a
 * group neither widens nor takes away what another gives. What is in no pool is for whoever has the right everywhere.
 */
export function poolsWhere(grants: readonly Grant[], right: Right): 'all' | readonly string[] {
  const given = grants.filter(({ rights }) => rights.includes(right))
  if (given.some(({ pools }) => pools === null)) return 'all'
  return isPerPool(right) ? [...new Set(given.flatMap(({ pools }) => pools ?? []))].sort() : []
}
