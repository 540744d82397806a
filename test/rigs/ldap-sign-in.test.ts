import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LdapDirectory } from '../../broker/identity/ldap/ldap-directory.ts'
import type { LdapSettings } from '../../broker/identity/ldap/settings.ts'
import { openLog } from '../../broker/log.ts'
import { type EdgeRig, openEdge, passwords } from '../broker/edge-rig.ts'
import { Slapd } from './slapd.ts'

const named = (name: string) => ({ problem: { type: `urn:daruma:problem:${name}` } })
const entry = (dn: string, ...lines: string[]) => `dn: ${dn},dc=example,dc=org\n${lines.join('\n')}\n\n`
const someone = (uid: string, cn: string) =>
  entry(
    `uid=${uid},ou=people`,
    'objectClass: inetOrgPerson',
    `uid: ${uid}`,
    `cn: ${cn}`,
    'sn: x',
    `userPassword: ${uid} secret`,
  )
const dnOf = (uid: string) => `member: uid=${uid},ou=people,dc=example,dc=org`

const ldif = [
  entry('ou=people', 'objectClass: organizationalUnit'),
  entry('ou=groups', 'objectClass: organizationalUnit'),
  someone('ann', 'Ann of the directory'),
  someone('ben', 'Ben'),
  someone('ada', 'Another Ada'),
  someone('o*l', 'A star'),
  entry('cn=helpdesk,ou=groups', 'objectClass: groupOfNames', dnOf('ann'), dnOf('o*l')),
  entry('cn=finance-lead,ou=groups', 'objectClass: groupOfNames', dnOf('ann')),
  // More than one page of groups.
  ...Array.from({ length: 450 }, (_, i) => entry(`cn=many-${i},ou=groups`, 'objectClass: groupOfNames', dnOf('ann'))),
].join('')

describe('signing in by a directory', () => {
  let slapd: Slapd
  let rig: EdgeRig
  const settings = (more: Partial<LdapSettings> = {}): LdapSettings => ({
    kind: 'openldap',
    servers: [slapd.ldaps],
    startTls: false,
    ca: () => readFile(slapd.ca, 'utf8'),
    bindDn: slapd.bindDn,
    password: async () => slapd.password,
    peopleDn: `ou=people,${slapd.suffix}`,
    groupsDn: `ou=groups,${slapd.suffix}`,
    nameAttribute: 'uid',
    timeoutSeconds: 20,
    onlyGroups: false,
    groups: [
      { group: 'helpdesk', role: 'helpdesk-junior', pools: null },
      { group: `cn=finance-lead,ou=groups,dc=example,dc=org`, role: 'helpdesk-senior', pools: ['finance'] },
    ],
    ...more,
  })
  const signIn = (at: EdgeRig, name: string, password: string) =>
    at.client(null).call('signIn', { body: { name, password, keep: 'token' } })
  async function withEdge(more: Partial<LdapSettings>, work: (edge: EdgeRig) => Promise<void>) {
    const edge = await openEdge({}, null, { ldap: settings(more) })
    try {
      await work(edge)
    } finally {
      await edge.close()
    }
  }

  beforeAll(async () => {
    slapd = await Slapd.start(ldif)
    rig = await openEdge({}, null, { ldap: settings() })
  })
  afterAll(async () => {
    await rig.close()
    await slapd.stop()
  })

  test('knows people, and their groups over many pages', async () => {
    const { person, token } = await signIn(rig, 'ANN', 'ann secret')
    expect(person).toMatchObject({ name: 'ann', displayName: 'Ann of the directory', role: 'helpdesk-senior' })
    expect(person.rights).toMatchObject({ 'desktops.recover': 'all', 'desktops.rebuild': ['finance'] })
    expect(await rig.client(token ?? null).call('desktops')).toEqual([])
    expect((await signIn(rig, 'ben', 'ben secret')).person).toMatchObject({ role: 'user', rights: {} })
    expect(await rig.store.db.selectFrom('person').select('source').where('name', '=', 'ann').execute()).toEqual([
      { source: 'ldap' },
    ])
  })

  test.each([
    ['ann', 'wrong'],
    ['nobody', 'ann secret'],
    ['*', 'ann secret'],
    ['a*', 'ann secret'],
    ['ann)(uid=*', 'ann secret'],
    ['*)(|(uid=ann', 'ann secret'],
    ['ann\\2a', 'ann secret'],
    // The password of her namesake in the directory is not that of Ada here.
    ['ada', 'ada secret'],
  ])('lets nobody in as %s with "%s"', async (name, password) => {
    await expect(signIn(rig, name, password)).rejects.toMatchObject(named('wrong-password'))
  })

  test('takes a star in a name for a star', async () => {
    expect((await signIn(rig, 'o*l', 'o*l secret')).person).toMatchObject({ name: 'o*l', role: 'helpdesk-junior' })
    await expect(signIn(rig, 'ool', 'o*l secret')).rejects.toMatchObject(named('wrong-password'))
  })

  test('asks by StartTLS as well, the next server if one is not there, and none that it can not trust', async () => {
    const ask = (more: Partial<LdapSettings>) =>
      new LdapDirectory(settings(more), openLog('fatal')).check('ben', 'ben secret')
    const servers = ['ldap://localhost:9', slapd.ldap]
    expect(await ask({ servers, startTls: true })).toMatchObject({ by: 'ldap', name: 'ben', groups: [] })
    for (const more of [{ ca: null }, { ca: null, servers, startTls: true }, { password: async () => 'another' }])
      await expect(ask(more)).rejects.toMatchObject(named('directory-unreachable'))
    expect(await ask({ onlyGroups: true })).toBeNull()
  })

  test('holds up nobody else when it says nothing, tells so, and goes on when it is back', async () => {
    await withEdge({ timeoutSeconds: 2 }, async (edge) => {
      slapd.signal('SIGSTOP')
      const waiting = Promise.allSettled(Array.from({ length: 8 }, () => signIn(edge, 'ben', 'ben secret')))
      // Accounts kept here, and all else, go on meanwhile.
      const { token } = await signIn(edge, 'ada', passwords.ada)
      expect(await edge.client(token ?? null).call('desktops')).toHaveLength(1)
      const told = (await waiting).map((t) => (t.status === 'rejected' ? String(t.reason) : 'came in'))
      // Five tries are heard at once.
      expect(told.filter((t) => t.includes('The directory that knows your password'))).toHaveLength(5)
      expect(told.filter((t) => t.includes('Too many wrong passwords'))).toHaveLength(3)
      slapd.signal('SIGCONT')
      // Nobody looked at them, so they count for nothing.
      expect((await signIn(rig, 'ben', 'ben secret')).token).toBeDefined()
      const { db } = edge.store
      expect(await db.selectFrom('sign_in_failure').select('count').execute()).toEqual([{ count: 0 }])
      await slapd.halt()
      await expect(signIn(edge, 'ben', 'ben secret')).rejects.toMatchObject(named('directory-unreachable'))
      expect(await db.selectFrom('sign_in_failure').select('count').execute()).toEqual([{ count: 0 }])
      await slapd.resume()
    })
    expect((await signIn(rig, 'ben', 'ben secret')).token).toBeDefined()
  })
})
