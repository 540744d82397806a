import type { Run } from '../claim.ts'

/** Undo and the way back end with a state that may have been broken all along: it need not pass what a recovery must. */
export function bringsBackWhatWas(run: Run): boolean {
  return run.way_back === 1 || run.kind === 'undo'
}
