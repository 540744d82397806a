import type { Health } from '../../shared/api/health.ts'

/** Looks whether something that the broker needs works; throws if not. */
export type HealthCheck = () => Promise<unknown>

const KEPT_MS = 5_000
const PATIENCE_MS = 2_000

/** Anybody may ask, as often as they like, so an answer is kept for a while. */
export function healthOf(version: string, checks: Readonly<Record<string, HealthCheck>>): () => Promise<Health> {
  let kept: Promise<Health> | null = null
  return () => {
    if (kept === null) {
      kept = look(version, checks)
      setTimeout(() => (kept = null), KEPT_MS).unref()
    }
    return kept
  }
}

async function look(version: string, checks: Readonly<Record<string, HealthCheck>>): Promise<Health> {
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, check]) => [name, (await works(check)) ? 'ok' : 'failed'] as const),
  )
  const ok = results.every(([, result]) => result === 'ok')
  return { status: ok ? 'ok' : 'degraded', version, checks: Object.fromEntries(results) }
}

async function works(check: HealthCheck): Promise<boolean> {
  let late: NodeJS.Timeout | undefined
  const patience = new Promise<boolean>((resolve) => (late = setTimeout(() => resolve(false), PATIENCE_MS)))
  const checked = check().then(
    () => true,
    () => false,
  )
  const result = await Promise.race([checked, patience])
  clearTimeout(late)
  return result
}
