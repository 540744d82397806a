import { chainOf, isWhole, isWrittenTo, OF_CLONES, says } from './disks.ts'
import type { State } from './state.ts'

/** What must be so at every moment. */
export function look(s: State, broken: (what: string) => void): void {
  if (!isWhole(s, s.overlay)) broken('a disk below the desktop’s is gone')
  const own = s.machines.find((m) => m.n === s.instance)
  if (own !== undefined) {
    if (own.clone) broken('a clone is the desktop')
    if (differs(own.sees, says(s, s.overlay))) broken('the desktop’s disk does not say what its machine wrote')
  }
  const promised = promises(s)
  if ((s.owed & ~promised) !== 0) broken('something that the guest wrote is nowhere')

  const { run } = s
  if (run?.kind === 'undo' && s.kept[run.undoOf]?.state !== 'kept')
    broken('what an accepted undo is to bring back is given up')
  if (run?.kind === 'recover' && s.points[run.point]?.state !== 'there')
    broken('the point that an accepted recovery goes to is given up')
  for (const m of s.machines)
    for (const other of s.machines)
      if (m !== other && (m.file === other.file || chainOf(s, other.disk).slice(1).includes(m.disk)))
        broken('two live machines are on one disk')
  if (s.machines.filter((m) => m.runs && m.link).length > 1) broken('two machines are on the network')

  for (const kept of s.kept)
    if (kept.state === 'kept') lookAtSealed(s, 'what was put aside', kept.overlay, kept.said, broken)
  let good = false
  for (const point of s.points) {
    if (point.state !== 'there') continue
    lookAtSealed(s, 'a point', point.captured, point.said, broken)
    if (point.proof !== 'good') continue
    good = true
    lookAtSealed(s, 'the disk of a good point', point.overlay, point.said, broken)
    const image = s.images[point.image]
    if (image?.complete !== true) broken('a point is offered whose memory is not whole')
    else if (image.disk !== point.overlay || image.said !== says(s, point.overlay))
      broken('a point is offered that was not proven on exactly its disk')
  }
  if (s.hadGood === 1 && !good) broken('the last known good point is gone')
}

/** What the guest wrote and will be found: in the desktop's disk, or in what is kept of earlier ones. */
export function promises(s: State): number {
  let all = says(s, s.overlay)
  for (const kept of s.kept) if (kept.state === 'kept') all |= says(s, kept.overlay)
  if (s.run !== null && s.run.oldOverlay !== 0) all |= says(s, s.run.oldOverlay)
  for (const n of s.handedOver) all |= says(s, n)
  return all
}

function lookAtSealed(s: State, what: string, n: number, said: number, broken: (what: string) => void): void {
  if (!isWhole(s, n)) {
    broken(`${what}, or a disk below it, is gone`)
    return
  }
  if (differs(says(s, n), said)) broken(`${what} does not say any more what it said`)
  if (chainOf(s, n).some((d) => s.files[d]?.sealed !== true)) broken(`below ${what} is a disk that is not sealed`)
  if (chainOf(s, n).some((d) => isWrittenTo(s, d))) broken(`${what} is written to`)
}

function differs(one: number, other: number): boolean {
  return ((one ^ other) & ~OF_CLONES) !== 0
}
