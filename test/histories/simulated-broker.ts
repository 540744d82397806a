import type { Hypervisor } from '../../broker/hypervisors/hypervisor.ts'
import { type Engine, startEngine } from '../../broker/recovery/engine.ts'
import type { Parts } from '../../broker/recovery/parts.ts'
import type { Store } from '../../broker/store/store.ts'
import type { MemoryStore } from './memory-store.ts'

export type StoreFault = 'fails' | 'done-unsaid'

interface Waiting {
  /** What it is about to do: a method of the hypervisor, `commit`, or `read`, which costs no leave. */
  readonly what: string
  readonly go: () => void
  /** The same call without its caller: it takes effect, and nobody hears of it. Null where it is not the hypervisor's. */
  readonly send: (() => Promise<unknown>) | null
}

/**
 * A broker whose every step outwards needs leave: each call of its hypervisor and each transaction. Without leave it stands
 * still there, as a stopped process does. It may die there, and the call that it was making may still be under way then.
 */
export class SimulatedBroker {
  /** How many steps it may still make. */
  leave = 0
  isDead = false
  readonly storeFaults: StoreFault[] = []
  readonly #waiting: Waiting[] = []
  readonly #engine: Promise<Engine>

  constructor(parts: Omit<Parts, 'store'>, memory: MemoryStore, alone: boolean) {
    this.#engine = startEngine({
      ...parts,
      store: this.#store(memory.store(alone, () => this.#permitted('read', null))),
      hypervisor: this.#hypervisor(parts.hypervisor),
    })
    // As the real one: a broker that can't start ends, and says so.
    this.#engine.catch(() => this.die())
  }

  grant(steps: number): void {
    this.leave = steps
    while (this.leave > 0) {
      const next = this.#waiting.shift()
      if (next === undefined) return
      if (next.what !== 'read') this.leave--
      next.go()
    }
  }

  /** As kill -9 would: nothing of it begins any more. Answers the call that it was just making, if it was making one. */
  die(): Waiting | null {
    this.isDead = true
    return this.#waiting.splice(0).find((w) => w.send !== null) ?? null
  }

  /** Answers whether it had to wait for leave. */
  async #permitted(what: string, send: Waiting['send']): Promise<boolean> {
    if (this.isDead) return forEver()
    if (this.leave > 0) {
      if (what !== 'read') this.leave--
      return false
    }
    await new Promise<void>((go) => {
      this.#waiting.push({ what, go, send })
    })
    return this.#died() ? forEver() : true
  }

  /** Meanwhile, that is. */
  #died(): boolean {
    return this.isDead
  }

  #store(real: Store): Store {
    return {
      ...real,
      transaction: async (work) => {
        await this.#permitted('commit', null)
        const fault = this.storeFaults.shift()
        if (fault === 'fails') throw new Error('the database is not there')
        const result = await real.transaction(work)
        if (fault === 'done-unsaid') throw new Error('the connection to the database was lost')
        return result
      },
      onCommit: (hear) => real.onCommit(() => this.isDead || hear()),
    }
  }

  #hypervisor(real: Hypervisor): Hypervisor {
    const wrap =
      (prefix: string) =>
      (target: object, name: string | symbol): unknown => {
        const member: unknown = Reflect.get(target, name)
        if (typeof member !== 'function') return member
        if (name === 'guest')
          return (...args: unknown[]) =>
            new Proxy(Reflect.apply(member, target, args) as object, { get: wrap('guest.') })
        if (name === 'listen' || name === 'consoleSocket') return member.bind(target) as unknown
        return async (...args: unknown[]) => {
          const sent = () => Reflect.apply(member, target, args.map(heedless)) as Promise<unknown>
          if (await this.#permitted(`${prefix}${String(name)}`, sent)) return sent()
          return Reflect.apply(member, target, args) as Promise<unknown>
        }
      }
    return new Proxy<Hypervisor>(real, { get: wrap('') as ProxyHandler<Hypervisor>['get'] & object })
  }
}

/** What was sent before its sender stood still takes effect, whatever its sender thinks of it by then. */
function heedless(argument: unknown): unknown {
  if (argument instanceof AbortSignal && !argument.aborted) return new AbortController().signal
  if (typeof argument === 'object' && argument !== null && 'signal' in argument)
    return { ...argument, signal: heedless(argument.signal) }
  return argument
}

function forEver(): Promise<never> {
  return new Promise(() => undefined)
}
