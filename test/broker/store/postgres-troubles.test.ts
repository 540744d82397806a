import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onDuty } from '../../../broker/store/duty.ts'
import { openPostgresStore } from '../../../broker/store/postgresql/postgres-store.ts'
import { refuseUnfit } from '../../../broker/store/postgresql/server.ts'
import { Postgres } from '../../rigs/postgres.ts'

let server: Postgres
let place: Awaited<ReturnType<Postgres['database']>>
beforeAll(async () => {
  server = await Postgres.start()
  place = await server.database()
})
afterAll(() => server.stop())

const { signal } = new AbortController()

test('what can be done is said, and the secret is not', async () => {
  const saysOf = async (change: object) => {
    const error: unknown = await openPostgresStore({ ...place, ...change }).then(
      () => 'it was opened',
      (e: unknown) => e,
    )
    return String(error)
  }
  expect(await saysOf({ password: async () => 'hunter2' })).toMatch(/test_1: the password is wrong; look at the file/)
  expect(await saysOf({ database: 'nowhere' })).toMatch(/there is no such database.*createdb/)
  expect(await saysOf({ host: '/nowhere' })).toMatch(/does not answer \(connect ENOENT.*is it running/)
  expect(await saysOf({ host: '127.0.0.1', port: 1 })).toMatch(/does not answer \(connect ECONNREFUSED/)
  await server.asAdministrator('create database latin encoding latin1 locale "C" template template0')
  expect(await saysOf({ database: 'latin' })).toMatch(/latin: its database is in LATIN1; make one with encoding UTF8/)
  await server.asAdministrator("create role guest login password 'x'")
  expect(await saysOf({ user: 'guest', password: async () => 'x' })).toMatch(/permission denied for schema public/)
  const url = await openPostgresStore({ url: 'postgresql://u:hunter2@127.0.0.1:1/d' }).catch(String)
  expect(url).toMatch(/127.0.0.1:1\/d: it does not answer/)
  expect(url).not.toMatch(/hunter2/)
})

test('a server that is too old, or can only be read, is refused', () => {
  const fit = { version: 150_018, encoding: 'UTF8', standby: false }
  expect(() => refuseUnfit(fit, 'db')).not.toThrow()
  expect(() => refuseUnfit({ ...fit, version: 140_009 }, 'db')).toThrow('db: it is version 14; 15 or newer is needed')
  expect(() => refuseUnfit({ ...fit, standby: true }, 'db')).toThrow('name the primary')
})

test('connections that the server ends are made anew, for listening too', async () => {
  const [one, other] = [await openPostgresStore(place), await openPostgresStore(place)]
  try {
    await server.asAdministrator(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'daruma'",
      place.database,
    )
    // Whatever was lying ready is gone; the first question may find that out.
    await expect.poll(() => one.now().catch(() => 0), { timeout: 10_000 }).toBeGreaterThan(0)
    const listening = () =>
      server
        .asAdministrator("select 1 from pg_stat_activity where query like 'listen%'", place.database)
        .then(({ rowCount }) => rowCount)
    await expect.poll(listening, { timeout: 10_000 }).toBe(2)
    let heard = 0
    const stop = other.onCommit(() => heard++)
    await one.transaction((trx) =>
      trx.insertInto('sign_in_failure').values({ name: 'x', count: 1, blocked_until: 0 }).execute(),
    )
    await expect.poll(() => heard, { timeout: 2000 }).toBeGreaterThan(0)
    stop()
  } finally {
    await one.close()
    await other.close()
  }
})

test('a broker that was stopped in the middle of a transaction does not hold up the others, and has changed nothing', async () => {
  const [stopped, other] = [await openPostgresStore(place), await openPostgresStore(place)]
  try {
    const woken = Promise.withResolvers<undefined>()
    const begun = Promise.withResolvers<undefined>()
    const half = stopped.transaction(async (trx) => {
      await trx.insertInto('sign_in_failure').values({ name: 'half', count: 1, blocked_until: 0 }).execute()
      begun.resolve(undefined)
      await woken.promise
    })
    await begun.promise
    await other.transaction((trx) =>
      trx.insertInto('sign_in_failure').values({ name: 'whole', count: 1, blocked_until: 0 }).execute(),
    )
    woken.resolve(undefined)
    await expect(half).rejects.toThrow()
    const names = await other.db
      .selectFrom('sign_in_failure')
      .select('name')
      .where('name', 'in', ['half', 'whole'])
      .execute()
    expect(names).toEqual([{ name: 'whole' }])
    expect(await stopped.now()).toBeGreaterThan(0)
  } finally {
    await stopped.close()
    await other.close()
  }
})

test('the duty of a broker that can no longer say that it has it goes to another, and it learns of that', async () => {
  const [first, second] = [await openPostgresStore(place, 600), await openPostgresStore(place, 600)]
  try {
    const taken = Promise.withResolvers<string>()
    const work = onDuty(first, 'proof', signal, async (duty) => {
      // For longer than a lease: it is said again and again that it is had.
      await delay(1500)
      expect(await onDuty(second, 'proof', signal, async () => 'taken')).toBeNull()
      expect(duty.signal.aborted).toBe(false)
      // As if it had not been said for too long.
      await second.db.updateTable('duty').set({ until: 0 }).execute()
      taken.resolve((await onDuty(second, 'proof', signal, async () => 'taken')) ?? 'refused')
      await expect.poll(() => duty.signal.aborted, { timeout: 5000 }).toBe(true)
      await first.transaction((trx) => duty.check(trx))
    })
    await expect(work).rejects.toThrow('the duty proof is lost: somebody else has it')
    expect(await taken.promise).toBe('taken')
  } finally {
    await first.close()
    await second.close()
  }
})
