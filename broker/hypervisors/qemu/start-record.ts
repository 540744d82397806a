import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { HypervisorError, type Start } from '../hypervisor.ts'
import { codeOf, type DesktopFiles, storageError } from './files.ts'
import { nameOf } from './names.ts'

const StartRecord = z.object({
  disk: z.number(),
  memory: z
    .discriminatedUnion('mode', [
      z.object({ mode: z.literal('load'), image: z.number() }),
      z.object({ mode: z.literal('record') }),
    ])
    .nullable(),
  network: z.enum(['desktop', 'nowhere']),
  /** As QEMU was given them. */
  arguments: z.array(z.string()),
})
export type StartRecord = z.output<typeof StartRecord>

const FILE = 'start.json'

/** How an instance was started, written down before it is; all of it or nothing. */
export async function writeStart(files: DesktopFiles, n: number, start: Start, args: readonly string[]): Promise<void> {
  const record: StartRecord = { ...start, arguments: [...args] }
  const file = join(files.instance(n), FILE)
  try {
    await writeFile(`${file}.tmp`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 })
    await rename(`${file}.tmp`, file)
  } catch (error) {
    throw storageError(`start ${nameOf('i', n)}`, error)
  }
}

/** null if i-n was never started, or not so far. */
export async function readStart(files: DesktopFiles, n: number): Promise<StartRecord | null> {
  const file = join(files.instance(n), FILE)
  try {
    return StartRecord.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    throw new HypervisorError(`${file} can't be read, so nobody knows what that instance runs on`, { cause })
  }
}
