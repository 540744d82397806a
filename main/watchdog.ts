import { execFile } from 'node:child_process'
import { log } from './log.ts'

/** Without a time limit of systemd's nothing needs to be told more often than a person would look. */
const RARELY_MS = 60_000

/**
 * Tells systemd, where that started the kiosk and waits to hear: ready at the first sign of life, and again and again as long
 * as there are more. When they stop, systemd ends the kiosk and starts it anew. Answers what is to be called at each sign.
 */
export function openWatchdog(env: NodeJS.ProcessEnv): () => void {
  const socket = env['NOTIFY_SOCKET']
  if (socket === undefined) return () => undefined
  // Three of them may be lost on the way before the limit is reached.
  const everyMs = Number(env['WATCHDOG_USEC'] ?? RARELY_MS * 4000) / 4000
  let toldAt = Number.NEGATIVE_INFINITY
  let ready = false
  return () => {
    const now = performance.now()
    if (now - toldAt < everyMs) return
    toldAt = now
    // Node has no datagrams on paths, so systemd's own program carries the word.
    const words = ready ? ['WATCHDOG=1'] : ['--ready', 'WATCHDOG=1']
    ready = true
    execFile('systemd-notify', words, { env }, (error) => {
      if (error === null) return
      ready = words.length === 1
      log('watchdog', `systemd could not be told: ${error.message}`)
    })
  }
}
