import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { poolsWhere } from '../../../broker/identity/grants.ts'
import { rightsOf } from '../../../shared/api/rights.ts'
import type { BrokerClient } from '../../../shared/client/broker-client.ts'
import { type EdgeRig, openEdge, passwords } from '../edge-rig.ts'

const named = (name: string, more: object = {}) => ({ problem: { type: `urn:daruma:problem:${name}`, ...more } })

describe('people, as administrators keep them', () => {
  let rig: EdgeRig
  let admin: BrokerClient
  beforeAll(async () => {
    rig = await openEdge()
    admin = rig.client(await rig.signIn('hal'))
  })
  afterAll(() => rig.close())

  const idOf = async (name: string) =>
    (await admin.call('people', { query: { find: name, limit: 10 } })).people.find((p) => p.name === name)?.id ?? ''
  const signIn = (name: string, password: string, newPassword?: string) =>
    rig.client(null).call('signIn', {
      body: { name, password, keep: 'token', ...(newPassword === undefined ? {} : { newPassword }) },
    })

  test('are found by parts of names, page by page', async () => {
    const all = await admin.call('people', { query: { limit: 2 } })
    expect(all).toMatchObject({ people: [{ name: 'ada', desktops: 1 }, { name: 'bob' }], more: true, total: 3 })
    const rest = await admin.call('people', { query: { limit: 2, after: 'bob' } })
    expect(rest).toMatchObject({ people: [{ name: 'hal', role: 'administrator', source: 'config' }], more: false })
    expect((await admin.call('people', { query: { find: 'D%', limit: 9 } })).people).toEqual([])
    expect((await admin.call('people', { query: { role: 'administrator', limit: 9 } })).total).toBe(1)
  })

  test('get a first password, which opens nothing but the choice of their own', async () => {
    const body = { name: 'Eve', displayName: 'Eve <b>', role: 'helpdesk-junior', pools: ['finance'] } as const
    const { person, firstPassword } = await admin.call('createPerson', {
      body: { ...body, pools: ['finance'], signIn: 'password' },
    })
    expect(person).toMatchObject({
      name: 'eve',
      source: 'local',
      roles: [{ role: 'helpdesk-junior', pools: ['finance'], group: null }],
      rights: { 'desktops.see': ['finance'] },
    })
    const ofPool = async (pool: string) =>
      (await admin.call('people', { query: { pool, limit: 9 } })).people.map(({ name }) => name)
    expect([await ofPool('finance'), await ofPool('fin')]).toEqual([['eve'], []])
    // What is in no pool is for whoever has the right everywhere.
    expect(person.rights['kiosks.see']).toBeUndefined()
    await expect(signIn('eve', firstPassword ?? '')).rejects.toMatchObject(named('new-password-needed'))
    await expect(signIn('eve', firstPassword ?? '', 'xx Eve 12345')).rejects.toMatchObject(named('weak-password'))
    const { token, person: shown } = await signIn('eve', firstPassword ?? '', 'quite another one')
    expect(shown).toMatchObject({ role: 'helpdesk-junior', rights: { 'desktops.recover': ['finance'] } })
    await expect(signIn('eve', firstPassword ?? '')).rejects.toMatchObject(named('wrong-password'))
    await expect(
      admin.call('createPerson', { body: { ...body, pools: null, signIn: 'password' } }),
    ).rejects.toMatchObject(named('person-name-taken'))
    const eve = rig.client(token ?? null)
    await expect(eve.call('people', { query: { limit: 1 } })).rejects.toMatchObject(named('not-allowed'))
    const page = await admin.call('person', { params: { personId: person.id } })
    expect(page.sessions).toMatchObject([{ from: '127.0.0.1', kiosk: null, ownOnly: false }])
    const [session] = page.sessions
    await admin.call('endSession', { params: { personId: person.id, sessionId: session?.id ?? '' } })
    await expect(eve.call('session')).rejects.toMatchObject(named('not-signed-in'))
  })

  test('are locked out at once, also with the right password, and let in again', async () => {
    const personId = await idOf('bob')
    const bob = rig.client(await rig.signIn('bob'))
    expect(await admin.call('changePerson', { params: { personId }, body: { locked: true } })).toMatchObject({
      locked: true,
      sessions: [],
    })
    await expect(bob.call('session')).rejects.toMatchObject(named('not-signed-in'))
    await expect(signIn('bob', passwords.bob)).rejects.toMatchObject(named('account-locked'))
    // Who does not know the password hears no more than anybody.
    await expect(signIn('bob', 'guess')).rejects.toMatchObject(named('wrong-password'))
    await admin.call('changePerson', { params: { personId }, body: { locked: false } })
    expect((await signIn('bob', passwords.bob)).token).toBeDefined()
  })

  test('have their wrong passwords shown, and forgiven', async () => {
    const personId = await idOf('ada')
    for (let tries = 0; tries < 5; tries++)
      await expect(signIn('ada', 'guess')).rejects.toMatchObject(named('wrong-password'))
    await expect(signIn('ada', passwords.ada)).rejects.toMatchObject(named('too-many-tries'))
    const { failures } = await admin.call('person', { params: { personId } })
    expect(failures).toMatchObject({ count: 5, blockedUntil: expect.any(String) as string })
    await admin.call('clearFailures', { params: { personId } })
    expect((await signIn('ada', passwords.ada)).token).toBeDefined()
  })

  test('stay as the configuration says, and nobody takes their own rights', async () => {
    const bob = { params: { personId: await idOf('bob') } }
    await expect(admin.call('changePerson', { ...bob, body: { role: 'auditor' } })).rejects.toMatchObject(
      named('kept-elsewhere'),
    )
    await expect(admin.call('resetPassword', bob)).rejects.toMatchObject(named('kept-elsewhere'))
    await expect(admin.call('deletePerson', bob)).rejects.toMatchObject(named('kept-elsewhere'))
    const hal = { params: { personId: await idOf('hal') } }
    for (const refused of [
      () => admin.call('changePerson', { ...hal, body: { locked: true } }),
      () => admin.call('deletePerson', hal),
      () => admin.call('removeSecondFactors', hal),
    ])
      await expect(refused()).rejects.toMatchObject(named('not-yourself'))
    await expect(admin.call('person', { params: { personId: randomUUID() } })).rejects.toMatchObject(
      named('unknown-person'),
    )
  })

  test('are not deleted while they are needed, and then leave their name behind', async () => {
    const { person } = await admin.call('createPerson', {
      body: { name: 'zoe', displayName: 'Zoe', role: 'user', pools: null, signIn: 'password' },
    })
    const params = { personId: person.id }
    const { db } = rig.store
    const { owner_id } = await db
      .selectFrom('desktop')
      .select('owner_id')
      .where('id', '=', 'bob-desk')
      .executeTakeFirstOrThrow()
    await db.updateTable('desktop').set({ owner_id: person.id }).where('id', '=', 'bob-desk').execute()
    await expect(admin.call('deletePerson', { params })).rejects.toMatchObject(
      named('person-in-use', { detail: 'owns the desktop bob-desk.' }),
    )
    await db.updateTable('desktop').set({ owner_id }).where('id', '=', 'bob-desk').execute()
    await admin.call('deletePerson', { params })
    await expect(admin.call('person', { params })).rejects.toMatchObject(named('unknown-person'))
    expect(await rig.audit('person.deleted')).toMatchObject([{ actor: 'person:hal', subject: 'person:zoe' }])
    await admin.call('createPerson', {
      body: { name: 'zoe', displayName: 'Another', role: 'user', pools: null, signIn: 'password' },
    })
  })

  test('come from a table whole or not at all, with a word for each line', async () => {
    const count = async () => (await admin.call('people', { query: { limit: 1 } })).total
    const before = await count()
    const wrong = [
      '\uFEFFname,displayName,role,pools,signIn',
      'kim,"Kim, the ""first""",helpdesk-senior,finance;sales,',
      'lee,Lee,king,,',
      'ada,Another Ada,user,,',
      'kim,Kim again,user,,',
      'max,Max',
      'noa,Noa,,,ldap',
      'a:b,Colon,,,',
    ].join('\r\n')
    for (const dryRun of [true, false]) {
      const { imported, lines } = await admin.call('importPeople', { body: { csv: wrong, dryRun } })
      expect(imported).toBe(false)
      expect(lines.map(({ line, does, fault }) => `${line} ${does} ${fault ?? ''}`.slice(0, 34).trim())).toEqual([
        '2 create',
        expect.stringMatching(/^3 fault role: /) as string,
        '4 fault name: is kept by the confi',
        '5 fault name: stands on an earlier',
        '6 fault has 2 cells, and the first',
        '7 fault signIn: ldap is not set up',
        expect.stringMatching(/^8 fault name: /) as string,
      ])
      expect(await count()).toBe(before)
    }
    const csv = 'displayName,name,pools\nKim,kim,"finance sales"\n\nLee,lee,\n'
    expect((await admin.call('importPeople', { body: { csv, dryRun: true } })).imported).toBe(false)
    expect(await count()).toBe(before)
    const { imported, lines } = await admin.call('importPeople', { body: { csv, dryRun: false } })
    expect(imported).toBe(true)
    expect(lines.map(({ line, name, does }) => [line, name, does])).toEqual([
      [2, 'kim', 'create'],
      [4, 'lee', 'create'],
    ])
    const [kim] = lines
    await expect(signIn('kim', kim?.firstPassword ?? '')).rejects.toMatchObject(named('new-password-needed'))
    const again = await admin.call('importPeople', { body: { csv, dryRun: false } })
    expect(again.lines.map(({ does, firstPassword }) => [does, firstPassword])).toEqual([
      ['nothing', null],
      ['nothing', null],
    ])
    for (const csv of ['', 'name\nkim', 'name,displayName\n"kim,Kim', 'name,displayName,x\nkim,Kim,1'])
      expect((await admin.call('importPeople', { body: { csv, dryRun: false } })).lines).toMatchObject([
        { does: 'fault' },
      ])
  })

  test('change their own password, which ends their other sessions', async () => {
    const { firstPassword } = await admin.call('createPerson', {
      body: { name: 'uma', displayName: 'Uma', role: 'user', pools: null, signIn: 'password' },
    })
    const one = rig.client((await signIn('uma', firstPassword ?? '', 'the first of mine')).token ?? null)
    const two = rig.client((await signIn('uma', 'the first of mine')).token ?? null)
    const body = { password: 'the first of mine', newPassword: 'the second of mine' }
    await expect(two.call('changePassword', { body: { ...body, password: 'no' } })).rejects.toMatchObject(
      named('wrong-password'),
    )
    await two.call('changePassword', { body })
    await expect(one.call('session')).rejects.toMatchObject(named('not-signed-in'))
    expect(await two.call('session')).toMatchObject({ person: { name: 'uma' } })
    await expect(
      rig.client(await rig.signIn('ada')).call('changePassword', { body: { ...body, password: passwords.ada } }),
    ).rejects.toMatchObject(named('kept-elsewhere'))
  })

  test('that are programs reach what their token says, and nothing else', async () => {
    const account = await admin.call('createServiceAccount', { body: { name: 'patching', displayName: 'Patches' } })
    const params = { accountId: account.id }
    await expect(
      admin.call('createServiceToken', {
        params,
        body: { name: 'x', rights: ['people.manage'] as never, pools: null, days: 1 },
      }),
    ).rejects.toMatchObject(named('bad-request'))
    const made = await admin.call('createServiceToken', {
      params,
      body: { name: 'nightly', rights: ['changes.announce'], pools: null, days: 30 },
    })
    const program = rig.client(made.token)
    const announced = await program.call('announce', {
      body: { key: randomUUID(), scope: 'default', note: 'an update' },
    })
    expect(announced).toMatchObject({ waiting: 2, madeBy: 'Patches' })
    expect(await program.call('announcement', { params: { announcementId: announced.id } })).toEqual(announced)
    for (const refused of [
      () => program.call('session'),
      () => program.call('desktops'),
      () => program.call('signOut'),
      () => program.call('people', { query: { limit: 1 } }),
      () => program.call('policy', { params: { scope: 'default' } }),
    ])
      await expect(refused()).rejects.toMatchObject(named('not-allowed'))
    const listed = await admin.call('serviceAccounts')
    expect(listed).toMatchObject([
      { name: 'patching', tokens: [{ name: 'nightly', usedAt: expect.any(String) as string }] },
    ])
    const whole = JSON.stringify([listed, await rig.store.db.selectFrom('service_token').selectAll().execute()])
    expect(whole).not.toContain(made.token)
    await rig.store.db.updateTable('service_token').set({ expires_at: 1 }).execute()
    await expect(program.call('announcement', { params: { announcementId: announced.id } })).rejects.toMatchObject(
      named('not-signed-in'),
    )
    await rig.store.db
      .updateTable('service_token')
      .set({ expires_at: Date.now() + 60_000 })
      .execute()
    await admin.call('revokeServiceToken', { params: { accountId: account.id, tokenId: made.id } })
    await expect(program.call('announcement', { params: { announcementId: announced.id } })).rejects.toMatchObject(
      named('not-signed-in'),
    )
    await admin.call('deleteServiceAccount', { params })
    expect(await admin.call('serviceAccounts')).toEqual([])
  })

  test('answers the same for a name that nobody has, and gives a new session at each sign-in', async () => {
    const asked = (name: string) =>
      fetch(`${rig.address}/api/v1/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', cookie: 'daruma=planted', origin: rig.address },
        body: JSON.stringify({ name, password: name === 'hal' ? passwords.hal : 'guess', keep: 'cookie' }),
      })
    const [known, unknown] = [await asked('ada'), await asked('nobody of this name')]
    expect([known.status, await known.text()]).toEqual([unknown.status, await unknown.text()])
    const cookies = [await asked('hal'), await asked('hal')].map((answer) => answer.headers.get('set-cookie') ?? '')
    expect(cookies[0]).toMatch(/^daruma=[\w-]{43};.*HttpOnly; SameSite=Strict/)
    expect(new Set([...cookies, 'daruma=planted']).size).toBe(3)
  })
})

describe('rights of several groups', () => {
  const junior = { rights: rightsOf['helpdesk-junior'], pools: null }
  const senior = { rights: rightsOf['helpdesk-senior'], pools: ['finance'] }
  const admin = { rights: rightsOf.administrator, pools: ['sales'] }

  test('are added up pool by pool: none widens or takes away what another gives', () => {
    const grants = [junior, senior, admin]
    expect(poolsWhere(grants, 'desktops.recover')).toBe('all')
    expect(poolsWhere(grants, 'desktops.rebuild')).toEqual(['finance', 'sales'])
    expect(poolsWhere(grants, 'kiosks.see')).toBe('all')
    // An administrator of one pool gives nobody rights, themselves least of all.
    expect(poolsWhere(grants, 'people.manage')).toEqual([])
    expect(poolsWhere(grants, 'kiosks.manage')).toEqual([])
    expect(poolsWhere([], 'desktops.see')).toEqual([])
  })
})
