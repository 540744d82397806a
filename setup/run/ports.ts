import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { freePort } from './free-port.ts'

const Ports = z.object({ broker: z.int(), share: z.int() })
export type Ports = z.output<typeof Ports>

/** The ports of the last time, so that an address stays good; another one in place of each that somebody else has now. */
export async function choosePorts(folder: string): Promise<Ports> {
  const file = join(folder, 'ports.json')
  const last = await readFile(file, 'utf8').then(
    (text) => Ports.parse(JSON.parse(text)),
    () => undefined,
  )
  const ports = { broker: await freePort(last?.broker), share: await freePort(last?.share) }
  await writeFile(file, `${JSON.stringify(ports)}\n`)
  return ports
}
