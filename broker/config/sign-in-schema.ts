import { z } from 'zod'
import { ROLES } from '../../shared/api/rights.ts'
import { amount, matching, oneOf, origin, text, yesOrNo } from './values.ts'

/** How people prove who they are, beside passwords kept here. */

const file = text('the path of a file', './secrets/directory')
const variable = matching(/^[A-Za-z_][A-Za-z0-9_]*$/, 'the name of an environment variable', 'DIRECTORY_PASSWORD')

export const poolName = matching(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and hyphens', 'accounting')

const groups = z
  .array(
    z.strictObject({
      group: text('a group as the directory names it', 'helpdesk'),
      role: oneOf(ROLES),
      pools: z.array(poolName).min(1).nullable().default(null),
    }),
  )
  .default([])

const Oidc = z
  .strictObject({
    label: text('what people call it', 'Single sign-on').default('Single sign-on'),
    issuer: z.union([
      origin('https://login.example.org'),
      matching(/^https?:\/\/[^\s?#]+$/, "the provider's issuer", 'https://login.example.org/realms/office'),
    ]),
    clientId: text('the name by which the provider knows the broker', 'daruma'),
    clientSecretFile: file.optional(),
    clientSecretEnv: variable.optional(),
    scopes: z.array(text('a scope', 'openid')).default(['openid', 'profile']),
    nameClaim: text('a claim', 'preferred_username').default('preferred_username'),
    displayNameClaim: text('a claim', 'name').default('name'),
    groupsClaim: text('a claim', 'groups').default('groups'),
    clockSkewSeconds: amount('seconds', 0, 600, 60).default(60),
    onlyGroups: yesOrNo().default(false),
    groups,
  })
  .refine(
    ({ clientSecretFile, clientSecretEnv }) => (clientSecretFile === undefined) !== (clientSecretEnv === undefined),
    {
      error:
        'needs clientSecretFile or clientSecretEnv, one of the two; write for instance clientSecretFile: ./secrets/oidc',
    },
  )
  .refine(({ issuer }) => issuer.startsWith('https://') || /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(issuer), {
    error: 'has an issuer without https://, to whom no secret may be told',
  })

const Ldap = z
  .strictObject({
    kind: oneOf(['openldap', 'activeDirectory']).default('openldap'),
    servers: z
      .array(matching(/^ldaps?:\/\/[^\s/?#]+$/, 'a server as ldaps://name', 'ldaps://dc1.example.org'))
      .min(1)
      .max(8),
    startTls: yesOrNo().default(false),
    caFile: file.optional(),
    bindDn: text('as whom the broker looks for people', 'cn=daruma,dc=example,dc=org'),
    passwordFile: file.optional(),
    passwordEnv: variable.optional(),
    peopleDn: text('below what people are', 'ou=people,dc=example,dc=org'),
    groupsDn: text('below what groups are', 'ou=groups,dc=example,dc=org'),
    nameAttribute: text('what people sign in with', 'uid').optional(),
    timeoutSeconds: amount('seconds', 1, 60, 5).default(5),
    onlyGroups: yesOrNo().default(false),
    groups,
  })
  .refine(({ passwordFile, passwordEnv }) => (passwordFile === undefined) !== (passwordEnv === undefined), {
    error: 'needs passwordFile or passwordEnv, one of the two; write for instance passwordFile: ./secrets/directory',
  })
  .refine(({ servers, startTls }) => startTls || servers.every((server) => server.startsWith('ldaps://')), {
    error: 'would send passwords in the clear; write ldaps://, or startTls: true',
  })

const factor = oneOf(['off', 'optional', 'required']).default('off')

export const SignInConfig = z.strictObject({
  secondFactor: z
    .strictObject({
      'helpdesk-junior': factor,
      'helpdesk-senior': factor,
      administrator: factor,
      auditor: factor,
    })
    .prefault({}),
  oidc: Oidc.nullable().default(null),
  ldap: Ldap.nullable().default(null),
})
export type SignInConfig = z.output<typeof SignInConfig>
