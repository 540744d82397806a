import { movesOf } from './moves.ts'
import type { Rules } from './rules.ts'
import type { State } from './state.ts'

export interface Explored {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** The bound on states was met before every state was seen. */
  readonly cut: boolean
  /** Each kind of harm by its shortest way. */
  readonly violations: ReadonlyMap<string, readonly string[]>
  /** States that no fault-free steps lead out of to an end. */
  readonly stuck: number
  readonly stuckBy: readonly string[]
}

/** Breadth first over everything that can happen, whole states kept. */
export function explore(from: State, rules: Rules, { atMost, first }: { atMost: number; first: boolean }): Explored {
  const keys = [JSON.stringify(from)]
  const seen = new Map<string, number>([[keys[0] ?? '', 0]])
  const parents = [-1]
  const labels = ['']
  const depths = [0]
  const ways: number[] = []
  const ends: number[] = isEnd(from) ? [0] : []
  const violations = new Map<string, readonly string[]>()
  let transitions = 0
  let cut = false
  const wayTo = (at: number): string[] => {
    const way: string[] = []
    for (let i = at; i > 0; i = parents[i] ?? 0) way.unshift(labels[i] ?? '')
    return way
  }
  for (let at = 0; at < keys.length; at++) {
    for (const move of movesOf(keys[at] ?? '', rules)) {
      transitions++
      if (move.broken.length > 0) {
        for (const what of move.broken) if (!violations.has(what)) violations.set(what, [...wayTo(at), move.label])
        // What follows harm is no news.
        continue
      }
      const key = JSON.stringify(move.state)
      let to = seen.get(key)
      if (to === undefined) {
        if (keys.length >= atMost) {
          cut = true
          continue
        }
        to = keys.length
        seen.set(key, to)
        keys.push(key)
        parents.push(at)
        labels.push(move.label)
        depths.push((depths[at] ?? 0) + 1)
        if (isEnd(move.state)) ends.push(to)
      }
      if (move.leadsOn) ways.push(at, to)
    }
    if (first && violations.size > 0) break
  }
  const stuck = first || cut ? [] : without(keys.length, ways, ends)
  return {
    states: keys.length,
    transitions,
    depth: depths.at(-1) ?? 0,
    cut,
    violations,
    stuck: stuck.length,
    stuckBy: stuck[0] === undefined ? [] : wayTo(stuck[0]),
  }
}

/** No run is open, nothing is half-proven, no machine lives that belongs to nothing. */
function isEnd(s: State): boolean {
  return (
    s.run === null &&
    s.tasks.length === 0 &&
    s.points.every((p) => p.clone === 0) &&
    s.machines.every((m) => m.n === s.instance && !s.condemned.includes(m.n))
  )
}

/** The states from which none of `ends` is reached over `ways` (pairs of from and to). */
function without(count: number, ways: readonly number[], ends: readonly number[]): number[] {
  const start = new Int32Array(count + 1)
  for (let i = 1; i < ways.length; i += 2) start[(ways[i] ?? 0) + 1] = (start[(ways[i] ?? 0) + 1] ?? 0) + 1
  for (let i = 0; i < count; i++) start[i + 1] = (start[i + 1] ?? 0) + (start[i] ?? 0)
  const from = new Int32Array(ways.length / 2)
  const fill = start.slice()
  for (let i = 0; i < ways.length; i += 2) {
    const to = ways[i + 1] ?? 0
    from[fill[to] ?? 0] = ways[i] ?? 0
    fill[to] = (fill[to] ?? 0) + 1
  }
  const reached = new Uint8Array(count)
  const open = [...ends]
  for (const end of ends) reached[end] = 1
  for (let to = open.pop(); to !== undefined; to = open.pop())
    for (let i = start[to] ?? 0; i < (start[to + 1] ?? 0); i++) {
      const at = from[i] ?? 0
      if (reached[at] === 1) continue
      reached[at] = 1
      open.push(at)
    }
  return Array.from({ length: count }, (_, i) => i).filter((i) => reached[i] === 0)
}
