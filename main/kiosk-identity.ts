import { ProblemError, problem } from '../shared/api/problem.ts'
import type { KioskState } from '../shared/bridge.ts'
import type { BrokerClient, Signer } from '../shared/client/broker-client.ts'
import { type DeviceKey, newDeviceKey, openDeviceKey, type Sealer } from './device-key.ts'
import { log } from './log.ts'
import { RequestSigner } from './request-signer.ts'

/** How soon to ask again, by how things stand: soon where somebody waits for it. */
const ASK_AGAIN_MS: Record<KioskState['is'], number> = {
  asking: 2_000,
  waiting: 3_000,
  refused: 10_000,
  free: 60_000,
  enrolled: 30_000,
  revoked: 60_000,
}

export interface IdentityParts {
  /** Where the key is kept. */
  readonly file: string
  readonly sealer: Sealer | null
  /** What the kiosk calls itself until an administrator names it. */
  readonly name: string
  readonly ask: <T>(call: (client: BrokerClient) => Promise<T>) => Promise<T>
  readonly tell: (state: KioskState) => void
  /** By which PIN its local settings open, as the broker says. */
  readonly hearSettingsPin: (hash: string | null) => void
}

/**
 * This kiosk's own identity: its key, and where it stands with the broker. Where the broker wants kiosks to be enrolled, it
 * asks until it is, and from then on so that it hears of a change.
 */
export class KioskIdentity {
  readonly #parts: IdentityParts
  #key: DeviceKey | null = null
  readonly #signer = new RequestSigner(() => this.#ownKey())
  #signs = false
  #state: KioskState = { is: 'asking' }
  #timer: NodeJS.Timeout | undefined
  /** Counts what was asked: a late answer to an earlier question says nothing. */
  #asked = 0
  #stopped = false

  constructor(parts: IdentityParts) {
    this.#parts = parts
  }

  get state(): KioskState {
    return this.#state
  }

  /** Signs requests, once the broker is known to want that. */
  get signer(): Signer | null {
    return this.#signs ? this.#signer : null
  }

  /** Asks the broker now, and again by itself. */
  look(): void {
    void this.#look(false)
  }

  /** Shows another code. */
  async newCode(): Promise<KioskState> {
    await this.#look(true)
    return this.#state
  }

  /** Forgets the key, which may have been revoked, and asks to be let in with another. */
  async enrolAnew(): Promise<KioskState> {
    const { file, sealer } = this.#parts
    this.#key = newDeviceKey(file, sealer)
    log('kiosk', 'made itself a new key')
    await this.#look(true)
    return this.#state
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #look(fresh: boolean): Promise<void> {
    clearTimeout(this.#timer)
    const asking = ++this.#asked
    const state = await this.#standing(fresh).catch((e: unknown) => this.#failed(e))
    if (asking !== this.#asked || this.#stopped) return
    this.#say(state)
    this.#timer = setTimeout(() => this.look(), ASK_AGAIN_MS[state.is])
  }

  async #standing(fresh: boolean): Promise<KioskState> {
    const { ask, name } = this.#parts
    const { enrolment } = await ask((client) => client.call('about'))
    this.#signs = enrolment === 'required'
    if (!this.#signs) return { is: 'free' }
    // A key that cannot be read is found out here, and not as a request that fails.
    this.#ownKey()
    const standing = await ask((client) => client.call('kioskStanding', { body: { name, fresh } }))
    if (standing.is === 'waiting') return standing
    const { settingsPin, ...kiosk } = standing.kiosk
    this.#parts.hearSettingsPin(settingsPin)
    return { is: 'enrolled', kiosk }
  }

  /** What cannot be asked now stays as it was. */
  #failed(e: unknown): KioskState {
    if (!(e instanceof ProblemError)) {
      log('kiosk', `its key: ${String(e)}`)
      return { is: 'refused', problem: problem('internal', e instanceof Error ? e.message : String(e)) }
    }
    if (e.is('kiosk-revoked')) return { is: 'revoked' }
    if (e.is('broker-unreachable')) return this.#state
    log('kiosk', `is not enrolled: ${e.message}`)
    return { is: 'refused', problem: e.problem }
  }

  #say(state: KioskState): void {
    if (JSON.stringify(state) === JSON.stringify(this.#state)) return
    if (state.is !== this.#state.is)
      log('kiosk', state.is === 'enrolled' ? `is enrolled as ${state.kiosk.name}` : state.is)
    this.#state = state
    this.#parts.tell(state)
  }

  #ownKey(): DeviceKey {
    if (this.#key === null) {
      const { file, sealer } = this.#parts
      this.#key = openDeviceKey(file, sealer)
      log(
        'kiosk',
        `its key is ${sealer === null ? 'in a file that only its user may read' : `sealed by ${sealer.name}`}`,
      )
    }
    return this.#key
  }
}
