/**
 * Says again and again, each third of `lengthMs`, that something is still held, until the returned function is called.
 * `lost` is called once: if `renew` answers that it is held no more, or if it was not renewed in time by this process's own
 * clock, which also counts while the process is stopped. Somebody else may have it then.
 */
export function keepRenewed(
  { renew, lost }: { readonly renew: () => Promise<boolean>; readonly lost: (why: string) => void },
  lengthMs: number,
): () => void {
  let ended = false
  let next: NodeJS.Timeout | undefined
  let overdue: NodeJS.Timeout | undefined
  const end = () => {
    ended = true
    clearTimeout(next)
    clearTimeout(overdue)
  }
  const lose = (why: string) => {
    if (ended) return
    end()
    lost(why)
  }
  /** It is held until `lengthMs` after it was last asked for, not after the answer. */
  const held = (asked: number) => {
    clearTimeout(overdue)
    const left = asked + lengthMs - performance.now()
    overdue = setTimeout(() => lose('it was not renewed in time'), Math.max(0, left))
  }
  const again = async () => {
    const asked = performance.now()
    // The store may fail for a while: it is tried again until the time is over.
    const still = await renew().catch(() => null)
    if (ended) return
    if (still === false) {
      lose('somebody else has it')
      return
    }
    if (still === true) held(asked)
    next = setTimeout(() => void again(), lengthMs / 3)
  }
  held(performance.now())
  next = setTimeout(() => void again(), lengthMs / 3)
  return end
}
