const FIRST_MS = 150
const LONGEST_MS = 3_000

/** How long to wait before try `n`, counted from 0, in ms. */
export function backOff(n: number): number {
  return n === 0 ? 0 : Math.min(LONGEST_MS, FIRST_MS * 1.6 ** (n - 1))
}
