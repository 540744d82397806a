import { readFile } from 'node:fs/promises'
import type { SignInSettings } from './config.ts'
import { readSecret } from './secrets.ts'
import type { SignInConfig } from './sign-in-schema.ts'

/** The same with paths meant from where the file is. */
export function placedSignIn(config: SignInConfig, from: (path: string) => string): SignInConfig {
  const { oidc, ldap } = config
  const placed = (path: string | undefined) => (path === undefined ? undefined : from(path))
  return {
    ...config,
    oidc: oidc && { ...oidc, clientSecretFile: placed(oidc.clientSecretFile) },
    ldap: ldap && { ...ldap, caFile: placed(ldap.caFile), passwordFile: placed(ldap.passwordFile) },
  }
}

/** As those who sign people in want to know it. */
export function signInSettings({ secondFactor, oidc, ldap }: SignInConfig): SignInSettings {
  return { secondFactor, oidc: oidc && oidcSettings(oidc), ldap: ldap && ldapSettings(ldap) }
}

/** What is read once at the start, so that a missing one is found then. */
export function signInSecrets({ oidc, ldap }: SignInConfig): [path: PropertyKey[], read: () => Promise<unknown>][] {
  const secret = (
    of: 'oidc' | 'ldap',
    inFile: boolean,
    keys: readonly [string, string],
    read: () => Promise<unknown>,
  ) => [['signIn', of, keys[inFile ? 0 : 1]], read] as [PropertyKey[], () => Promise<unknown>]
  return [
    ...(oidc
      ? [
          secret('oidc', oidc.clientSecretFile !== undefined, ['clientSecretFile', 'clientSecretEnv'], () =>
            oidcSettings(oidc).clientSecret(),
          ),
        ]
      : []),
    ...(ldap
      ? [
          secret('ldap', ldap.passwordFile !== undefined, ['passwordFile', 'passwordEnv'], () =>
            ldapSettings(ldap).password(),
          ),
        ]
      : []),
    ...(ldap?.caFile === undefined
      ? []
      : [[['signIn', 'ldap', 'caFile'], () => readFile(ldap.caFile ?? '')] as [PropertyKey[], () => Promise<unknown>]]),
  ]
}

function oidcSettings({ clientSecretFile, clientSecretEnv, ...rest }: NonNullable<SignInConfig['oidc']>) {
  const place = { passwordFile: clientSecretFile, passwordEnv: clientSecretEnv }
  return { ...rest, clientSecret: () => readSecret(place) }
}

function ldapSettings({
  passwordFile,
  passwordEnv,
  caFile,
  nameAttribute,
  ...rest
}: NonNullable<SignInConfig['ldap']>) {
  return {
    ...rest,
    nameAttribute: nameAttribute ?? (rest.kind === 'activeDirectory' ? 'sAMAccountName' : 'uid'),
    ca: caFile === undefined ? null : () => readFile(caFile, 'utf8'),
    password: () => readSecret({ passwordFile, passwordEnv }),
  }
}
