import type { Logger } from 'pino'
import type { Sessions } from './sessions.ts'

const EVERY_MS = 10_000

/** Ends sessions whose time is over, until the returned function is called: nobody may watch on after that. */
export function endSessionsInTime(sessions: Sessions, log: Logger): () => void {
  const timer = setInterval(() => {
    sessions.endExpired().catch((error: unknown) => log.error({ err: error }, 'expired sessions could not be ended'))
  }, EVERY_MS)
  return () => clearInterval(timer)
}
