import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { firstBreak, record } from '../../../broker/audit/audit.ts'
import { Outbox, tell } from '../../../broker/events/outbox.ts'
import { Tail } from '../../../broker/events/tail.ts'
import { newRun } from '../../../broker/recovery/new-run.ts'
import { takeNumber } from '../../../broker/recovery/numbers.ts'
import { onDuty } from '../../../broker/store/duty.ts'
import { clock, type Store } from '../../../broker/store/store.ts'
import type { Place, Stores } from '../../rigs/stores.ts'

/** What every store promises, whatever it is made of. `brokers`: how many may be on it at once. */
export function storeContract(stores: Stores, brokers: 1 | 2): void {
  describe(`a store on ${stores.name}`, () => {
    beforeAll(() => stores.prepare())
    afterAll(() => stores.remove())

    let place: Place
    /** One for each broker; the same one twice where there can be only one. */
    let all: Store[]
    let store: Store
    beforeEach(async () => {
      place = await stores.make()
      all = []
      for (let i = 0; i < brokers; i++) all.push(await place.open())
      store = all[0] as Store
      await store.db
        .insertInto('person')
        .values({ id: 'p', name: 'm', display_name: 'M', password_hash: '-' })
        .execute()
      await store.db
        .insertInto('desktop')
        .values({ id: 'd', name: 'D', owner_id: 'p', instance_n: null, overlay_n: null })
        .execute()
    })
    afterEach(async () => {
      for (const open of all) await open.close()
      await place.remove()
    })

    const line = (i: number) => ({ actor: 'person:m', action: 'press.accepted', subject: `run:${i}`, detail: { i } })
    const start = {
      desktop_id: 'd',
      kind: 'start',
      pressed_by: null,
      generation_seen: 0,
      point_id: null,
      undo_of: null,
    } as const

    test('keeps what was committed, and nothing of what failed', async () => {
      const failing = store.transaction(async (trx) => {
        await record(trx, line(1))
        await takeNumber(trx, 'd', null)
        throw new Error('the change failed')
      })
      await expect(failing).rejects.toThrow('the change failed')
      await store.transaction((trx) => record(trx, line(2)))
      for (const each of all) {
        expect(await each.db.selectFrom('audit').select(['seq', 'subject']).execute()).toEqual([
          { seq: 1, subject: 'run:2' },
        ])
        expect(await each.db.selectFrom('desktop').select('next_number').execute()).toEqual([{ next_number: 1 }])
      }
    })

    test('whole numbers, bytes and text of any language come back as they were', async () => {
      const picture = Buffer.from([0, 1, 0xff, 0xfe])
      const values = {
        id: 'x',
        desktop_id: 'd',
        overlay_n: 1,
        image_n: null,
        taken_at: 1_795_000_000_123,
        proven_at: null,
      }
      await store.db
        .insertInto('restore_point')
        .values({ ...values, proof: 'failed', checks_json: '[{"name":"Wörter ✓ 🙂"}]', picture })
        .execute()
      const row = await store.db.selectFrom('restore_point').selectAll().executeTakeFirstOrThrow()
      expect(row).toMatchObject({ ...values, checks_json: '[{"name":"Wörter ✓ 🙂"}]' })
      expect(Buffer.isBuffer(row.picture) && row.picture.equals(picture)).toBe(true)
      const { total, count } = await store.db
        .selectFrom('restore_point')
        .select((eb) => [eb.fn.sum<number>('taken_at').as('total'), eb.fn.countAll<number>().as('count')])
        .executeTakeFirstOrThrow()
      expect([total, count]).toEqual([1_795_000_000_123, 1])
    })

    test('read and then written, by many at once: no change is lost', async () => {
      const raise = (by: Store) =>
        by.transaction(async (trx) => {
          const { generation } = await trx.selectFrom('desktop').select('generation').executeTakeFirstOrThrow()
          await trx
            .updateTable('desktop')
            .set({ generation: generation + 1 })
            .execute()
        })
      await Promise.all(Array.from({ length: 60 }, (_, i) => raise(all[i % all.length] as Store)))
      expect(await store.db.selectFrom('desktop').select('generation').executeTakeFirst()).toEqual({ generation: 60 })
    })

    test('a single statement in between is neither lost nor seen half-way', async () => {
      const other = all.at(-1) as Store
      const statement = () =>
        other.db
          .updateTable('desktop')
          .set((eb) => ({ generation: eb('generation', '+', 1000) }))
          .execute()
      let between: Promise<unknown> | undefined
      await store.transaction(async (trx) => {
        const before = await trx.selectFrom('desktop').select('generation').executeTakeFirstOrThrow()
        // Not waited for: on SQLite it waits for us.
        between ??= statement()
        await delay(100)
        const again = await trx.selectFrom('desktop').select('generation').executeTakeFirstOrThrow()
        expect(again).toEqual(before)
        await trx
          .updateTable('desktop')
          .set({ generation: before.generation + 1 })
          .execute()
      })
      await between
      expect(await store.db.selectFrom('desktop').select('generation').executeTakeFirst()).toEqual({ generation: 1001 })
    })

    test('numbers are given once, to whoever asks', async () => {
      const numbers = await Promise.all(
        Array.from({ length: 30 }, (_, i) =>
          (all[i % all.length] as Store).transaction((trx) => takeNumber(trx, 'd', null)),
        ),
      )
      expect([...numbers].sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
    })

    test('the audit trail is one chain, whoever writes, and lines are for ever', async () => {
      const write = (i: number) =>
        (all[i % all.length] as Store).transaction(async (trx) => {
          await record(trx, line(i))
          if (i % 5 === 0) throw new Error('failed after its line')
        })
      await Promise.allSettled(Array.from({ length: 40 }, (_, i) => write(i)))
      expect(await store.db.selectFrom('audit').select('seq').execute()).toHaveLength(32)
      expect(await firstBreak(store.db)).toBeNull()
      await expect(store.db.updateTable('audit').set({ actor: 'nobody' }).execute()).rejects.toThrow('append-only')
      await expect(store.db.deleteFrom('audit').execute()).rejects.toThrow('append-only')
    })

    test('a desktop can have one open run, whoever asks', async () => {
      const asked = await Promise.allSettled(all.concat(all).map((by) => by.transaction((trx) => newRun(trx, start))))
      expect(asked.filter((a) => a.status === 'fulfilled')).toHaveLength(1)
      const [refused] = asked.filter((a) => a.status === 'rejected')
      expect(String(refused?.reason)).toMatch(/unique/i)
      expect(await store.db.selectFrom('run').select('id').execute()).toHaveLength(1)
    })

    test('what nothing stands behind is refused', async () => {
      const missing = store.transaction((trx) => newRun(trx, { ...start, point_id: 'no such point' }))
      await expect(missing).rejects.toThrow(/foreign key/i)
    })

    test("the clock is the database's, and goes on within a transaction", async () => {
      const before = await store.now()
      const [first, second] = await store.transaction(async (trx) => {
        const now = await clock(trx)
        await delay(5)
        return [now, await clock(trx)] as const
      })
      expect(first).toBeGreaterThanOrEqual(before)
      expect(second).toBeGreaterThan(first)
      for (const each of all) expect(await each.now()).toBeGreaterThanOrEqual(second)
    })

    test('whoever listens hears of each commit of anybody, in order and without a gap', async () => {
      const heard: string[] = []
      const tails = await Promise.all(
        all.map(async (each) => {
          const tail = new Tail(each, (error) => heard.push(String(error)))
          await tail.open()
          return tail
        }),
      )
      tails.at(-1)?.listen(({ subject }) => heard.push(subject))
      const told = (i: number) =>
        (all[i % all.length] as Store).transaction(async (trx) => {
          await tell(trx, { person_id: 'p', type: 'desktop', subject: String(i) })
          if (i % 7 === 0) throw new Error('failed after it was told')
        })
      await Promise.allSettled(Array.from({ length: 50 }, (_, i) => told(i)))
      const written = (await new Outbox(store).since('p', 0, 100)).map((e) => e.subject)
      expect(written).toHaveLength(42)
      await expect.poll(() => heard.length, { timeout: 20_000 }).toBe(42)
      expect(heard).toEqual(written)
      for (const tail of tails) await tail.close()
    })

    test("a duty is one's at a time, and free when it was done or failed", async () => {
      const signal = new AbortController().signal
      const others = Promise.withResolvers<undefined>()
      const first = onDuty(store, 'proof', signal, () => others.promise.then(() => 'done'))
      await expect.poll(() => store.db.selectFrom('duty').selectAll().execute()).toHaveLength(1)
      for (const by of all) expect(await onDuty(by, 'proof', signal, async () => 'two at once')).toBeNull()
      for (const by of all) expect(await onDuty(by, 'another', signal, async () => 'done')).toBe('done')
      others.resolve(undefined)
      expect(await first).toBe('done')
      const failing = onDuty(store, 'proof', signal, () => Promise.reject(new Error('it failed')))
      await expect(failing).rejects.toThrow('it failed')
      expect(await onDuty(all.at(-1) as Store, 'proof', signal, async () => 'done')).toBe('done')
      expect(await store.db.selectFrom('duty').selectAll().execute()).toEqual([])
    })
  })
}
