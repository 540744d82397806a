import { X509Certificate } from 'node:crypto'
import { type TLSSocket, connect as tlsConnect } from 'node:tls'
import type { Session } from 'electron'
import type { KioskConfig } from './config.ts'

const CHROMIUM_JUDGES = -3
const TRUSTED = 0
const REFUSED = -2
const LOOK_MS = 10_000

/**
 * Has the page's socket trust what main trusts, for the broker's host alone: the authority that is named, and no other.
 * Chromium cannot be given one. So main connects itself, checks all that TLS checks, and lets pass the certificate that it was
 * shown. A broker's own certificate that signed itself is such an authority, too: then it is that one certificate or none.
 */
export function trustAuthority(
  session: Session,
  { broker, authority }: Pick<KioskConfig, 'broker' | 'authority'>,
): void {
  if (authority === null) return
  const host = hostOf(broker)
  session.setCertificateVerifyProc(({ hostname, certificate }, answer) => {
    if (hostname !== host) {
      answer(CHROMIUM_JUDGES)
      return
    }
    const shown = new X509Certificate(certificate.data).fingerprint256
    certificateOf(broker, authority).then(
      (checked) => answer(checked === shown ? TRUSTED : REFUSED),
      () => answer(REFUSED),
    )
  })
}

/** The fingerprint of the certificate that the broker shows, if it is one to trust. Rejects if not. */
function certificateOf(broker: string, authority: string): Promise<string | undefined> {
  const host = hostOf(broker)
  const port = Number(new URL(broker).port || 443)
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = tlsConnect({ host, port, ca: authority, timeout: LOOK_MS })
    socket.once('secureConnect', () => {
      resolve(socket.getPeerX509Certificate()?.fingerprint256)
      socket.destroy()
    })
    socket.once('timeout', () => socket.destroy(new Error('no answer')))
    socket.once('error', reject)
  })
}

/** Whose certificates these are, and until when they are good, for people. */
export function authorityNames(pem: string): string {
  const each = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return each
    .map((one) => new X509Certificate(one))
    .map(({ subject, validTo }) => `${subject.replaceAll('\n', ', ')}, until ${validTo}`)
    .join('; ')
}

/** The SHA-256 fingerprint of each. */
export function fingerprintsOf(pem: string): string[] {
  const each = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  return each.map((one) => new X509Certificate(one).fingerprint256)
}

function hostOf(broker: string): string {
  return new URL(broker).hostname.replace(/^\[|\]$/g, '')
}
