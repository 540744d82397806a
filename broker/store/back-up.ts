import { link, open, rm } from 'node:fs/promises'
import SQLite from 'better-sqlite3'

/** No back-up was made; the message says why. */
export class BackUpError extends Error {
  override readonly name = 'BackUpError'
}

/**
 * Copies the SQLite database in `file` to a new file `to`, as it is at one moment, while a broker works on it. Throws
 * `BackUpError` if there is none, or if `to` is there already; then nothing is left behind.
 */
export async function backUpSqlite(file: string, to: string): Promise<void> {
  const made = `${to}.${process.pid}`
  // It holds password hashes: nobody else's to read, from the first byte on.
  const mine = await open(made, 'wx', 0o600).catch((cause: unknown) => {
    throw new BackUpError(`${to} can't be written; name a file in a folder that is there`, { cause })
  })
  try {
    await copy(file, made)
    await mine.sync()
    await link(made, to).catch((cause: unknown) => {
      throw new BackUpError(`${to} is there already; a back-up is never written over another`, { cause })
    })
  } finally {
    await mine.close()
    await rm(made)
  }
}

async function copy(file: string, to: string): Promise<void> {
  let from: SQLite.Database
  try {
    from = new SQLite(file, { readonly: true, fileMustExist: true })
  } catch (cause) {
    throw new BackUpError(`there is no database ${file}; is dataDir right?`, { cause })
  }
  try {
    await from.backup(to)
  } finally {
    from.close()
  }
  const made = new SQLite(to)
  try {
    // One file, with no log beside it.
    made.pragma('journal_mode = delete')
    const found: unknown = made.pragma('integrity_check', { simple: true })
    if (found !== 'ok') throw new BackUpError(`what was written is damaged: ${String(found)}`)
  } finally {
    made.close()
  }
}
