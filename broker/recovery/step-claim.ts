import { type Claim, LostClaimError, type Run } from './claim.ts'

/**
 * A claim for one step: it holds only while the run is still where the step began. A step that was given up, and whose call
 * comes back late, can then record nothing.
 */
export function stepClaim(claim: Claim, began: Run, signal: AbortSignal): Claim {
  const still = (run: Run): Run => {
    signal.throwIfAborted()
    if (run.mark !== began.mark || run.attempt !== began.attempt || run.instance_n !== began.instance_n)
      throw new LostClaimError(`run ${run.id} went on without this step`)
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
