import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { BrokerClient } from '../shared/client/broker-client.ts'
import { UsageError } from './exit-codes.ts'

/** What every command may be told. */
export interface Place {
  readonly broker?: string
  readonly data?: string
  readonly tokenFile?: string
}

type Environment = Readonly<Record<string, string | undefined>>

/** How to reach the broker, as whoever the token is of. Throws `UsageError` with what is missing. */
export async function connect(place: Place, env: Environment): Promise<BrokerClient> {
  const [address, token] = [await addressOf(place, env), await tokenOf(place, env)]
  return new BrokerClient({ address, token: () => token, timeoutMs: 60_000 })
}

/** Scheme, host and port of the broker. */
export async function addressOf({ broker, data }: Place, env: Environment): Promise<string> {
  const named = broker ?? env['DARUMA_BROKER']
  const folder = data ?? env['DARUMA_DATA']
  if (named !== undefined) return checked(named)
  if (folder === undefined)
    throw new UsageError('no broker is named; add --broker ADDRESS, or on its machine --data FOLDER')
  const file = join(folder, 'broker.json')
  const text = await readFile(file, 'utf8').catch(() => {
    throw new UsageError(`there is no ${file}; is the broker running, and is this its data folder?`)
  })
  return checked((JSON.parse(text) as { address: string }).address)
}

/** The data folder, for what works on its files. */
export function dataFolderOf({ data }: Place, env: Environment): string {
  const folder = data ?? env['DARUMA_DATA']
  if (folder === undefined) throw new UsageError("the broker's data folder is not named; add --data FOLDER")
  return folder
}

/** null: as nobody, for what anybody may ask. */
async function tokenOf({ tokenFile }: Place, env: Environment): Promise<string | null> {
  const file = tokenFile ?? env['DARUMA_TOKEN_FILE']
  if (file === undefined) return env['DARUMA_TOKEN'] ?? null
  const facts = await stat(file).catch(() => {
    throw new UsageError(`there is no file ${file}; make it with: daruma sign-in NAME --token-file ${file}`)
  })
  if ((facts.mode & 0o077) !== 0) throw new UsageError(`${file} is open to others; run: chmod 600 ${file}`)
  return (await readFile(file, 'utf8')).trim()
}

function checked(address: string): string {
  const url = URL.parse(address)
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${address} is no address; write https://HOST`)
  return url.origin
}
