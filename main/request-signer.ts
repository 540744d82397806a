import type { Signer } from '../shared/client/broker-client.ts'
import { KIOSK_HEADER, proofHeader, type SignedRequest } from '../shared/kiosk-signature.ts'
import type { DeviceKey } from './device-key.ts'

/** Signs with the kiosk's key, by the broker's clock once that is known: a thin client's own may be years off. */
export class RequestSigner implements Signer {
  readonly #key: () => DeviceKey
  #aheadMs = 0

  constructor(key: () => DeviceKey) {
    this.#key = key
  }

  headers(request: SignedRequest, body: string | undefined): Record<string, string> {
    return { [KIOSK_HEADER]: proofHeader(this.#key().prove(request, body, Date.now() + this.#aheadMs)) }
  }

  correct(now: string): void {
    this.#aheadMs = Date.parse(now) - Date.now()
  }
}
