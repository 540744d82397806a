import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-store-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a second broker on the same data is refused with what to do', async () => {
  const file = join(folder, 'daruma.sqlite')
  const first = await openSqliteStore(file)
  await expect(openSqliteStore(file)).rejects.toThrow(/another broker already uses the data.*dataDir/)
  await first.close()
  await (await openSqliteStore(file)).close()
})

test('the lock of a broker that was killed is free, and what it committed is there', async () => {
  const file = join(folder, 'daruma.sqlite')
  const holder = `
    import { openSqliteStore } from ${JSON.stringify(join(import.meta.dirname, '../../../broker/store/sqlite-store.ts'))}
    const store = await openSqliteStore(${JSON.stringify(file)})
    await store.transaction((trx) => trx.insertInto('person').values({ id: '1', name: 'm', display_name: 'M', password_hash: '-' }).execute())
    console.log('committed')
    setInterval(() => undefined, 1000)`
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', holder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = (await once(child.stdout, 'data')) as [Buffer]
  expect(said.toString()).toContain('committed')
  await expect(openSqliteStore(file)).rejects.toThrow('another broker')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const store = await openSqliteStore(file)
  expect(await store.db.selectFrom('person').select('name').execute()).toEqual([{ name: 'm' }])
  await store.close()
})

test('a transaction that only reads, or fails, wakes nobody', async () => {
  const store = await openSqliteStore(join(folder, 'daruma.sqlite'))
  const told: string[] = []
  store.onCommit(() => told.push('heard'))
  await store.transaction((trx) => trx.selectFrom('desktop').selectAll().execute())
  await store.transaction(() => Promise.reject(new Error('failed'))).catch(() => undefined)
  expect(told).toEqual([])
  const values = { name: 'm', count: 1, blocked_until: 0 }
  await store.transaction((trx) => trx.insertInto('sign_in_failure').values(values).execute())
  expect(told).toEqual(['heard'])
  await store.close()
})
