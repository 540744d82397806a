import { KIOSK_ORIGIN } from '../../shared/api/console-ticket.ts'
import type { Config } from '../config/config.ts'
import { isLoopback } from '../config/cross-checks.ts'

/**
 * Which pages may act with a person's cookie and open consoles: those that the broker serves, by the names people know it
 * by, the one in the kiosk app, and those an administrator named. The port is known only once it listens.
 */
export class Origins {
  readonly #named: ReadonlySet<string>
  readonly #host: string
  readonly #public: string | null
  #own: ReadonlySet<string> = new Set()

  constructor({ listen, publicAddress, allowedOrigins }: Pick<Config, 'listen' | 'publicAddress' | 'allowedOrigins'>) {
    this.#named = new Set([KIOSK_ORIGIN, ...allowedOrigins, ...(publicAddress === null ? [] : [publicAddress])])
    this.#host = listen.host
    this.#public = publicAddress
  }

  listensOn(address: URL): void {
    if (!isLoopback(this.#host)) return
    const names = ['127.0.0.1', 'localhost', '[::1]']
    this.#own = new Set(names.map((hostname) => Object.assign(new URL(address), { hostname }).origin))
  }

  /** As whom passkeys know the broker, and where people come back to from elsewhere. */
  relyingParty(): { readonly id: string; readonly origins: readonly string[] } {
    const origins = this.#public === null ? [...this.#own] : [this.#public]
    // Browsers make no passkeys for addresses, only for names.
    const named = origins.filter((origin) => !/^https?:\/\/(\[|[\d.]+(:|$))/.test(origin))
    return { id: URL.parse(named[0] ?? '')?.hostname ?? 'localhost', origins: [...named, ...origins] }
  }

  allows(origin: string): boolean {
    return this.#own.has(origin) || this.#named.has(origin)
  }
}
