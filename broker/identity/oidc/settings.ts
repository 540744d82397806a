import type { GroupMeaning } from '../external.ts'

/** How the provider is asked. */
export interface OidcSettings {
  readonly label: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: () => Promise<string>
  readonly scopes: readonly string[]
  readonly nameClaim: string
  readonly displayNameClaim: string
  readonly groupsClaim: string
  /** How far the provider's clock may be off. */
  readonly clockSkewSeconds: number
  /** Whoever is in none of the groups is not let in. */
  readonly onlyGroups: boolean
  readonly groups: readonly GroupMeaning[]
}
