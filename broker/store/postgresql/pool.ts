import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'
import { codeOf } from './errors.ts'

/**
 * A pool whose connections are thrown away after the first thing that went wrong without the server saying so: a question
 * that was not answered in time may still be answered, to whoever asks next.
 */
export function careful(pool: pg.Pool): PostgresPool {
  // One that waits in the pool and is cut is replaced.
  pool.on('error', () => undefined)
  return {
    options: pool.options,
    connect: async () => borrowed(await pool.connect()),
    end: () => pool.end(),
  }
}

function borrowed(client: pg.PoolClient): PostgresPoolClient {
  let broken = false
  const breaks = () => {
    broken = true
  }
  client.on('error', breaks)
  const query = async (sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<unknown>> => {
    try {
      return (await client.query(sql, [...parameters])) as unknown as PostgresQueryResult<unknown>
    } catch (error) {
      if (codeOf(error) === null) broken = true
      throw error
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: (destroy) => {
      client.off('error', breaks)
      client.release(destroy === true || broken)
    },
  }
}
