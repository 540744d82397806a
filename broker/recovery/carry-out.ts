import type { Mark } from '../../shared/api/recovery.ts'
import { UncertainError } from '../hypervisors/hypervisor.ts'
import { afterFailure } from './after-failure.ts'
import { type Claim, LostClaimError, type Run, StoreError } from './claim.ts'
import { type Parts, settingsOf } from './parts.ts'
import { stepClaim } from './step-claim.ts'
import { begin } from './steps/begin.ts'
import { beginCapture } from './steps/capture-begin.ts'
import { putOverlayOn } from './steps/capture-point.ts'
import { switchToOverlay } from './steps/capture-switch.ts'
import { check } from './steps/check.ts'
import { goLive } from './steps/go-live.ts'
import { kill } from './steps/kill.ts'
import { prepare } from './steps/prepare.ts'
import { protect } from './steps/protect.ts'
import { start } from './steps/start.ts'
import { WaitsError } from './waits-error.ts'

/** What is done at each mark. Each ends by recording the next one; each can be begun again from the mark alone. */
const steps: Record<Mark, Step> = {
  accepted: begin,
  preparing: prepare,
  prepared: protect,
  protected: kill,
  sealed: start,
  switched: goLive,
  live: check,
}

/** The same of a run that takes a restore point: the machine goes on running. */
const captureSteps: Partial<Record<Mark, Step>> = {
  accepted: beginCapture,
  preparing: putOverlayOn,
  switched: switchToOverlay,
}

type Step = (parts: Parts, claim: Claim, run: Run) => Promise<void>

function stepOf({ id, kind, mark }: Run): Step {
  const step = kind === 'capture' ? captureSteps[mark] : steps[mark]
  if (step === undefined) throw new Error(`run ${id} takes a point and is ${mark}, which is no part of that`)
  return step
}

/**
 * Carries a run from wherever it is to its end, or as far as its turn has come. Throws only if it was told to stop, or if the
 * store fails: the next claim of the run goes on then as after a broker that died. `lastly`: that was so several times, and a
 * step for which the store fails counts as one that failed.
 */
export async function carryOut(parts: Parts, claim: Claim, lastly: boolean): Promise<void> {
  for (;;) {
    let run: Run
    try {
      run = await claim.read()
    } catch (error) {
      if (error instanceof LostClaimError) return
      throw error
    }
    try {
      await inTime(parts, claim, run)
    } catch (error) {
      claim.signal.throwIfAborted()
      if (error instanceof LostClaimError) continue
      if (error instanceof WaitsError) return
      if (error instanceof StoreError && !lastly) throw error
      const { id, desktop_id: desktop, mark, attempt } = run
      parts.log.warn({ run: id, desktop, mark, attempt, err: error }, 'a step failed')
      await afterFailure(parts, claim, run, error)
    }
  }
}

/** A step that is not done in its time is given up, whatever it waits for: so every press ends. */
async function inTime(parts: Parts, claim: Claim, run: Run): Promise<void> {
  const limit = limitMs(parts, run)
  const late = new AbortController()
  const given = new Promise<never>((_, reject) => {
    late.signal.addEventListener('abort', () => reject(late.signal.reason as Error))
  })
  const timer = setTimeout(() => late.abort(new UncertainError(`not done within ${limit / 1000} s`)), limit)
  try {
    const step = stepOf(run)(parts, stepClaim(claim, run, AbortSignal.any([claim.signal, late.signal])), run)
    await Promise.race([step, given])
  } finally {
    clearTimeout(timer)
  }
}

function limitMs(parts: Parts, run: Run): number {
  const { bootSeconds, sessionSeconds, stepSeconds } = settingsOf(parts, run.desktop_id).policy
  const seconds = run.mark === 'switched' ? stepSeconds + bootSeconds + 2 * sessionSeconds : stepSeconds
  return seconds * 1000
}
