import { Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Database } from '../../broker/store/schema.ts'
import { clock, type Holder, LEASE_MS, type Store } from '../../broker/store/store.ts'
import type { PreparedDatabase } from './prepared-database.ts'

/** Where there are several brokers, each looks now and then although it was told of nothing. */
const POLL_MS = 3000

type Leave = () => Promise<unknown>

/** One history's store, on a database that it shares with the histories before and after it, for any number of brokers. */
export class MemoryStore {
  readonly #database: PreparedDatabase
  readonly #hearers = new Set<() => void>()
  #free: Promise<void> = Promise.resolve()
  #stores = 0
  #isOver = false

  constructor(database: PreparedDatabase) {
    this.#database = database
    database.begin()
  }

  /** The store as one broker has it. What it reads outside of transactions waits for `leave` first. */
  store(alone: boolean, leave: Leave = async () => undefined): Store {
    const transactions = this.#kysely(async () => undefined)
    const db = this.#kysely(leave)
    const holder: Holder = { id: `broker-${++this.#stores}`, leaseMs: LEASE_MS, alone }
    return {
      db,
      holder,
      transaction: async (work) => {
        let changes = 0
        const result = await transactions.transaction().execute(async (trx) => {
          const before = this.#database.changes
          const done = await work(trx)
          changes = this.#database.changes - before
          return done
        })
        if (changes > 0) for (const hear of [...this.#hearers]) hear()
        return result
      },
      now: () => clock(db),
      onCommit: (hear) => {
        this.#hearers.add(hear)
        let next = setTimeout(nowAndThen, POLL_MS)
        function nowAndThen() {
          next = setTimeout(nowAndThen, POLL_MS)
          hear()
        }
        if (alone) clearTimeout(next)
        return () => {
          this.#hearers.delete(hear)
          clearTimeout(next)
        }
      },
      close: async () => undefined,
    }
  }

  /** What a broker of this history still wants of it, it waits for in vain. */
  close(): void {
    this.#isOver = true
    this.#database.undo()
  }

  /** One connection, which all wait for in turn: so transactions come one after the other, whosever they are. */
  #kysely(leave: Leave): Kysely<Database> {
    let give: () => void = () => undefined
    const acquire = async () => {
      await leave()
      const before = this.#free
      const mine = Promise.withResolvers<undefined>()
      this.#free = mine.promise
      await before
      if (this.#isOver) await new Promise(() => undefined)
      give = () => mine.resolve(undefined)
    }
    return new Kysely<Database>({
      dialect: {
        createDriver: () => this.#database.driver(acquire, () => give()),
        createAdapter: () => new SqliteAdapter(),
        createIntrospector: (of) => new SqliteIntrospector(of),
        createQueryCompiler: () => new SqliteQueryCompiler(),
      },
    })
  }
}
