import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Tells tools on this machine which process the broker is and where it listens: `broker.json` in its data folder. */
export async function writeAddress(dataDir: string, address: URL): Promise<() => Promise<void>> {
  const file = join(dataDir, 'broker.json')
  const made = `${file}.${process.pid}`
  const text = `${JSON.stringify({ pid: process.pid, address: address.origin })}\n`
  await writeFile(made, text, { mode: 0o644 })
  await rename(made, file)
  return async () => {
    // Of several brokers with one data folder, it tells of the one that was started last.
    if ((await readFile(file, 'utf8').catch(() => null)) === text) await rm(file, { force: true })
  }
}
