import { type Claim, LostClaimError, type Run } from './claim.ts'

/**
 * A claim for one step: it holds only while the run is still where the step began. A step that was given up, and whose call
 * comes back late, can then record nothing.
 */
export function stepClaim(claim: Claim, began: Run, signal: AbortSignal): Claim {
  const still = (run: Run): Run => {
    signal.throwIfAborted()
    if (isPast(began, run)) throw new LostClaimError(`run ${run.id} went on without this step`)
    return run
  }
  return {
    runId: claim.runId,
    fence: claim.fence,
    signal,
    read: async () => still(await claim.read()),
    commit: (write) => claim.commit((trx, run) => write(trx, still(run))),
  }
}

/** Whether the run is no more where a step of it began. */
export function isPast(began: Run, run: Run): boolean {
  return run.mark !== began.mark || run.attempt !== began.attempt || run.instance_n !== began.instance_n
}
