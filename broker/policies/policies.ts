import type { Logger } from 'pino'
import { defaultPolicy, type Policy, PolicyPatch } from '../../shared/api/policy.ts'
import type { DesktopSettings } from '../desktops/settings.ts'
import type { Store } from '../store/store.ts'

/** Where a desktop's policy is said, from the most general to its own. */
export function scopesOf({ id, pool }: { readonly id: string; readonly pool?: string | null }): string[] {
  return ['default', ...(pool == null ? [] : [`pool:${pool}`]), `desktop:${id}`]
}

/** What follows when each of `said` says its part: the last word on each member counts. */
export function effective(said: readonly (PolicyPatch | undefined)[]): Policy {
  const policy: Record<string, unknown> = { ...defaultPolicy }
  for (const patch of said)
    for (const [member, value] of Object.entries(patch ?? {})) if (value !== undefined) policy[member] = value
  return policy as Policy
}

/** All policies as they are now, in memory: the engine asks for them at every step. */
export class Policies {
  readonly #store: Store
  readonly #log: Logger
  #said = new Map<string, PolicyPatch>()
  readonly #effective = new Map<string, Policy>()
  #newest = -1
  #reading: Promise<void> | null = null
  #again = false
  #close: () => void = () => undefined

  private constructor(store: Store, log: Logger) {
    this.#store = store
    this.#log = log
  }

  static async open(store: Store, log: Logger): Promise<Policies> {
    const policies = new Policies(store, log)
    await policies.refresh()
    policies.#close = store.onCommit(() => {
      policies
        .refresh()
        .catch((err: unknown) => log.error({ err }, 'policies could not be read; those of before count'))
    })
    return policies
  }

  close(): void {
    this.#close()
  }

  /** A desktop whose policy is always the present one. */
  follow<D extends Omit<DesktopSettings, 'policy'>>(desktop: D): Omit<D, 'policy'> & { readonly policy: Policy } {
    const of = () => this.of(desktop)
    return {
      ...desktop,
      get policy() {
        return of()
      },
    }
  }

  of(desktop: { readonly id: string; readonly pool?: string | null }): Policy {
    const known = this.#effective.get(desktop.id)
    if (known !== undefined) return known
    const policy = effective(scopesOf(desktop).map((scope) => this.#said.get(scope)))
    this.#effective.set(desktop.id, policy)
    return policy
  }

  says(scope: string): PolicyPatch {
    return this.#said.get(scope) ?? {}
  }

  /** Reads what changed. One at a time; being asked during one makes for another one after it. */
  async refresh(): Promise<void> {
    this.#again = true
    this.#reading ??= this.#readUntilQuiet().finally(() => {
      this.#reading = null
    })
    await this.#reading
  }

  async #readUntilQuiet(): Promise<void> {
    while (this.#again) {
      this.#again = false
      const { db } = this.#store
      const row = await db.selectFrom('policy').select('seq').orderBy('seq', 'desc').limit(1).executeTakeFirst()
      const newest = row?.seq ?? 0
      if (newest === this.#newest) continue
      const rows = await db
        .selectFrom('policy as p')
        .select(['scope', 'body_json', 'version'])
        .where('version', '=', (eb) =>
          eb
            .selectFrom('policy as q')
            .whereRef('q.scope', '=', 'p.scope')
            .select(({ fn }) => fn.max('q.version').as('version')),
        )
        .execute()
      this.#said = new Map(rows.flatMap(({ scope, body_json }) => this.#read(scope, body_json)))
      this.#effective.clear()
      this.#newest = newest
    }
  }

  /** What can't be read, as when somebody edited the table, says nothing: the places above it count. */
  #read(scope: string, body: string): [string, PolicyPatch][] {
    try {
      return [[scope, PolicyPatch.parse(JSON.parse(body))]]
    } catch (err) {
      this.#log.error({ scope, err }, 'the policy of this place can not be read and counts for nothing; change it anew')
      return []
    }
  }
}
