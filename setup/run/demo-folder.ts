import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir, readFile, realpath, rm, rmdir, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { join } from 'node:path'
import { SetupError } from '../setup-error.mjs'

/** Says of a folder that it is the demo's, so that nothing else is ever deleted. */
const MARK = 'demo.json'
const parts = ['broker', 'broker.log', 'broker.yaml', 'kiosk.json', 'ports.json', 'samba', 'secrets', MARK]

/** Makes the demo's folder if need be, and holds it until this process ends. Throws `SetupError` if it cannot be had. */
export async function takeDemoFolder(path: string): Promise<string> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    const there = await readdir(path)
    if (there.length > 0 && !there.includes(MARK))
      throw new SetupError(`${path} holds something else than the demo.`, 'Name an empty folder with --data DIR.')
    await writeFile(join(path, MARK), '{ "version": 1 }\n')
  } catch (error) {
    if (error instanceof SetupError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new SetupError(`The demo cannot keep anything in ${path}: ${why}`, 'Name another folder with --data DIR.')
  }
  const folder = await realpath(path)
  await hold(folder)
  return folder
}

/** Deletes what the demo keeps, and nothing else that may be in its folder. */
export async function emptyDemoFolder(folder: string): Promise<void> {
  for (const part of parts) await rm(join(folder, part), { recursive: true, force: true })
  await rmdir(folder).catch(() => undefined)
}

/** A socket with a name and no file: the kernel takes it away with the process, however that ends. */
async function hold(folder: string): Promise<void> {
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 32)
  const lock = net.createServer().listen(`\0daruma-demo-${name}`)
  try {
    await once(lock, 'listening')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    throw new SetupError(
      `Another npm start already uses ${folder}.`,
      'End that one with Ctrl-C, or keep this one elsewhere: npm start -- --data DIR',
    )
  }
  lock.unref()
}

/** What the demo remembers, in a file of one value; `make` gives it the first time. Closed to others. */
export async function remembered(file: string, make: () => string): Promise<{ value: string; isNew: boolean }> {
  const before = await readFile(file, 'utf8').catch(() => '')
  if (before.trim() !== '') return { value: before.trim(), isNew: false }
  const value = make()
  await writeFile(file, `${value}\n`, { mode: 0o600 })
  return { value, isNew: true }
}
