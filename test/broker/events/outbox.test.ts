import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetOldEvents, Outbox, tell } from '../../../broker/events/outbox.ts'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import type { Store } from '../../../broker/store/store.ts'

let folder: string
let store: Store
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-outbox-'))
  store = await openSqliteStore(join(folder, 'daruma.sqlite'))
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true })
})

const told = (subject: string) => store.transaction((trx) => tell(trx, { person_id: 'p', type: 'desktop', subject }))

test('who knows their place misses nothing, and hears nothing of others', async () => {
  const outbox = new Outbox(store)
  await told('a')
  const place = await outbox.newest()
  await told('b')
  await store.transaction((trx) => tell(trx, { person_id: 'somebody else', type: 'desktop', subject: 'c' }))
  await told('d')
  expect((await outbox.since('p', place, 10)).map((e) => e.subject)).toEqual(['b', 'd'])
})

test('what was told long ago is forgotten, and places never come twice', async () => {
  const outbox = new Outbox(store)
  await told('old')
  await store.db.updateTable('event').set({ at: 0 }).execute()
  await told('new')
  const before = await outbox.newest()
  await forgetOldEvents(store)
  expect((await outbox.since('p', 0, 10)).map((e) => e.subject)).toEqual(['new'])
  await told('newer')
  expect(await outbox.newest()).toBeGreaterThan(before)
})
