import type { Logger } from 'pino'
import type { Broker } from './start.ts'

/** Stops the broker in order when it is told to, and at once when it is told twice. Machines go on running. */
export function stopOnSignals(broker: Broker, log: Logger): void {
  let told = false
  const stop = (signal: NodeJS.Signals) => {
    if (told) process.exit(1)
    told = true
    log.info({ signal }, 'stopping; machines go on running')
    broker.stop().then(
      () => {
        log.info('stopped')
        process.exit(0)
      },
      (error: unknown) => {
        log.fatal({ err: error }, 'it did not stop as it should')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
}
