import type { GroupMeaning } from '../external.ts'

/** How the directory is asked. */
export interface LdapSettings {
  readonly kind: 'openldap' | 'activeDirectory'
  /** `ldaps://name` or `ldap://name`, in the order in which they are asked. */
  readonly servers: readonly string[]
  readonly startTls: boolean
  /** The authority that signed their certificates, PEM; null: those that the machine knows. */
  readonly ca: (() => Promise<string>) | null
  readonly bindDn: string
  readonly password: () => Promise<string>
  readonly peopleDn: string
  readonly groupsDn: string
  readonly nameAttribute: string
  /** For each thing that is asked of a server; for all of it twice as long. */
  readonly timeoutSeconds: number
  /** Whoever is in none of the groups is not let in. */
  readonly onlyGroups: boolean
  readonly groups: readonly GroupMeaning[]
}
