/** Pools as they are typed, with commas between them; none: everywhere. */
export function poolsFrom(typed: string): string[] | null {
  const pools = typed.split(/[\s,]+/).filter((name) => name !== '')
  return pools.length === 0 ? null : [...new Set(pools)]
}

export function poolsTyped(pools: readonly string[] | null): string {
  return (pools ?? []).join(', ')
}
