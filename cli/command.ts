import type { Command } from 'commander'
import type { BrokerClient } from '../shared/client/broker-client.ts'
import { connect, type Place } from './connection.ts'
import type { Output } from './output.ts'

/** Where a command runs. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly output: Omit<Output, 'json'>
  readonly stdin: AsyncIterable<Uint8Array | string>
}

export interface Called {
  readonly place: Place
  readonly output: Output
  /** Finds broker and token when they are needed. */
  readonly client: () => Promise<BrokerClient>
}

/** What was said for all commands, wherever it stands on the line. */
export function calledBy(command: Command, { env, output }: Surroundings): Called {
  const place = command.optsWithGlobals<Place & { json?: boolean }>()
  return { place, output: { ...output, json: place.json === true }, client: () => connect(place, env) }
}
