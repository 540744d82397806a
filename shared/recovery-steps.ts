import type { Mark, Recovery } from './api/recovery.ts'

/** The four words a person sees for the engine's states. */
export const steps = ['keeping', 'going-back', 'starting', 'checking'] as const
export type Step = (typeof steps)[number]

export interface StepView {
  readonly step: Step
  readonly state: 'done' | 'now' | 'next'
  /** How long it took, once done; in ms. */
  readonly tookMs: number | null
}

/** The mark at which each step is over. The last one ends with the recovery. */
const endsAt: Record<Step, Mark | null> = {
  keeping: 'sealed',
  'going-back': 'switched',
  starting: 'live',
  checking: null,
}

export function stepsOf(recovery: Recovery): StepView[] {
  const ended = recovery.endedAt === null ? null : Date.parse(recovery.endedAt) - Date.parse(recovery.pressedAt)
  let began: number | null = 0
  return steps.map((step) => {
    const mark = endsAt[step]
    const end = mark === null ? ended : (recovery.reached.find((r) => r.mark === mark)?.ms ?? null)
    const view: StepView =
      began === null
        ? { step, state: 'next', tookMs: null }
        : end === null
          ? { step, state: 'now', tookMs: null }
          : { step, state: 'done', tookMs: Math.max(0, end - began) }
    began = end
    return view
  })
}
