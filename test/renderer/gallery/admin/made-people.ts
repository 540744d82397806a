import type { Person, PersonPage } from '../../../../shared/api/person.ts'
import type { ServiceAccount, ServiceToken } from '../../../../shared/api/service-account.ts'
import { ago, HOSTILE, id, LONG } from './made.ts'

export const TOTAL = 5102

const roles = ['user', 'user', 'helpdesk-junior', 'administrator', 'user', 'auditor', 'helpdesk-senior'] as const
const sources = ['ldap', 'oidc', 'local', 'config'] as const

export function person(n: number): Person {
  const number = String(n).padStart(4, '0')
  return {
    id: id(n),
    name: n === 1 ? 'n.hansen' : `person${number}`,
    displayName: n === 4 ? LONG : n === 5 ? HOSTILE : `Person ${number}`,
    role: roles[n % roles.length] ?? 'user',
    source: sources[n % sources.length] ?? 'local',
    signIn: 'password',
    locked: n % 9 === 2,
    gone: n % 8 === 7,
    signedInAt: n % 5 === 4 ? null : ago(n * 4e6),
    desktops: n % 3,
  }
}

/** Somebody from the directory, whose two groups give different things. */
export function personPage(change: Partial<PersonPage> = {}): PersonPage {
  return {
    ...person(1),
    displayName: 'Nils Hansen',
    role: 'helpdesk-senior',
    source: 'ldap',
    signIn: 'ldap',
    madeAt: ago(9e9),
    roles: [
      { role: 'user', pools: null, group: null },
      { role: 'helpdesk-junior', pools: null, group: 'cn=help desk,ou=groups,dc=auental,dc=example' },
      { role: 'helpdesk-senior', pools: ['finance', 'citizens'], group: HOSTILE },
    ],
    rights: { 'desktops.see': 'all', 'desktops.recover': 'all', 'desktops.rebuild': ['finance', 'citizens'] },
    owns: [
      { id: 'dst-0412', name: LONG, pool: 'finance' },
      { id: 'dst-0413', name: 'dst-0413', pool: null },
    ],
    sessions: [
      {
        id: 'a'.repeat(64),
        since: ago(4e6),
        expiresAt: ago(-4e7),
        from: '10.12.40.77',
        browser: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chromium/142.0.0.0',
        kiosk: null,
        desktopId: null,
        ownOnly: false,
      },
      {
        id: 'b'.repeat(64),
        since: ago(9e6),
        expiresAt: ago(-3e7),
        from: null,
        browser: null,
        kiosk: { name: 'rh-2-214', place: HOSTILE },
        desktopId: null,
        ownOnly: true,
      },
    ],
    failures: null,
    secondFactor: { totp: true, passkeys: 1, recoveryCodes: 8 },
    firstPasswordUntil: null,
    ...change,
  }
}

export function token(n: number): ServiceToken {
  return {
    id: id(n),
    name: n === 2 ? HOSTILE : `token ${n}`,
    rights: n === 2 ? ['metrics.read'] : ['changes.announce', 'desktops.see'],
    pools: n === 2 ? null : ['finance', 'citizens'],
    madeAt: ago(9e8),
    madeBy: n === 2 ? LONG : 'r.ahlers',
    expiresAt: n === 2 ? ago(9e6) : ago(-9e9),
    expired: n === 2,
    usedAt: n === 2 ? null : ago(6e4),
  }
}

export const programs: ServiceAccount[] = [
  { id: id(41), name: 'patches', displayName: 'Patch run', tokens: [token(1), token(2)] },
  { id: id(42), name: 'new', displayName: LONG, tokens: [] },
]
