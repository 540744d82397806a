import { scrypt, timingSafeEqual } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { ProblemError } from '../shared/api/problem.ts'
import type { LocalFacts, ServiceTest } from '../shared/bridge.ts'
import { Language } from '../shared/languages.ts'
import type { SetHere } from './config.ts'
import { log, recentLines } from './log.ts'
import { networkFacts } from './network-facts.ts'
import { testService } from './service-test.ts'

const TRIES = 5
const PAUSE_MS = 10 * 60_000
/** Whoever walks away leaves no open door. */
const OPEN_MS = 5 * 60_000

const derive = promisify<string, Buffer, number, { N: number; maxmem: number }, Buffer>(scrypt)
const PIN_SHAPE = /^scrypt:(\d{1,6}):([\w-]+):([\w-]+)$/

/** What is kept of them on this computer. */
const Kept = z.object({
  broker: z.string().optional(),
  language: Language.nullable().optional(),
  /** As the broker told it last: it has to work while none answers. */
  settingsPin: z.string().nullable().optional(),
  tries: z.int().default(0),
  pausedUntil: z.number().default(0),
})
type Kept = z.output<typeof Kept>

export interface LocalParts {
  readonly file: string
  /** What the configuration says of them. */
  readonly about: Omit<LocalFacts, 'network' | 'gateway' | 'nameServers' | 'networkSetBy'>
  /** The certificates that the broker is known by; null: those that everybody trusts. */
  readonly authority: string | null
  /** The language was set here. */
  readonly hearLanguage: (language: Language | null) => void
  /** The PIN of the configuration file, for a kiosk that the broker has told none yet. */
  readonly settingsPin: string | null
  /** Throws what is wrong with a broker's address; answers how it is written. */
  readonly checkBroker: (address: string) => string
  readonly restart: () => void
}

/** The settings that an administrator makes at the kiosk itself, behind a PIN; they work without a broker. */
export class LocalSettings {
  readonly #parts: LocalParts
  #kept: Kept
  #openUntil = 0

  constructor(parts: LocalParts) {
    this.#parts = parts
    this.#kept = keptIn(parts.file)
  }

  /** Whether there is a PIN by which they open. */
  get exist(): boolean {
    return this.#pin !== null
  }

  /** As the broker says after enrolment; null: none. */
  told(settingsPin: string | null): void {
    if (this.#kept.settingsPin !== settingsPin) this.#keep({ settingsPin })
  }

  /** Throws `wrong-pin`, `too-many-tries`. */
  async open(pin: string): Promise<LocalFacts> {
    const now = Date.now()
    const { tries, pausedUntil } = this.#kept
    if (pausedUntil > now) throw new ProblemError('too-many-tries')
    // Counted before it is looked at, and kept: starting anew forgives nothing.
    const counted = tries + 1
    this.#keep(counted >= TRIES ? { tries: 0, pausedUntil: now + PAUSE_MS } : { tries: counted })
    if (!(await fits(this.#pin, pin))) {
      log('settings', 'a wrong PIN was typed')
      throw new ProblemError('wrong-pin')
    }
    this.#keep({ tries: 0, pausedUntil: 0 })
    this.#openUntil = now + OPEN_MS
    log('settings', 'opened')
    return this.facts()
  }

  facts(): LocalFacts {
    this.#used()
    const { about } = this.#parts
    const { addresses, gateway, nameServers, setBy } = networkFacts()
    return {
      ...about,
      broker: this.#kept.broker ?? about.broker,
      language: about.languageFixed || this.#kept.language === undefined ? about.language : this.#kept.language,
      network: addresses,
      gateway,
      nameServers,
      networkSetBy: setBy,
    }
  }

  /** From the next start on. Throws `bad-request` with what is wrong. */
  setBroker(address: string): LocalFacts {
    this.#used()
    if (this.#parts.about.brokerFixed) throw new ProblemError('bad-request', 'How this kiosk is started decides it.')
    const broker = this.#checked(address)
    this.#keep({ broker })
    log('settings', `the broker is ${broker} from the next start on`)
    return this.facts()
  }

  /** At once. Null: that of the system. */
  setLanguage(language: Language | null): LocalFacts {
    this.#used()
    if (this.#parts.about.languageFixed) throw new ProblemError('bad-request', 'How this kiosk is started decides it.')
    this.#keep({ language })
    log('settings', `the language is ${language ?? "the system's"}`)
    this.#parts.hearLanguage(language)
    return this.facts()
  }

  /** Asks the broker that is set now, as after a restart. */
  async test(): Promise<ServiceTest> {
    const { broker } = this.facts()
    return testService(broker, this.#parts.authority)
  }

  recent(): readonly string[] {
    this.#used()
    return recentLines()
  }

  restart(): void {
    this.#used()
    this.#parts.restart()
  }

  close(): void {
    this.#openUntil = 0
  }

  #checked(address: string): string {
    try {
      return this.#parts.checkBroker(address)
    } catch (e) {
      throw new ProblemError('bad-request', e instanceof Error ? e.message : String(e))
    }
  }

  #used(): void {
    const now = Date.now()
    if (now >= this.#openUntil) throw new ProblemError('wrong-pin', 'They were closed meanwhile.')
    this.#openUntil = now + OPEN_MS
  }

  get #pin(): string | null {
    return this.#kept.settingsPin === undefined ? this.#parts.settingsPin : this.#kept.settingsPin
  }

  #keep(change: Partial<Kept>): void {
    this.#kept = { ...this.#kept, ...change }
    const { file } = this.#parts
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(`${file}.new`, JSON.stringify(this.#kept), { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
}

/** What was set here, before all else is known. */
export function setHere(file: string): SetHere {
  const { broker, language } = keptIn(file)
  return { broker, language }
}

function keptIn(file: string): Kept {
  try {
    return Kept.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code !== 'ENOENT')
      log('settings', `${file} cannot be read and is left: ${String(e)}`)
    return Kept.parse({})
  }
}

async function fits(kept: string | null, pin: string): Promise<boolean> {
  const [, cost, salt, hash] = PIN_SHAPE.exec(kept ?? '') ?? []
  if (cost === undefined || salt === undefined || hash === undefined) return false
  const wanted = Buffer.from(hash, 'base64url')
  const made = await derive(pin, Buffer.from(salt, 'base64url'), 32, { N: Number(cost), maxmem: 128 * 1024 * 1024 })
  return wanted.length === made.length && timingSafeEqual(wanted, made)
}
