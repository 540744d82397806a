import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'

const CHANNEL = 'daruma'
/** What is told over a connection that broke is lost, and one that broke may look whole: so it is looked at anyway. */
const POLL_MS = 3000
const RECONNECT_MS = [200, 1000, 3000]

/** SQL that tells the other brokers, once it is committed; one that changed nothing tells nobody. `$1`: who tells. */
export const TELL = `select pg_notify('${CHANNEL}', $1) where pg_current_xact_id_if_assigned() is not null`

/** Hears of the commits of other brokers, until the returned function is called. `self`: whose own are not heard. */
export function hearCommits(connection: pg.ClientConfig, self: string, hear: () => void): () => Promise<void> {
  const ending = new AbortController()
  const { signal } = ending
  const poll = setInterval(hear, POLL_MS)
  const listening = listenForEver()

  async function listenForEver(): Promise<void> {
    for (let tries = 0; !signal.aborted; tries++) {
      const heardFrom = await listenOnce().catch(() => false)
      if (heardFrom) tries = 0
      await delay(RECONNECT_MS[Math.min(tries, RECONNECT_MS.length - 1)], undefined, { signal }).catch(() => undefined)
    }
  }

  /** Answers when the connection ended, whether there was one. */
  async function listenOnce(): Promise<boolean> {
    const client = new pg.Client(connection)
    const ended = new Promise<void>((resolve) => {
      client.on('error', () => resolve())
      client.on('end', () => resolve())
      signal.addEventListener('abort', () => resolve(), { once: true })
    })
    client.on('notification', ({ payload }) => {
      if (payload !== self) hear()
    })
    try {
      await client.connect()
      await client.query(`listen ${CHANNEL}`)
      // For whatever was told while nobody listened.
      hear()
      await ended
      return true
    } finally {
      await client.end().catch(() => undefined)
    }
  }

  return async () => {
    clearInterval(poll)
    ending.abort()
    await listening
  }
}
