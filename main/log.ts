const KEPT = 200
const recent: string[] = []

/** The last lines, oldest first, for whoever stands before the kiosk. */
export function recentLines(): readonly string[] {
  return [...recent]
}

/** One line to standard error, where systemd's journal adds the time. Never a secret: what is said here is kept. */
export function log(part: string, text: string): void {
  recent.push(`${new Date().toISOString()} ${part}: ${text}`)
  recent.splice(0, recent.length - KEPT)
  process.stderr.write(`daruma ${part}: ${text.replaceAll('\n', '\n  ')}\n`)
}
