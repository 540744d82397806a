import type { Logger } from 'pino'

/** SIGUSR2 makes the log say everything, and the next one as much as before: no restart, so nobody notices. */
export function logMoreOnSignal(log: Logger): void {
  const usual = log.level
  process.on('SIGUSR2', () => {
    log.level = log.level === usual ? 'debug' : usual
    log.warn({ level: log.level }, 'the log says more or less from now on')
  })
}
