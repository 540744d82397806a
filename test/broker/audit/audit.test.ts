import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstBreak, record } from '../../../broker/audit/audit.ts'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import type { Store } from '../../../broker/store/store.ts'

let folder: string
let store: Store

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-audit-'))
  store = await openSqliteStore(join(folder, 'daruma.sqlite'))
  for (const i of [1, 2, 3, 4])
    await store.transaction((trx) =>
      record(trx, { actor: 'person:maria', action: 'press.accepted', subject: `run:${i}`, detail: { i } }),
    )
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

test('a trail as it was written is whole', async () => {
  expect(await firstBreak(store.db)).toBeNull()
})

test('lines can be neither changed nor deleted', async () => {
  await expect(store.db.updateTable('audit').set({ actor: 'nobody' }).where('seq', '=', 2).execute()).rejects.toThrow(
    'append-only',
  )
  await expect(store.db.deleteFrom('audit').where('seq', '=', 4).execute()).rejects.toThrow('append-only')
})

test.each([
  ['changed', `update audit set detail_json = '{"i":9}' where seq = 2`, 2],
  ['given to somebody else', `update audit set actor = 'person:omar' where seq = 3`, 3],
  ['moved in time', 'update audit set at = at - 1 where seq = 1', 1],
  ['taken out', 'delete from audit where seq = 2', 3],
  ['put in order anew', 'update audit set seq = 9 where seq = 2', 3],
])('a line that was %s by someone with the file is found', async (_what, tampering, where) => {
  await sql`drop trigger audit_no_update`.execute(store.db)
  await sql`drop trigger audit_no_delete`.execute(store.db)
  await sql.raw(tampering).execute(store.db)
  expect(await firstBreak(store.db)).toBe(where)
})

test('what is rolled back leaves no line', async () => {
  const failing = store.transaction(async (trx) => {
    await record(trx, { actor: 'broker', action: 'run.sealed', subject: 'run:x' })
    throw new Error('the change failed')
  })
  await expect(failing).rejects.toThrow('the change failed')
  expect(await store.db.selectFrom('audit').selectAll().execute()).toHaveLength(4)
  expect(await firstBreak(store.db)).toBeNull()
})
