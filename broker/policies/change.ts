import {
  type ChangePolicy,
  type Policy,
  PolicyPatch,
  type PolicyVersion,
  type PolicyView,
  policyFaults,
} from '../../shared/api/policy.ts'
import { ProblemError } from '../../shared/api/problem.ts'
import { record } from '../audit/audit.ts'
import type { DesktopSettings } from '../desktops/settings.ts'
import { clock, type Store } from '../store/store.ts'
import { effective, type Policies, scopesOf } from './policies.ts'
import { versionOf } from './versions.ts'

type Place = Pick<DesktopSettings, 'id'> & { readonly pool?: string | null }

/** What administrators say of policies: each change is a version of its own, and none overwrites one that was not seen. */
export class PolicyChanges {
  readonly #store: Store
  readonly #policies: Policies
  readonly #desktops: ReadonlyMap<string, Place>

  constructor(store: Store, policies: Policies, desktops: ReadonlyMap<string, Place>) {
    this.#store = store
    this.#policies = policies
    this.#desktops = desktops
  }

  async view(scope: string): Promise<PolicyView> {
    const above = this.#placesOf(scope)
    await this.#policies.refresh()
    const row = await versionOf(this.#store.db, scope)
    const person =
      row?.made_by == null
        ? undefined
        : await this.#store.db
            .selectFrom('person')
            .select('display_name')
            .where('id', '=', row.made_by)
            .executeTakeFirst()
    return {
      scope,
      version: row?.version ?? 0,
      says: this.#policies.says(scope),
      effective: effective(above.map((place) => this.#policies.says(place))),
      source: row?.source ?? null,
      madeAt: row === undefined ? null : new Date(row.made_at).toISOString(),
      madeBy: person?.display_name ?? null,
    }
  }

  async versions(scope: string): Promise<PolicyVersion[]> {
    this.#placesOf(scope)
    const rows = await this.#store.db
      .selectFrom('policy')
      .leftJoin('person', 'person.id', 'policy.made_by')
      .selectAll('policy')
      .select('person.display_name')
      .where('scope', '=', scope)
      .orderBy('version', 'desc')
      .limit(200)
      .execute()
    return rows.flatMap((row) => {
      const says = PolicyPatch.safeParse(JSON.parse(row.body_json))
      if (!says.success) return []
      const { version, source, made_at, display_name } = row
      return [{ version, says: says.data, source, madeAt: new Date(made_at).toISOString(), madeBy: display_name }]
    })
  }

  /** Throws `changed-meanwhile`, `unknown-place`, or `impossible-policy` with the member that is at fault. */
  async change(
    { personId, name }: { readonly personId: string; readonly name: string },
    scope: string,
    { version, says }: ChangePolicy,
  ): Promise<PolicyView> {
    this.#placesOf(scope)
    await this.#policies.refresh()
    this.#check(scope, says)
    await this.#store.transaction(async (trx) => {
      const now = (await versionOf(trx, scope))?.version ?? 0
      if (now !== version) throw new ProblemError('changed-meanwhile')
      const at = await clock(trx)
      await trx
        .insertInto('policy')
        .values({
          scope,
          version: now + 1,
          body_json: JSON.stringify(says),
          source: 'api',
          made_at: at,
          made_by: personId,
        })
        .execute()
      // Whatever was planned was planned by what it said before.
      for (const place of this.#desktopsUnder(scope))
        await trx.updateTable('desktop').set({ next_due: at }).where('id', '=', place.id).execute()
      await record(trx, {
        actor: `person:${name}`,
        action: 'policy.changed',
        subject: `policy:${scope}`,
        detail: { version: now + 1, says },
      })
    })
    return this.view(scope)
  }

  /** For every desktop that it is about, together with all else that is said of that. */
  #check(scope: string, says: PolicyPatch): void {
    const places = [this.#placesOf(scope), ...this.#desktopsUnder(scope).map((desktop) => scopesOf(desktop))]
    for (const place of places) {
      const policy: Policy = effective(place.map((p) => (p === scope ? says : this.#policies.says(p))))
      const [fault] = policyFaults(policy)
      if (fault === undefined) continue
      const where = place.at(-1) ?? scope
      throw new ProblemError('impossible-policy', `Of ${where}, ${fault.at} ${fault.says}.`, { at: `says.${fault.at}` })
    }
  }

  #desktopsUnder(scope: string): Place[] {
    return [...this.#desktops.values()].filter((desktop) => scopesOf(desktop).includes(scope))
  }

  /** The places whose word counts there, the last one itself. */
  #placesOf(scope: string): string[] {
    if (scope === 'default') return [scope]
    const under = this.#desktopsUnder(scope)[0]
    if (under === undefined) throw new ProblemError('unknown-place')
    return scope.startsWith('pool:') ? ['default', scope] : scopesOf(under)
  }
}
