import { availableParallelism } from 'node:os'

/** How many runs one host, and one storage, carries at once. */
export interface Slots {
  readonly host: number
  readonly storage: number
}

/** What an administrator says; else by processors: a desktop that comes up keeps one busy, and its storage half as much. */
export function slotsFor(says: { readonly perHost: number | null; readonly perStorage: number | null }): Slots {
  const host = says.perHost ?? Math.max(2, availableParallelism())
  return { host, storage: says.perStorage ?? 2 * host }
}

export function slotsOf({ atOnce }: { readonly atOnce?: Slots }): Slots {
  return atOnce ?? slotsFor({ perHost: null, perStorage: null })
}
