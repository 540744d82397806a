import { lookup } from 'node:dns/promises'
import { get as getPlain } from 'node:http'
import { get as getSecure } from 'node:https'
import type { ServiceTest } from '../shared/bridge.ts'

const ANSWER_MS = 8_000

/** Asks the broker as the kiosk does, step by step, so that an administrator sees which one fails. */
export async function testService(broker: string, authority: string | null): Promise<ServiceTest> {
  const { hostname } = new URL(broker)
  const address = await lookup(hostname.replace(/^\[|\]$/g, '')).then(
    (found) => found.address,
    () => null,
  )
  if (address === null) return { address, ms: null, why: null, clockMs: null }
  const began = performance.now()
  try {
    const date = await dateOf(new URL('/api/v1/about', broker), authority)
    const ms = Math.round(performance.now() - began)
    // It tells whole seconds.
    const clockMs = Number.isNaN(date) ? null : date + 500 - Date.now()
    return { address, ms, why: null, clockMs: clockMs === null ? null : Math.round(clockMs) }
  } catch (e) {
    return { address, ms: null, why: e instanceof Error ? e.message : String(e), clockMs: null }
  }
}

/** What time it is there. Rejects if it does not answer. */
function dateOf(url: URL, authority: string | null): Promise<number> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(ANSWER_MS)
    const heard = (response: { headers: { date?: string | undefined }; resume(): void }) => {
      response.resume()
      resolve(Date.parse(response.headers.date ?? ''))
    }
    const request =
      url.protocol === 'https:'
        ? getSecure(url, { signal, ...(authority === null ? {} : { ca: authority }) }, heard)
        : getPlain(url, { signal }, heard)
    request.once('error', reject)
  })
}
