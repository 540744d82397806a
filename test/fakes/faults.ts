import { HypervisorError, UncertainError } from '../../broker/hypervisors/hypervisor.ts'

export type Fault =
  /** Refused: `HypervisorError`, nothing done. */
  | 'fails'
  /** Done, but the answer was lost: `UncertainError`. */
  | 'done-unsaid'
  /** Not done, and nobody says so: `UncertainError`. */
  | 'lost'
  /** `UncertainError` now; it takes effect when the test lets it arrive. */
  | 'late'
  /** Answers as if done, and is not. */
  | 'lies'
  /** Not done, no answer until the caller gives up: then `UncertainError`. */
  | 'hangs'
  /** Done and answered when the test lets it arrive; its caller waits, as long as it does. */
  | 'slow'

export interface FaultyCall {
  readonly method: string
  readonly desktop: string
  /** The number that the call names; null where it names none. */
  readonly n: number | null
}

/** What goes wrong, and what was sent and has not arrived. Methods are named as in `Hypervisor`; a guest's as `guest.exec`. */
export class Faults {
  /** Asked before each call that no planned fault is for. */
  decide: (call: FaultyCall) => Fault | null = () => null
  /** Called before each call, whatever becomes of it: here a test lets a machine die, or a lease run out. */
  before: (call: FaultyCall) => void | Promise<void> = () => undefined
  /** Every call so far, oldest first. */
  readonly calls: FaultyCall[] = []
  /** Those that were answered as if done, and were not. */
  readonly lies: FaultyCall[] = []
  readonly onTheirWay: { readonly call: FaultyCall; readonly arrive: () => Promise<void> }[] = []

  readonly #planned = new Map<string, Fault[]>()

  /** The next calls of `method` go wrong, one after the other. */
  plan(method: string, ...faults: Fault[]): void {
    this.#planned.set(method, [...(this.#planned.get(method) ?? []), ...faults])
  }

  /** Nothing that was planned goes wrong any more. */
  forget(): void {
    this.#planned.clear()
    this.decide = () => null
  }

  /** Everything on its way takes effect now, oldest first, whether or not it still can. */
  async arriveAll(): Promise<void> {
    for (const late of this.onTheirWay.splice(0)) await late.arrive()
  }

  /** Carries out a call that answers `T`, or what is to go wrong in its place. `lie` is the answer of one that lies. */
  async around<T>(call: FaultyCall, act: () => T | Promise<T>, lie: T, signal?: AbortSignal): Promise<T> {
    this.calls.push(call)
    await this.before(call)
    signal?.throwIfAborted()
    const what = `${call.method} of ${call.desktop}${call.n === null ? '' : ` ${call.n}`}`
    switch (this.#planned.get(call.method)?.shift() ?? this.decide(call)) {
      case null:
        return act()
      case 'fails':
        throw new HypervisorError(`${what} was refused`)
      case 'done-unsaid':
        await act()
        throw new UncertainError(`${what} was sent and not answered`)
      case 'lost':
        throw new UncertainError(`${what} was sent and not answered`)
      case 'late':
        this.onTheirWay.push({
          call,
          arrive: async () => {
            try {
              await act()
            } catch {
              // Nobody waits for its answer any more.
            }
          },
        })
        throw new UncertainError(`${what} was sent and not answered`)
      case 'lies':
        this.lies.push(call)
        return lie
      case 'slow': {
        const answer = Promise.withResolvers<T>()
        const arrive = async () => {
          try {
            answer.resolve(await act())
          } catch (error) {
            answer.reject(error)
          }
          await answer.promise.catch(() => undefined)
        }
        this.onTheirWay.push({ call, arrive })
        const late = aborted(signal).then(() => {
          throw new UncertainError(`${what} was not answered before its caller gave up`)
        })
        return Promise.race([answer.promise, late])
      }
      case 'hangs':
        await aborted(signal)
        throw new UncertainError(`${what} was not answered before its caller gave up`)
    }
  }
}

async function aborted(signal: AbortSignal | undefined): Promise<void> {
  await new Promise<void>((resolve) => {
    if (signal?.aborted) resolve()
    else signal?.addEventListener('abort', () => resolve(), { once: true })
  })
}
