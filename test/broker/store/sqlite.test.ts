import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import { sqliteStores } from '../../rigs/stores.ts'
import { storeContract } from './contract.ts'

storeContract(sqliteStores(), 1)

test('when there is no room for the database, the room that was kept for that is given up, and then it says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'daruma-full-'))
  const file = join(folder, 'broker.sqlite')
  const store = await openSqliteStore(file)
  try {
    const held = () =>
      stat(`${file}.spare`).then(
        ({ blocks }) => blocks * 512,
        () => 0,
      )
    expect(await held()).toBeGreaterThan(1_000_000)
    const pages = async (n: number) => sql.raw(`pragma max_page_count = ${n}`).execute(store.db)
    // The least that it takes: what it has.
    await pages(1)
    let runs = 0
    const write = (id: string, whenAgain: () => Promise<unknown>) =>
      store.transaction(async (trx) => {
        if (++runs === 2) await sql`pragma max_page_count = 100000`.execute(trx)
        await whenAgain()
        const person = { id, name: id, password_hash: '-', display_name: 'x'.repeat(500_000) }
        await trx.insertInto('person').values(person).execute()
      })
    await write('p', async () => runs === 2 && expect(await held()).toBe(0))
    expect(runs).toBe(2)

    await pages(1)
    runs = 2
    await expect(write('q', async () => undefined)).rejects.toThrow(/broker\.sqlite can't be written to/)
    const people = await store.db.selectFrom('person').select('id').execute()
    expect(people).toEqual([{ id: 'p' }])
  } finally {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  }
})
