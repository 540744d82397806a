/** A URL, or null for what is none. `URL.canParse` is younger than the oldest Electron that this runs on. */
export function parseUrl(address: string): URL | null {
  try {
    return new URL(address)
  } catch {
    return null
  }
}
