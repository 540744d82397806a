import type { Selectable } from 'kysely'
import type { EventTable } from '../store/schema.ts'
import type { Store } from '../store/store.ts'

export type ToldEvent = Pick<Selectable<EventTable>, 'seq' | 'person_id' | 'type' | 'subject'>

/**
 * Reads what is newly told, once for all who wait for it: a thousand consoles and streams cost one query a commit, not a
 * thousand. Events come in order and, from `open` on, without a gap.
 */
export class Tail {
  readonly #store: Store
  readonly #failed: (error: unknown) => void
  readonly #listeners = new Set<(event: ToldEvent) => void>()
  #seq = 0
  #due = false
  #reading: Promise<void> | null = null
  #stopListening: () => void = () => undefined

  constructor(store: Store, failed: (error: unknown) => void) {
    this.#store = store
    this.#failed = failed
  }

  async open(): Promise<void> {
    const newest = await this.#store.db
      .selectFrom('event')
      .select((eb) => eb.fn.max('seq').as('seq'))
      .executeTakeFirst()
    this.#seq = newest?.seq ?? 0
    this.#stopListening = this.#store.onCommit(() => this.#look())
  }

  async close(): Promise<void> {
    this.#stopListening()
    this.#listeners.clear()
    await this.#reading
  }

  /** Calls back for each event told from now on, until the returned function is called. */
  listen(hear: (event: ToldEvent) => void): () => void {
    this.#listeners.add(hear)
    return () => {
      this.#listeners.delete(hear)
    }
  }

  #look(): void {
    this.#due = true
    this.#reading ??= this.#read()
      .catch(this.#failed)
      .finally(() => {
        this.#reading = null
        if (this.#due) this.#look()
      })
  }

  async #read(): Promise<void> {
    while (this.#due) {
      this.#due = false
      const events = await this.#store.db
        .selectFrom('event')
        .select(['seq', 'person_id', 'type', 'subject'])
        .where('seq', '>', this.#seq)
        .orderBy('seq')
        .execute()
      for (const event of events) {
        this.#seq = event.seq
        for (const hear of this.#listeners) hear(event)
      }
    }
  }
}
