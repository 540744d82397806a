import { isAxiosError } from 'axios'
import { ProblemError } from '../api/problem.ts'
import type { Link } from '../bridge.ts'

/** Why the broker was not reached, as far as it can be told. */
export type Why = Extract<Link, { is: 'down' }>['why']

/** No answer of the broker: not one that says no. */
export class BrokerUnreachable extends ProblemError {
  readonly why: Why

  constructor(why: Why, cause: unknown) {
    super('broker-unreachable', said[why], { cause })
    this.why = why
  }
}

const said: Record<Why, string> = {
  refused: 'Nothing listens there, or the connection was cut.',
  timeout: 'It took too long to answer.',
  'name-not-found': 'Its name is not known to the network.',
  certificate: 'Its certificate is not trusted here.',
  'broken-answer': 'Something answered that is not the desktop service.',
  'no-network': 'This computer has no network.',
}

const byCode: Record<string, Why> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'refused',
  EPIPE: 'refused',
  ETIMEDOUT: 'timeout',
  ECONNABORTED: 'timeout',
  ENOTFOUND: 'name-not-found',
  EAI_AGAIN: 'name-not-found',
  ENETUNREACH: 'no-network',
  ENETDOWN: 'no-network',
  EHOSTUNREACH: 'no-network',
  EADDRNOTAVAIL: 'no-network',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate',
  HOSTNAME_MISMATCH: 'certificate',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate',
  ERR_FR_TOO_MANY_REDIRECTS: 'broken-answer',
  EPROTO: 'broken-answer',
  ERR_BAD_RESPONSE: 'broken-answer',
}

/** What a failed attempt to speak to the broker means. A browser tells its page no more than that it failed. */
export function whyUnreachable(error: unknown): Why {
  const code = codeOf(error)
  const known = byCode[code]
  if (known !== undefined) return known
  if (code.startsWith('CERT_')) return 'certificate'
  if (code.startsWith('HPE_')) return 'broken-answer'
  return typeof navigator !== 'undefined' && 'onLine' in navigator && !navigator.onLine ? 'no-network' : 'refused'
}

/** Axios has codes of its own, but keeps what it wraps as the cause; of several addresses tried, the first tells. */
function codeOf(error: unknown): string {
  for (let e: unknown = error, depth = 0; e instanceof Error && depth < 4; depth++) {
    const code = 'code' in e && typeof e.code === 'string' ? e.code : ''
    if (code !== '' && !(isAxiosError(e) && code === 'ERR_NETWORK')) return code
    e = e instanceof AggregateError ? (e.errors[0] as unknown) : e.cause
  }
  return ''
}
