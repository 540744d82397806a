import { chainOf } from './disks.ts'
import type { Rules } from './rules.ts'
import type { Call, State } from './state.ts'

type Entries = readonly (readonly [n: number, backing: number, sealed: boolean])[]

/** Machines that something in the store stands for. */
export function meantToLive(s: State): number[] {
  const meant = [s.instance, s.run?.instance ?? 0, ...s.points.map((p) => p.clone)]
  return meant.filter((n) => n !== 0 && !s.condemned.includes(n))
}

export function strays(s: State): number[] {
  const meant = meantToLive(s)
  return s.machines.map((m) => m.n).filter((n) => !meant.includes(n))
}

/** Disks that something in the store stands for; `gone` is left out, as if it were marked. */
export function meantDisks(s: State, gone: object | null = null): number[] {
  const meant = [s.overlay, ...s.handedOver]
  for (const p of s.points)
    if (p !== gone && (p.state === 'taking' || p.state === 'there'))
      meant.push(p.captured, p.clone, p.proof === 'good' ? p.overlay : 0)
  for (const k of s.kept) if (k !== gone && k.state === 'kept') meant.push(k.overlay)
  if (s.run !== null) meant.push(s.run.overlay, s.run.oldOverlay, ...s.run.given)
  return meant.filter((n) => n !== 0)
}

export function meantImages(s: State): number[] {
  const points = s.points.filter((p) => p.state === 'there' || p.state === 'taking')
  return [...points.flatMap((p) => [p.image, p.clone]), ...(s.run?.given ?? [])]
}

/** What to delete of what is there, each disk before what it stands on; and one merge of what is left. */
export function planOf(there: Entries, meant: readonly number[], rules: Rules): Call[] {
  const backing = new Map(there.map(([n, b]) => [n, b]))
  const below = (n: number): number[] => {
    const chain: number[] = []
    for (let at = n; at !== 0 && backing.has(at) && chain.length < 20; at = backing.get(at) ?? 0) chain.push(at)
    return chain
  }
  const needed = new Set(rules.belowIsKept ? meant.flatMap(below) : meant)
  const unneeded = there.map(([n]) => n).filter((n) => !needed.has(n))
  unneeded.sort((a, b) => below(b).length - below(a).length)
  const deletes = unneeded.map((n): Call => ({ op: 'delete', n, checked: false }))

  const left = there.filter(([n]) => needed.has(n))
  for (const [n, b, sealed] of left) {
    if (rules.absorbsSealedOnly && !sealed) continue
    const between: number[] = []
    let onto = b
    while (onto !== 0 && !meant.includes(onto) && left.filter(([, x]) => x === onto).length === 1) {
      const next = left.find(([x]) => x === onto)
      if (next?.[2] !== true) break
      between.push(onto)
      onto = next[1]
    }
    if (between.length === 0) continue
    const early = rules.absorbsThenDeletes ? [] : between.map((n): Call => ({ op: 'delete', n, checked: true }))
    return [...deletes, { op: 'copy', n, onto }, ...early, { op: 'rename', n, onto }]
  }
  return deletes
}

/** What is to be sealed below o-n. */
export function toSeal(s: State, n: number, rules: Rules): number[] {
  if (!rules.sealWholeChain) return []
  const found: number[] = []
  for (const d of chainOf(s, n).slice(1)) {
    if (s.files[d]?.sealed === false) found.push(d)
    else if (!rules.sealPastSealed) break
  }
  return found
}
