import type { MachineSpec } from '../../broker/hypervisors/machine-spec.ts'

export interface Share {
  readonly unc: string
  readonly user: string
  readonly password: string
  readonly network: MachineSpec['network']
}

/** From the press, in ms: until the guest's agent answered, and until its share was open. */
export interface Taken {
  readonly agentMs: number
  readonly shareMs: number
}

/** Tells a figure, and keeps it for the file. */
export type Say = (name: string, text: string, figures: object) => void

export interface Spread {
  readonly n: number
  readonly median: number
  readonly min: number
  readonly max: number
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (i: number) => sorted[i] ?? Number.NaN
  const half = Math.floor(sorted.length / 2)
  const median = sorted.length % 2 === 1 ? at(half) : (at(half - 1) + at(half)) / 2
  return { n: sorted.length, median, min: at(0), max: at(sorted.length - 1) }
}
