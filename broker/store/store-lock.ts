import SQLite from 'better-sqlite3'

/**
 * Holds an operating-system lock until the process ends, however it ends. It is a database of its own, so that others may
 * still read the real one. Rules for several brokers on one store are not needed while this holds.
 */
export function takeLock(file: string): () => void {
  const lock = new SQLite(file, { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (cause) {
    lock.close()
    throw new Error(`another broker already uses the data behind ${file}; stop it, or give this one its own dataDir`, {
      cause,
    })
  }
  return () => {
    lock.close()
  }
}
