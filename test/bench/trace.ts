import type { GuestAgent, Hypervisor } from '../../broker/hypervisors/hypervisor.ts'

interface Call {
  readonly name: string
  readonly from: number
  to: number
}

/** Writes down each call to a hypervisor, and when it began and ended: so it is seen what a recovery waits for. */
export class Trace {
  #calls: Call[] = []
  #began = 0

  forget(): void {
    this.#calls = []
    this.#began = performance.now()
  }

  mark(name: string, at = performance.now()): void {
    this.#calls.push({ name: `-- ${name}`, from: at, to: at })
  }

  watch(real: Hypervisor): Hypervisor {
    const agents = (desktop: string, n: number) => this.#watched(real.guest(desktop, n), `i-${n} `) as GuestAgent
    return this.#watched(real, '', { guest: agents }) as Hypervisor
  }

  /** One line a call, in the order in which they began: from when to when since `forget`, in ms, and what. */
  lines(): string[] {
    const since = (at: number) => String(Math.round(at - this.#began)).padStart(6)
    return this.#calls
      .sort((a, b) => a.from - b.from)
      .map(({ name, from, to }) => `${since(from)} ${since(to)} ${String(Math.round(to - from)).padStart(6)}  ${name}`)
  }

  #watched(real: object, prefix: string, own: Record<string, unknown> = {}): object {
    return new Proxy(real, {
      get: (target, name) => {
        const member: unknown = own[String(name)] ?? Reflect.get(target, name)
        if (typeof member !== 'function' || name in own) return member
        return (...args: unknown[]) => {
          const said = args.map(shown).filter((text) => text !== '')
          const call: Call = {
            name: `${prefix}${String(name)} ${said.join(' ')}`,
            from: performance.now(),
            to: Number.NaN,
          }
          this.#calls.push(call)
          const result: unknown = Reflect.apply(member, target, args)
          if (result instanceof Promise) {
            const over = () => {
              call.to = performance.now()
            }
            result.then(over, over)
          } else call.to = performance.now()
          return result
        }
      },
    })
  }
}

/** Scripts are long, and known by the name that they are given. */
function shown(arg: unknown): string {
  if (Array.isArray(arg)) return arg.filter((part) => typeof part === 'string' && part.length < 30).join(' ')
  return typeof arg === 'string' || typeof arg === 'number' ? String(arg) : ''
}
