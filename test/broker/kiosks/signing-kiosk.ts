import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDeviceKey } from '../../../main/device-key.ts'
import { RequestSigner } from '../../../main/request-signer.ts'
import type { KioskApproval } from '../../../shared/api/kiosk.ts'
import { BrokerClient, type Signer } from '../../../shared/client/broker-client.ts'
import { KIOSK_HEADER } from '../../../shared/kiosk-signature.ts'
import type { EdgeRig } from '../edge-rig.ts'

/** A kiosk's own half, as the app has it: a key of its own, and a client that signs with it. */
export class SigningKiosk {
  readonly #address: string
  readonly #signer: RequestSigner
  /** The headers of what was signed last. */
  last: Record<string, string> = {}

  constructor(address: string) {
    this.#address = address
    const folder = mkdtempSync(join(tmpdir(), 'daruma-key-'))
    const key = openDeviceKey(join(folder, 'key'), null)
    rmSync(folder, { recursive: true })
    this.#signer = new RequestSigner(() => key)
  }

  /** The header for a request that is sent by hand. */
  header(method: string, target: string, token: string | null, body?: string): Record<string, string> {
    const authorization = token === null ? undefined : `Bearer ${token}`
    return {
      ...(authorization === undefined ? {} : { authorization }),
      ...this.#signer.headers({ method, target, authorization }, body),
    }
  }

  client(token: string | null = null): BrokerClient {
    const signer: Signer = {
      headers: (request, body) => {
        this.last = this.#signer.headers(request, body)
        return this.last
      },
      correct: (now) => this.#signer.correct(now),
    }
    return new BrokerClient({ address: this.#address, token: () => token, signer: () => signer })
  }

  /** Its clock goes wrong by so much. */
  misset(byMs: number): void {
    this.#signer.correct(new Date(Date.now() + byMs).toISOString())
  }

  get proof(): string {
    return this.last[KIOSK_HEADER] ?? ''
  }

  async code(): Promise<string> {
    const standing = await this.client().call('kioskStanding', { body: { name: 'new', fresh: false } })
    if (standing.is !== 'waiting') throw new Error('it is enrolled already')
    return standing.code
  }

  /** Shows its code, which an administrator types. Answers with its id. */
  async enrol(rig: EdgeRig, decided: Omit<Partial<KioskApproval>, 'code'> & { name: string }): Promise<string> {
    const admin = rig.client(await rig.signIn('hal'))
    const { id } = await admin.call('approveKiosk', { body: { code: await this.code(), ...decided } })
    return id
  }

  async signIn(name: string, password: string): Promise<string> {
    const { token } = await this.client().call('signIn', { body: { name, password, keep: 'token' } })
    if (token === undefined) throw new Error('there is no token')
    return token
  }
}
