import { execFile } from 'node:child_process'
import { access, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstBreak, record } from '../../../broker/audit/audit.ts'
import { startEngine } from '../../../broker/recovery/engine.ts'
import { Presses } from '../../../broker/recovery/presses.ts'
import { BackUpError, backUpSqlite } from '../../../broker/store/back-up.ts'
import { belongsHere } from '../../../broker/store/belongs-here.ts'
import { openPostgresStore } from '../../../broker/store/postgresql/postgres-store.ts'
import { openSqliteStore } from '../../../broker/store/sqlite-store.ts'
import type { Store } from '../../../broker/store/store.ts'
import { Postgres } from '../../rigs/postgres.ts'
import { DESKTOP, Mortal, PERSON, Rig } from '../recovery/rig.ts'

const script = join(import.meta.dirname, '../../../broker/index.ts')
const run = promisify(execFile)

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'daruma-back-up-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Writes into the trail until it is told to stop; answers how many lines it wrote. */
function writing(store: Store): () => Promise<number> {
  const over = new AbortController()
  let lines = 0
  const done = (async () => {
    while (!over.signal.aborted) {
      // SQLite answers without ever letting anything else run.
      await delay(1)
      await store.transaction((trx) =>
        record(trx, { actor: 'broker', action: 'test', subject: 'x', detail: { lines } }),
      )
      lines++
    }
  })()
  return async () => {
    over.abort()
    await done
    return lines
  }
}

const linesOf = async ({ db }: Store) => (await db.selectFrom('audit').selectAll().execute()).length

test('SQLite: a copy made by the command while a broker writes is whole, one file, and nobody else’s to read', async () => {
  const store = await openSqliteStore(join(folder, 'broker.sqlite'))
  const config = join(folder, 'broker.yaml')
  await writeFile(config, `dataDir: ${folder}\n`)
  const copy = join(folder, 'copies.sqlite')
  const stop = writing(store)
  const { stdout } = await run(process.execPath, [script, '--config', config, '--back-up', copy])
  const lines = await stop()
  await store.close()
  expect(stdout).toBe(`${copy} is written\n`)
  expect((await stat(copy)).mode & 0o777).toBe(0o600)
  expect((await readdir(folder)).filter((name) => name.startsWith('copies'))).toEqual(['copies.sqlite'])

  const restored = await openSqliteStore(copy)
  expect(await firstBreak(restored.db)).toBeNull()
  const kept = await linesOf(restored)
  expect(kept).toBeGreaterThan(0)
  expect(kept).toBeLessThanOrEqual(lines)
  await restored.close()

  const again = run(process.execPath, [script, '--config', config, '--back-up', copy])
  await expect(again).rejects.toMatchObject({
    code: 1,
    stderr: `${copy} is there already; a back-up is never written over another\n`,
  })
})

test('SQLite: no back-up of nothing, and none to nowhere', async () => {
  const to = join(folder, 'copy.sqlite')
  await expect(backUpSqlite(join(folder, 'none.sqlite'), to)).rejects.toThrow(BackUpError)
  await expect(access(to)).rejects.toThrow()
  const store = await openSqliteStore(join(folder, 'broker.sqlite'))
  await expect(backUpSqlite(join(folder, 'broker.sqlite'), '/nowhere/copy')).rejects.toThrow(/can't be written/)
  await store.close()
  expect(await readdir(folder)).not.toContain('copy.sqlite')
})

test('PostgreSQL: a dump made while a broker writes is restored into another database, whole', async () => {
  const server = await Postgres.start()
  try {
    const place = await server.database()
    const store = await openPostgresStore(place)
    const stop = writing(store)
    const dump = join(folder, 'daruma.dump')
    await server.program('pg_dump', ['--format=custom', `--file=${dump}`, `--dbname=${place.database}`])
    const lines = await stop()
    await store.close()
    const other = await server.database()
    await server.program('pg_restore', ['--no-owner', '--exit-on-error', `--dbname=${other.database}`, dump])
    const restored = await openPostgresStore(other)
    const kept = await linesOf(restored)
    expect(kept).toBeLessThanOrEqual(lines)
    expect(await firstBreak(restored.db)).toBeNull()
    await restored.transaction((trx) => record(trx, { actor: 'broker', action: 'test', subject: 'after' }))
    expect(await linesOf(restored)).toBe(kept + 1)
    expect(await firstBreak(restored.db)).toBeNull()
    await expect(restored.db.deleteFrom('audit').execute()).rejects.toThrow('append-only')
    await restored.close()
  } finally {
    await server.stop()
  }
})

test('an older database over newer disks: their numbers are not given again, and they are kept', async () => {
  const file = join(folder, 'broker.sqlite')
  const rig = await Rig.ready({ open: () => openSqliteStore(file), remove: async () => undefined })
  const copy = join(folder, 'copy.sqlite')
  await backUpSqlite(file, copy)
  await rig.brokerUp()
  await rig.write('before')
  await rig.ended((await rig.recover()).id)
  await rig.write('work of after the back-up')
  const newest = (await rig.row()).overlay_n ?? 0
  const parts = rig.partsOf(new Mortal())
  await rig.close()

  await rename(copy, file)
  const store = await openSqliteStore(file)
  const engine = await startEngine({ ...parts, store })
  try {
    const rowOf = () => store.db.selectFrom('desktop').selectAll().where('id', '=', DESKTOP).executeTakeFirstOrThrow()
    expect((await rowOf()).next_number).toBeGreaterThan(newest)
    await expect
      .poll(() => store.db.selectFrom('run').selectAll().where('outcome', 'is', null).execute(), { timeout: 20_000 })
      .toEqual([])
    // It stood on a disk that a later recovery sealed: nothing is written to that, and the help desk hears of it.
    const { generation, needs_help } = await rowOf()
    expect(needs_help).toBe(1)
    await store.db.updateTable('desktop').set({ needs_help: 0 }).execute()
    const presses = new Presses(store, parts.desktops)
    const key = '00000000-0000-4000-8000-000000000001'
    const { id } = await presses.press(PERSON, DESKTOP, { key, kind: 'recover', generation })
    await expect.poll(async () => (await presses.view(PERSON, id)).outcome, { timeout: 20_000 }).toBe('recovered')
    expect((await rowOf()).overlay_n).toBeGreaterThan(newest)
    expect(rig.host.desktop(DESKTOP).contents(newest)).toContain('work of after the back-up')
  } finally {
    await engine.stop()
    await store.close()
  }
})

test('a data folder belongs to the database that it was first used with', async () => {
  const data = join(folder, 'data')
  const mine = await openSqliteStore(join(folder, 'mine.sqlite'))
  const other = await openSqliteStore(join(folder, 'other.sqlite'))
  await belongsHere(mine, data)
  await belongsHere(mine, data)
  await expect(belongsHere(other, data)).rejects.toThrow(/belong to another database.*name that, or another dataDir/)
  await mine.close()
  await other.close()
})
