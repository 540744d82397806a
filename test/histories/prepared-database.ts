import SQLite from 'better-sqlite3'
import { CompiledQuery, type DatabaseConnection, type Driver, SqliteDriver } from 'kysely'
import { time } from './virtual-time.ts'

/**
 * A database in memory that every history begins with anew: each is one transaction that is rolled back in its end, and the
 * transactions of brokers are savepoints in it. So statements are prepared once and not once for each history.
 */
export class PreparedDatabase {
  readonly #sqlite: SQLite.Database
  readonly #asked = new Map<string, SQLite.Statement>()
  readonly #driver: SqliteDriver
  readonly #changes: SQLite.Statement<[], number>
  #halfWay = false

  private constructor(prepared: Buffer) {
    this.#sqlite = new SQLite(prepared)
    this.#sqlite.pragma('foreign_keys = ON')
    // The database's own clock, in place of the machine's.
    this.#sqlite.function('unixepoch', { varargs: true }, () => time.now / 1000)
    this.#changes = this.#sqlite.prepare<[], number>('select total_changes()').pluck()
    const statements = new Map<string, SQLite.Statement>()
    const prepare = (sql: string) => {
      let known = statements.get(sql)
      if (known === undefined) statements.set(sql, (known = this.#sqlite.prepare(sql)))
      return known
    }
    const database = { prepare, close: () => this.#sqlite.close() } as unknown as SQLite.Database
    this.#driver = new SqliteDriver({ database })
  }

  static async open(prepared: Buffer): Promise<PreparedDatabase> {
    const database = new PreparedDatabase(prepared)
    await database.#driver.init()
    return database
  }

  /** A broker's transaction is under way. */
  get isHalfWay(): boolean {
    return this.#halfWay
  }

  /** How many rows were changed so far. */
  get changes(): number {
    return this.#changes.get() ?? 0
  }

  /** Reads it at once, past all brokers. A question is asked in one way only: rows, or `pluck`. */
  prepare(sql: string): SQLite.Statement {
    let known = this.#asked.get(sql)
    if (known === undefined) this.#asked.set(sql, (known = this.#sqlite.prepare(sql)))
    return known
  }

  begin(): void {
    this.#halfWay = false
    this.#sqlite.exec('begin')
  }

  /** All that happened since `begin` did not happen. */
  undo(): void {
    this.#sqlite.exec('rollback')
  }

  /** What was done since `begin` is what every history begins with from now on. */
  keep(): void {
    this.#sqlite.exec('commit')
    this.begin()
  }

  /** For kysely; who waits for what is the caller's. */
  driver(acquire: () => Promise<void>, release: () => void): Driver {
    const say = async (connection: DatabaseConnection, ...words: string[]) => {
      for (const sql of words) await connection.executeQuery(CompiledQuery.raw(sql))
    }
    return {
      init: async () => undefined,
      acquireConnection: async () => {
        await acquire()
        return this.#driver.acquireConnection()
      },
      beginTransaction: async (connection) => {
        await say(connection, 'savepoint transaction_of_a_broker')
        this.#halfWay = true
      },
      commitTransaction: async (connection) => {
        await say(connection, 'release transaction_of_a_broker')
        this.#halfWay = false
      },
      rollbackTransaction: async (connection) => {
        await say(connection, 'rollback to transaction_of_a_broker', 'release transaction_of_a_broker')
        this.#halfWay = false
      },
      releaseConnection: async () => release(),
      destroy: async () => undefined,
    }
  }
}
