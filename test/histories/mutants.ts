/** The engine with one rule taken out: in `file`, `rule` becomes `without`. Each must break some history. */
export interface Mutant {
  readonly name: string
  readonly file: string
  readonly rule: string
  readonly without: string
}

const mutant = (name: string, file: string, rule: string, without = ''): Mutant => ({ name, file, rule, without })

export const mutants: readonly Mutant[] = [
  mutant('a take-over burns nothing', 'recovery/claim.ts', 'if (run.fence > 1) await burn(trx, run)'),
  // Its signal and its place in the run each cover for the other.
  mutant(
    'a step that was given up still records',
    'recovery/step-claim.ts',
    `signal.throwIfAborted()
    if (`,
    'if (run.fence < 0 && ',
  ),
  mutant(
    'a kill is not looked at',
    'recovery/kill-for-sure.ts',
    'if (!(await hypervisor.instance(desktop, n)).alive) return',
    'return',
  ),
  mutant(
    'a seal is not looked at',
    'recovery/seal-for-sure.ts',
    'if (seen?.sealed === true) return seen',
    'if (seen !== null) return said',
  ),
  mutant(
    'the old machine is not killed',
    'recovery/steps/kill.ts',
    'await killForSure(parts, desktop, old, claim.signal)',
  ),
  mutant('strays live', 'recovery/steps/start.ts', 'await killStrays(parts, desktop, claim.signal)'),
  mutant(
    'earlier tries live, and strays too',
    'recovery/steps/start.ts',
    `await killEarlierAttempts(parts, claim, run)
  await killStrays(parts, desktop, claim.signal)`,
  ),
  mutant(
    'a press at what is gone counts',
    'recovery/presses.ts',
    'wish.generation !== desktop.generation',
    'wish.generation < 0',
  ),
  mutant('keys are forgotten', 'recovery/presses.ts', 'if (before !== undefined) {', 'if (before === null as never) {'),
  mutant(
    'memory is kept with a share mounted',
    'recovery/steps/keep-memory.ts',
    "if (left !== 'left') return { diskOnly: left }",
  ),
  mutant(
    'memory is promised whatever the disk did since',
    'recovery/steps/kill.ts',
    'if (await hypervisor.imageFits(run.desktop_id, run.saved_n, kept)) return run.saved_n',
    'if (run.saved_n > 0) return run.saved_n',
  ),
  mutant(
    'a machine may stand still after it was resumed',
    'recovery/steps/go-live.ts',
    "if ((await hypervisor.instance(desktop, n)).status === 'paused')\n",
    'if (n < 0)\n',
  ),
  mutant(
    'a link may stay down',
    'recovery/steps/go-live.ts',
    'if (!(await hypervisor.instance(desktop, n)).linkUp)',
    'if (n < 0)',
  ),
  mutant(
    'a step has all the time there is',
    'recovery/carry-out.ts',
    'await Promise.race([step, given])',
    'await step',
  ),
  mutant(
    'an undo point goes before its time',
    'restore-points/thin.ts',
    'if (point.kept_until > now && point !== oldest) continue',
  ),
  mutant(
    'an undo point goes while it is undone to',
    'restore-points/thin.ts',
    ' && !undoing.some((run) => run.undo_of === k.run_id)',
  ),
  mutant(
    'the last good point goes',
    'restore-points/thinning.ts',
    'p.held || p === lastGood || p === newestFirst[0]',
    'p.held',
  ),
  mutant('what is kept for undo is cleared away', 'restore-points/references.ts', 'add(overlays, undo.overlay_n)'),
  mutant(
    'a run tells no audit line',
    'recovery/finish.ts',
    'await record(trx, {',
    'if (run.fence < 0) await record(trx, {',
  ),
  mutant(
    'the trail is no chain',
    'audit/audit.ts',
    'previous: last?.hash ?? BEFORE_THE_FIRST,',
    'previous: BEFORE_THE_FIRST,',
  ),
  mutant(
    'a point: the machine is switched before the pointer',
    'recovery/steps/capture-point.ts',
    "await trx.updateTable('desktop').set({ overlay_n: n }).where('id', '=', desktop).execute()",
  ),
]
