import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { project } from '../places.mjs'
import { SetupError } from '../setup-error.mjs'
import { brokerData, type Demo } from './broker-config.ts'

export interface BrokerProcess {
  readonly address: string
  /** When it ends, of whatever. */
  readonly ended: Promise<void>
  /** Stops it in order. Machines go on running. */
  stop(): Promise<void>
}

/** So long it may take to answer: it tries once whether hardware virtualisation really works. */
const READY_MS = 60_000

/** Starts the broker; what it says goes to broker.log. Throws `SetupError` with its last words if it does not come up. */
export async function startBroker(demo: Demo, config: string): Promise<BrokerProcess> {
  const logFile = join(demo.folder, 'broker.log')
  const told = join(brokerData(demo), 'broker.json')
  await rm(told, { force: true })
  const log = await open(logFile, 'w', 0o600)
  const child = spawn(process.execPath, [join(project, 'broker', 'index.ts'), '--config', config], {
    stdio: ['ignore', log.fd, log.fd],
    // Ctrl-C is for this process, which then stops everything in its order.
    detached: true,
  })
  await log.close()
  const ended = once(child, 'exit').then(() => undefined)
  const address = await addressOf(child, told, logFile)
  return {
    address,
    ended,
    stop: async () => {
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function addressOf(child: ChildProcess, told: string, logFile: string): Promise<string> {
  const until = Date.now() + READY_MS
  while (child.exitCode === null && child.signalCode === null) {
    const text = await readFile(told, 'utf8').catch(() => null)
    if (text !== null) return (JSON.parse(text) as { address: string }).address
    if (Date.now() > until) {
      child.kill('SIGKILL')
      throw new SetupError(`The broker did not answer within ${READY_MS / 1000} s.`, `${logFile} has what it did.`)
    }
    await delay(50)
  }
  throw new SetupError(
    `The broker did not start: ${lastWords(await readFile(logFile, 'utf8'))}`,
    `All it said is in ${logFile}.`,
  )
}

/** The message of its last line, or all of it if it had no time for lines of its log. */
function lastWords(log: string): string {
  const last = log.trim().split('\n').at(-1) ?? ''
  try {
    return (JSON.parse(last) as { msg: string }).msg
  } catch {
    return log.trim()
  }
}
