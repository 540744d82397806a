import type { PolicyPatch } from '../../shared/api/policy.ts'
import type { Role } from '../../shared/api/rights.ts'
import type { DesktopSettings } from '../desktops/settings.ts'
import type { MachineSpec } from '../hypervisors/machine-spec.ts'
import type { QemuOptions } from '../hypervisors/qemu/options.ts'
import type { LdapSettings } from '../identity/ldap/settings.ts'
import type { OidcSettings } from '../identity/oidc/settings.ts'
import type { FactorPolicy } from '../identity/second-factors.ts'
import type { KioskPolicy } from '../kiosks/policy.ts'
import type { PostgresPlace } from '../store/postgresql/connection.ts'
import type { ConfigFile } from './schema.ts'

/** The configuration, complete: paths are absolute, secrets are read where they are kept when they are needed. */
export interface Config {
  readonly listen: ConfigFile['listen']
  /** Where people reach the broker, if that is not where it listens: the address of a proxy before it. */
  readonly publicAddress: string | null
  readonly allowedOrigins: readonly string[]
  /** null: SQLite in the data folder, for one broker. */
  readonly store: { readonly postgresql: () => Promise<PostgresPlace> } | null
  readonly dataDir: string
  readonly kioskFiles: string
  readonly helpDesk: string | null
  readonly logLevel: ConfigFile['logLevel']
  readonly kiosks: KioskPolicy
  /** How much a host and a storage carry at once; null: by this machine's processors. */
  readonly recoveries: ConfigFile['recoveries']
  readonly limits: ConfigFile['limits']
  readonly audit: ConfigFile['audit']
  readonly metrics: ConfigFile['metrics']
  readonly incidents: ConfigFile['incidents']
  readonly qemu: QemuOptions
  /** The helper guest that reads kept disks; null: files left on them can't be had back but by undo. */
  readonly rescue: { readonly image: string } | null
  /** The key by which secrets in the store are encrypted; null: one in the data folder, made at the first start. */
  readonly secretsKeyFile: string | null
  readonly signIn: SignInSettings
  readonly people: readonly PersonConfig[]
  readonly desktops: readonly DesktopConfig[]
}

export interface PersonConfig {
  /** Lower case. */
  readonly name: string
  readonly displayName: string
  readonly role?: Role
  readonly pools?: readonly string[] | null
  readonly signIn?: 'password' | 'oidc' | 'ldap'
  /** Null: they sign in elsewhere. */
  readonly password: (() => Promise<string>) | null
}

/** How people prove who they are, beside passwords kept here; null: not so. */
export interface SignInSettings {
  readonly secondFactor: FactorPolicy
  readonly oidc: OidcSettings | null
  readonly ldap: LdapSettings | null
}

export interface DesktopConfig extends Omit<DesktopSettings, 'policy'> {
  readonly machine: MachineSpec
  /** What the file says; the rest is said by its pool's policy, or by that of all. */
  readonly policy: PolicyPatch
}
