import { entries, OF_CLONES } from './disks.ts'
import { promises } from './invariants.ts'
import { meantDisks, meantImages, meantToLive, planOf } from './references.ts'
import type { Rules } from './rules.ts'
import type { Call, Kept, Point, State, Task } from './state.ts'

/** A point is checked in a clone above it. `passes`: whether it would, so that both are tried. */
export function nextOfProof(s: State, task: Task, rules: Rules, broken: (what: string) => void): string | null {
  const point = s.points[task.id]
  if (point === undefined || point.clone !== task.fence) return null
  const c = point.clone
  const disk = rules.cloneOwnNumber ? c : point.captured
  switch (task.at) {
    case 'make':
      task.at = 'start'
      if (!rules.cloneOwnNumber) return 'needs no overlay'
      task.call = { op: 'create', n: c, backing: point.captured }
      return 'call'
    case 'start':
      task.at = 'check'
      task.call = { op: 'start', i: c, disk, clone: true, link: !rules.cloneApart }
      return 'call'
    case 'check': {
      const machine = s.machines.find((m) => m.n === c)
      if (machine === undefined) return letBe(s, task, point)
      machine.passed = true
      task.at = 'save'
      if (rules.savedBeforeProven) return `i-${c} passes its checks`
      return good(s, point, disk)
    }
    case 'save':
      if (s.machines.find((m) => m.n === c)?.passed !== true) broken('a clone that did not pass is saved')
      task.at = 'seal'
      task.call = { op: 'complete', i: c }
      return 'call'
    case 'seal':
      task.at = 'end'
      task.call = { op: 'seal', n: disk }
      return 'call'
    default:
      return good(s, point, disk)
  }
}

function good(s: State, point: Point, disk: number): string {
  point.proof = 'good'
  point.overlay = disk
  point.image = point.clone
  point.clone = 0
  s.hadGood = 1
  return `the point is good: o-${disk}`
}

/** As it was, and its clone must not live on. */
export function letBe(s: State, task: Task | null, point: Point): string {
  const c = point.clone
  s.condemned.push(c)
  point.clone = 0
  point.proof = 'unproven'
  if (task !== null) task.call = { op: 'kill', i: c }
  return `the point is as it was, and i-${c} is condemned`
}

/** What is half-proven and nobody's: the broker died. */
export function takeOver(s: State, point: Point, rules: Rules): string {
  if (rules.giveUpHalfProven) return letBe(s, null, point)
  if (s.files[point.clone] === undefined) return letBe(s, null, point)
  return `half-proven, ${good(s, point, point.clone)}`
}

/** What may be thinned now: an index of a point, or of what was kept. */
export function thinnable(s: State, rules: Rules): { readonly points: number[]; readonly kept: number[] } {
  if (s.handedOver.length > 0) return { points: [], kept: [] }
  const used = (p: number) => rules.usedIsKept && s.run?.point === p
  const lastGood = s.points.findLastIndex((p) => p.state === 'there' && p.proof === 'good')
  const points = s.points.flatMap((p, at) => {
    const stays = p.state !== 'there' || p.clone !== 0 || used(at) || (rules.keepsLastGood && at === lastGood)
    return stays ? [] : [at]
  })
  const kept = s.kept.flatMap((k, at) => {
    const undone = rules.usedIsKept && s.run?.undoOf === at
    return k.state !== 'kept' || s.run?.id === k.run || undone ? [] : [at]
  })
  return { points, kept }
}

export function mark(s: State, item: Point | Kept): void {
  item.state = 'deleting'
  if ('proof' in item) item.proof = 'unproven'
  s.owed &= promises(s)
}

/** Without the mark: everything of it is deleted, and that is said afterwards. */
export function thinAtOnce(s: State, item: Point | Kept, rules: Rules): Call[] {
  const image: Call[] = 'image' in item && item.image !== 0 ? [{ op: 'deleteImage', n: item.image }] : []
  return [...image, ...planOf(entries(s), meantDisks(s, item), rules).filter((c) => c.op === 'delete')]
}

export function nextOfThin(s: State, task: Task): string {
  task.call = task.plan.shift() ?? null
  if (task.call !== null) return 'call'
  const item = task.fence === 0 ? s.points[task.id] : s.kept[task.id]
  if (item !== undefined) mark(s, item)
  task.at = 'end'
  return 'it is thinned'
}

export function nextOfClearing(s: State, task: Task, rules: Rules): string | null {
  if (task.at === '') {
    if (rules.thereBeforeMeant) {
      task.seen = entries(s)
      task.seenImages = Object.keys(s.images).map(Number)
    } else task.seen = meantDisks(s).map((n) => [n, 0, false])
    task.at = 'meant'
    return `looks what is ${rules.thereBeforeMeant ? 'there' : 'meant to be there'}`
  }
  if (task.at === 'meant') {
    const meant = rules.thereBeforeMeant ? meantDisks(s) : task.seen.map(([n]) => n)
    const there = rules.thereBeforeMeant ? task.seen : entries(s)
    const images = task.seenImages.filter((n) => !meantImages(s).includes(n))
    task.plan = [...images.map((n): Call => ({ op: 'deleteImage', n })), ...planOf(there, meant, rules)]
    task.seen = []
    task.seenImages = []
    task.at = 'go'
    return `looks what is ${rules.thereBeforeMeant ? 'meant to be there' : 'there'}`
  }
  task.call = task.plan.shift() ?? null
  if (task.call !== null) return 'call'
  for (const item of [...s.points, ...s.kept]) if (item.state === 'deleting') item.state = 'gone'
  return null
}

export function nextOfSweep(s: State, task: Task, rules: Rules): string | null {
  const first = task.at === ''
  if (first || task.at === 'meant') {
    task.at = first ? 'meant' : 'go'
    if (first && rules.aliveBeforeMeant) task.seenImages = s.machines.map((m) => m.n)
    else if (first) task.seenImages = meantToLive(s)
    else {
      const alive = rules.aliveBeforeMeant ? task.seenImages : s.machines.map((m) => m.n)
      const meant = rules.aliveBeforeMeant ? meantToLive(s) : task.seenImages
      task.plan = alive.filter((n) => !meant.includes(n)).map((i): Call => ({ op: 'kill', i }))
      task.seenImages = []
    }
    return `looks what ${first === rules.aliveBeforeMeant ? 'is alive' : 'is meant to live'}`
  }
  task.call = task.plan.shift() ?? null
  return task.call === null ? null : 'call'
}

/** A clone writes when it boots. */
export function boots(s: State): void {
  for (const m of s.machines) {
    const file = Object.values(s.files).find((f) => f.id === m.file)
    if (!m.clone || !m.runs || (m.sees & OF_CLONES) !== 0) continue
    m.sees |= OF_CLONES
    if (file !== undefined) file.wrote |= OF_CLONES
  }
}
