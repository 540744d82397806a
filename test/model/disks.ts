import type { State } from './state.ts'

/** What a clone writes of its own, which is nobody's work. */
export const OF_CLONES = 1 << 10

export function chainOf(s: State, n: number): number[] {
  const chain: number[] = []
  for (let at = n; at !== 0 && chain.length < 20; at = s.files[at]?.backing ?? 0) chain.push(at)
  return chain
}

/** Everything that whoever opens o-n reads. */
export function says(s: State, n: number): number {
  return chainOf(s, n).reduce((all, d) => all | (s.files[d]?.wrote ?? 0), 0)
}

export function isWhole(s: State, n: number): boolean {
  return chainOf(s, n).every((d) => s.files[d] !== undefined)
}

export function isWrittenTo(s: State, n: number): boolean {
  const file = s.files[n]
  return file !== undefined && s.machines.some((m) => m.file === file.id)
}

export function standsOn(s: State, n: number): boolean {
  return Object.values(s.files).some((f) => f.backing === n)
}

export function entries(s: State): [n: number, backing: number, sealed: boolean][] {
  return Object.entries(s.files).map(([n, f]) => [Number(n), f.backing, f.sealed])
}
