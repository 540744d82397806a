import pino, { type DestinationStream, type Logger } from 'pino'

/** Headers that carry a secret, wherever somebody logs them; and members that would hold one. */
const secrets = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  '["sec-websocket-protocol"]',
  'password',
  'token',
  'ticket',
]
const wherever = ['', '*.', '*.*.', '*.*.*.']

/** The broker's log: JSON lines, to standard output unless `to` is given. */
export function openLog(level: string, to?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: wherever.flatMap((above) => secrets.map((key) => joined(above, key))),
      censor: '[secret]',
    },
  }
  return to === undefined ? pino(options) : pino(options, to)
}

function joined(above: string, key: string): string {
  return key.startsWith('[') ? above.replace(/\.$/, '') + key : above + key
}
