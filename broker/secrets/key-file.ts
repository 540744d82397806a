import { randomBytes, randomUUID } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { refuseIfOpenToAll } from '../config/secrets.ts'
import { Seal } from './seal.ts'

/**
 * Opens the key that secrets in the store are encrypted by, 64 hex digits; made if there is none and `mayMake`. Throws with
 * what to do if it can't be read, is open to everybody, or is no key.
 */
export async function openSeal(file: string, mayMake: boolean): Promise<Seal> {
  const there = await read(file)
  if (there === null && mayMake) await make(file)
  const text = there ?? (await read(file))
  if (text === null) throw new Error(`there is no key ${file}; copy it from another broker of this database`)
  await refuseIfOpenToAll(file)
  if (!/^[0-9a-f]{64}$/.test(text.trim()))
    throw new Error(`${file} is no key; put it back from a copy, or write 64 hex digits into it: openssl rand -hex 32`)
  return new Seal(Buffer.from(text.trim(), 'hex'))
}

async function read(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
}

/** Of two brokers that start at once, one writes it. */
async function make(file: string): Promise<void> {
  const made = `${file}.${randomUUID()}`
  await writeFile(made, `${randomBytes(32).toString('hex')}\n`, { mode: 0o600, flush: true })
  await link(made, file).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(made)
}
