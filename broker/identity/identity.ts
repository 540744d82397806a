import type { Logger } from 'pino'
import type { SignInSettings } from '../config/config.ts'
import type { Seal } from '../secrets/seal.ts'
import type { Store } from '../store/store.ts'
import { Accounts } from './accounts.ts'
import { LdapDirectory } from './ldap/ldap-directory.ts'
import { OidcSignIn } from './oidc/oidc-sign-in.ts'
import type { RelyingParty } from './passkeys.ts'
import { SecondFactors } from './second-factors.ts'
import { ServiceAccounts } from './service-accounts.ts'
import { Sessions } from './sessions.ts'
import { SignIns } from './sign-in.ts'

export interface IdentityParts {
  readonly store: Store
  readonly settings: SignInSettings
  readonly seal: Seal
  /** Known once the broker listens. */
  readonly party: () => RelyingParty
  readonly log: Logger
}

export const OIDC_PATH = '/api/v1/sign-in/oidc'
export const OIDC_CALLBACK_PATH = `${OIDC_PATH}/callback`

export type Identity = ReturnType<typeof openIdentity>

/** Who people are, how they prove it, and what is kept of that. */
export function openIdentity({ store, settings, seal, party, log }: IdentityParts) {
  const sessions = new Sessions(store)
  const factors = new SecondFactors({ store, seal, policy: settings.secondFactor, party })
  const directory = settings.ldap && new LdapDirectory(settings.ldap, log)
  const directories = (['oidc', 'ldap'] as const).filter((name) => settings[name] !== null)
  return {
    sessions,
    factors,
    directories: new Set<string>(directories),
    signIns: new SignIns({ store, sessions, directory, factors }),
    accounts: new Accounts(store, directories),
    services: new ServiceAccounts(store),
    oidc: settings.oidc && new OidcSignIn(store, settings.oidc, () => (party().origins[0] ?? '') + OIDC_CALLBACK_PATH),
  }
}
