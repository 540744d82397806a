import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Store } from './store.ts'

const FILE = 'store-id'

/**
 * Ties a data folder to a database the first time that they meet, and throws with what to do if they belong to others: to an
 * empty database, every disk and every machine in the folder would be one that nobody needs.
 */
export async function belongsHere(store: Store, dataDir: string): Promise<void> {
  const id = await identityOf(store)
  const file = join(dataDir, FILE)
  const there = await readFile(file, 'utf8').catch(() => null)
  if (there === null) {
    await writeOnce(file, `${id}\n`)
    return
  }
  if (there.trim() !== id)
    throw new Error(
      `the disks in ${dataDir} belong to another database than the one that is configured; name that, or another dataDir. If they are meant to belong together from now on, remove ${file}: machines that this database does not know of are then ended`,
    )
}

async function identityOf(store: Store): Promise<string> {
  return store.transaction(async (trx) => {
    const row = await trx.selectFrom('store_identity').select('id').executeTakeFirst()
    if (row !== undefined) return row.id
    const id = randomUUID()
    await trx.insertInto('store_identity').values({ id }).execute()
    return id
  })
}

/** Of two brokers that start at once, one writes it; they have the same database. */
async function writeOnce(file: string, text: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  const made = `${file}.${randomUUID()}`
  await writeFile(made, text, { mode: 0o600, flush: true })
  await link(made, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(made)
}
