import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstBreak } from '../../../broker/audit/audit.ts'
import { type Identity, openIdentity } from '../../../broker/identity/identity.ts'
import { TooManyTries } from '../../../broker/identity/lock-out.ts'
import { hashPassword, passwordFits } from '../../../broker/identity/password.ts'
import { seedPeople } from '../../../broker/identity/people.ts'
import { digestOf, newSecret } from '../../../broker/identity/secret.ts'
import { openLog } from '../../../broker/log.ts'
import { Seal } from '../../../broker/secrets/seal.ts'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import type { Store } from '../../../broker/store/store.ts'

const wrong = { problem: { type: 'urn:daruma:problem:wrong-password' } }
const ada = (password: string) => ({ name: 'ada', displayName: 'Ada', password: async () => password })
const bob = { name: 'bob', displayName: 'Bob', password: async () => 'battery' }

describe('signing in', () => {
  let folder: string
  let store: Store
  let sessions: Identity['sessions']
  let identity: Identity
  function open() {
    const settings = { secondFactor: {}, oidc: null, ldap: null }
    const party = () => ({ id: 'localhost', origins: [] })
    identity = openIdentity({ store, settings, seal: new Seal(Buffer.alloc(32)), party, log: openLog('error') })
    sessions = identity.sessions
  }
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'daruma-identity-'))
    store = await openSqliteStore(join(folder, 'store.sqlite'))
    await seedPeople(store, [ada('horse'), bob])
    open()
  })
  afterEach(async () => {
    expect(await firstBreak(store.db)).toBeNull()
    await store.close()
    await rm(folder, { recursive: true })
  })

  const tryIn = (name: string, password: string) =>
    identity.signIns.byPassword({ name, password, from: '192.0.2.7', kiosk: null })
  const trail = async () =>
    (await store.db.selectFrom('audit').select(['actor', 'action', 'subject', 'detail_json']).orderBy('seq').execute())
      .filter((line) => !line.action.startsWith('person.'))
      .map((line) => `${line.actor} ${line.action} ${line.subject} ${line.detail_json}`)
  /** As if the wait were over. */
  const waitOver = () =>
    store.db
      .updateTable('sign_in_failure')
      .set({ blocked_until: Date.now() - 1 })
      .execute()

  test('opens a session of 12 hours, which is nowhere in the store', async () => {
    const { principal, secret } = await tryIn('Ada', 'horse')
    expect(await sessions.find(secret)).toEqual(principal)
    const rows = await store.db.selectFrom('session').selectAll().execute()
    expect(rows).toMatchObject([{ id: digestOf(secret) }])
    expect(rows.map((r) => r.expires_at - r.created_at)).toEqual([12 * 60 * 60 * 1000])
    expect(JSON.stringify(rows)).not.toContain(secret)
    expect(await trail()).toEqual(['person:ada session.opened person:ada {"from":"192.0.2.7"}'])
  })

  test('ends a session whose time is over, also before anybody sweeps', async () => {
    const { secret } = await tryIn('ada', 'horse')
    await store.db.updateTable('session').set({ expires_at: 1 }).execute()
    expect(await sessions.find(secret)).toBeNull()
    await sessions.endExpired()
    expect(await store.db.selectFrom('session').selectAll().execute()).toEqual([])
    expect(await store.db.selectFrom('event').select(['type', 'subject']).execute()).toEqual([
      { type: 'session-ended', subject: digestOf(secret) },
    ])
  })

  test('writes failures down, without what may be a password typed as a name', async () => {
    await expect(tryIn('ada', 'Horse')).rejects.toMatchObject(wrong)
    await expect(tryIn('horse', 'ada')).rejects.toMatchObject(wrong)
    await expect(tryIn('nobody', '')).rejects.toMatchObject(wrong)
    expect(await trail()).toEqual([
      'person:ada session.refused person:ada {"from":"192.0.2.7"}',
      'nobody session.refused person:unknown {"from":"192.0.2.7"}',
      'nobody session.refused person:unknown {"from":"192.0.2.7"}',
    ])
    const counted = await store.db.selectFrom('sign_in_failure').select('name').execute()
    expect(counted.map((c) => c.name)).toEqual(expect.arrayContaining(['ada']))
    expect(counted.map((c) => c.name)).not.toContain('horse')
  })

  test.each(['ada', 'nobody'])('locks %s out after five wrong passwords, ever longer', async (name) => {
    for (let tries = 1; tries <= 4; tries++) await expect(tryIn(name, 'guess')).rejects.toMatchObject(wrong)
    const waits: number[] = []
    for (let tries = 5; tries <= 12; tries++) {
      await expect(tryIn(name, 'guess')).rejects.toMatchObject(wrong)
      const told = await tryIn(name, 'horse').catch((e: unknown) => e)
      if (!(told instanceof TooManyTries)) throw new Error(`try ${tries} was not followed by a wait`)
      // On a busy machine some of it is over by now.
      waits.push(Math.ceil(told.waitSeconds / 30) * 30)
      await waitOver()
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900, 900])
  })

  test('forgives wrong passwords once the right one comes', async () => {
    for (let round = 0; round < 3; round++) {
      for (let tries = 1; tries <= 4; tries++) await expect(tryIn('ada', 'guess')).rejects.toMatchObject(wrong)
      expect(await tryIn('ada', 'horse')).toMatchObject({ principal: { name: 'ada' } })
    }
  })

  test('counts many at once as many', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 40 }, () => tryIn('ada', 'guess')))
    const looked = tries.filter((t) => t.status === 'rejected' && !(t.reason instanceof TooManyTries))
    expect(looked).toHaveLength(5)
    await expect(tryIn('ada', 'horse')).rejects.toBeInstanceOf(TooManyTries)
    expect(await tryIn('bob', 'battery')).toMatchObject({ principal: { name: 'bob' } })
  })

  test('keeps the count over a restart, and forgets it after a day', async () => {
    await Promise.allSettled(Array.from({ length: 5 }, () => tryIn('ada', 'guess')))
    await store.close()
    store = await openSqliteStore(join(folder, 'store.sqlite'))
    open()
    await expect(tryIn('ada', 'horse')).rejects.toBeInstanceOf(TooManyTries)
    await store.db
      .updateTable('sign_in_failure')
      .set({ blocked_until: Date.now() - 25 * 60 * 60 * 1000 })
      .execute()
    await tryIn('bob', 'battery')
    expect(await store.db.selectFrom('sign_in_failure').selectAll().execute()).toEqual([])
  })

  test('does the same work for a name that nobody has', async () => {
    const hashed = await hashPassword('x')
    expect(hashed).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await passwordFits(hashed, 'x')).toBe(true)
    expect(await passwordFits('', 'x')).toBe(false)
    // The stand-in for nobody is a hash of the empty password: that must not open anything.
    expect(await passwordFits('', '')).toBe(false)
  })

  test('follows the configuration: a changed password ends sessions, an unchanged one does not', async () => {
    const { secret } = await tryIn('ada', 'horse')
    await seedPeople(store, [ada('horse'), bob])
    expect(await sessions.find(secret)).not.toBeNull()
    await seedPeople(store, [{ ...ada('horse'), displayName: 'Ada L.' }, bob])
    expect(await sessions.find(secret)).toMatchObject({ displayName: 'Ada L.' })

    await seedPeople(store, [ada('camel'), bob])
    expect(await sessions.find(secret)).toBeNull()
    await expect(tryIn('ada', 'horse')).rejects.toMatchObject(wrong)
    expect(await tryIn('ada', 'camel')).toMatchObject({ principal: { name: 'ada' } })
  })

  test('follows the configuration: whoever is no longer named can no longer sign in, until named again', async () => {
    const { secret, principal } = await tryIn('bob', 'battery')
    await seedPeople(store, [ada('horse')])
    expect(await sessions.find(secret)).toBeNull()
    for (const password of ['battery', '']) await expect(tryIn('bob', password)).rejects.toMatchObject(wrong)
    expect((await trail()).at(-3)).toContain('session.ended')
    await seedPeople(store, [ada('horse'), bob])
    expect((await tryIn('bob', 'battery')).principal.personId).toBe(principal.personId)
  })

  test('makes secrets of 256 bits, each another', () => {
    const secrets = Array.from({ length: 1000 }, newSecret)
    expect(new Set(secrets).size).toBe(1000)
    for (const secret of secrets) expect(Buffer.from(secret, 'base64url')).toHaveLength(32)
  })
})
