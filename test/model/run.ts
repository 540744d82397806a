import { chainOf, says } from './disks.ts'
import { strays, toSeal } from './references.ts'
import type { Rules } from './rules.ts'
import type { Run, State, Task } from './state.ts'

const TRIES = 2

/** Answers what is done next for a run: a call is left in `task.call`, anything else is done. Null: the task ends. */
export function nextOfRun(s: State, task: Task, rules: Rules): string | null {
  const run = s.run
  if (run?.id !== task.id || run.fence !== task.fence) return null
  const capture = run.kind === 'capture'
  switch (run.mark) {
    case 'accepted': {
      const n = newNumbers(s, run)
      run.oldInstance = s.instance
      run.oldOverlay = s.overlay
      const kept = s.kept[run.undoOf]
      if (kept !== undefined && !rules.freshUndo) run.overlay = kept.overlay
      return reach(run, task, 'preparing', `with ${n}`)
    }
    case 'preparing': {
      const backing = capture ? run.oldOverlay : target(s, run)
      if (task.at === '') {
        if (backing === null) return failed(s, run, task)
        if (run.undoOf >= 0 && !rules.freshUndo) return reach(run, task, 'prepared')
        task.call = { op: 'create', n: run.overlay, backing }
        task.at = 'made'
        return 'call'
      }
      if (s.files[run.overlay]?.backing !== backing) return failed(s, run, task)
      if (!capture) return reach(run, task, 'prepared')
      if (rules.pointerFirst) s.overlay = run.overlay
      return reach(run, task, 'switched', `o-${run.overlay} is the desktop’s`)
    }
    case 'prepared':
      if (rules.condemnFirst) s.condemned.push(run.oldInstance)
      return reach(run, task, 'protected', `i-${run.oldInstance} is condemned`)
    case 'protected':
      return killAndSeal(s, run, task, rules)
    case 'sealed':
      return start(s, run, task)
    case 'switched':
      return capture ? switchMachine(s, run, task, rules) : goLive(s, run, task)
  }
}

function killAndSeal(s: State, run: Run, task: Task, rules: Rules): string {
  if (task.at === '' && rules.sealAfterKill && s.machines.some((m) => m.n === run.oldInstance)) {
    task.call = { op: 'kill', i: run.oldInstance }
    return 'call'
  }
  if (seals(s, run.oldOverlay, task, rules)) return 'call'
  s.kept.push({ run: run.id, state: 'kept', overlay: run.oldOverlay, said: says(s, run.oldOverlay) })
  return reach(run, task, 'sealed', `o-${run.oldOverlay} is kept`)
}

/** Whether there is something left to seal. */
function seals(s: State, n: number, task: Task, rules: Rules): boolean {
  if (task.at !== 'below') {
    task.call = { op: 'seal', n }
    task.at = 'below'
    return true
  }
  if (task.plan.length === 0 && !task.seenImages.includes(n)) {
    task.plan = toSeal(s, n, rules).map((d) => ({ op: 'seal', n: d }))
    task.seenImages = [n]
  }
  task.call = task.plan.shift() ?? null
  return task.call !== null
}

function start(s: State, run: Run, task: Task): string {
  const { instance: i, overlay: disk } = run
  if (task.at === 'started') {
    const it = s.machines.find((m) => m.n === i)
    if (it?.disk !== disk || it.runs) return failed(s, run, task)
    s.instance = i
    s.overlay = disk
    return reach(run, task, 'switched', `i-${i} on o-${disk} is the desktop’s`)
  }
  const [stray] = strays(s)
  if (stray !== undefined) {
    task.call = { op: 'kill', i: stray }
    return 'call'
  }
  const backing = target(s, run)
  if (s.files[disk] === undefined) {
    if (backing === null) return failed(s, run, task)
    task.call = { op: 'create', n: disk, backing }
    return 'call'
  }
  task.call = { op: 'start', i, disk, clone: false, link: false }
  task.at = 'started'
  return 'call'
}

function goLive(s: State, run: Run, task: Task): string {
  if (task.at === '') {
    task.call = { op: 'link', i: run.instance }
    task.at = 'linked'
    return 'call'
  }
  if (s.machines.find((m) => m.n === run.instance)?.link !== true) return failed(s, run, task)
  s.run = null
  return 'the run ends: the desktop is there'
}

function switchMachine(s: State, run: Run, task: Task, rules: Rules): string {
  const { oldInstance: i, oldOverlay: taken, overlay: to } = run
  const machine = s.machines.find((m) => m.n === i)
  if (task.at === '') {
    if (machine === undefined) task.at = 'seal'
    else if (run.attempt > 1 && rules.switchNotAgain) task.at = 'look'
    else {
      const file = s.files[to]
      if (file === undefined || file.sealed || file.used || !standsFreshOn(s, to, machine.disk))
        return failed(s, run, task)
      file.used = true
      task.call = { op: 'switch', i, to, node: machine.disk }
      task.at = 'look'
      return 'call'
    }
  }
  if (task.at === 'look') {
    if (machine?.disk !== to) return failed(s, run, task)
    task.at = 'seal'
  }
  if (!rules.pointerFirst) s.overlay = to
  if (seals(s, taken, task, rules)) return 'call'
  const point = s.points[run.point]
  if (point !== undefined) {
    point.state = 'there'
    point.captured = taken
    point.said = says(s, taken)
  }
  s.run = null
  return `the point is taken: o-${taken}`
}

/** What lies between must be empty, as an earlier switch that never came left it. */
function standsFreshOn(s: State, to: number, now: number): boolean {
  const chain = chainOf(s, to).slice(1)
  const between = chain.slice(0, chain.indexOf(now))
  return chain.includes(now) && between.every((d) => s.files[d]?.wrote === 0)
}

/** What the run's overlay is to stand on; null if that is not promised any more. */
function target(s: State, run: Run): number | null {
  if (run.kind === 'undo') {
    const kept = s.kept[run.undoOf]
    return kept?.state === 'kept' ? kept.overlay : null
  }
  return s.points[run.point]?.overlay ?? null
}

function reach(run: Run, task: Task, mark: Run['mark'], detail = ''): string {
  run.mark = mark
  task.at = ''
  task.plan = []
  task.seenImages = []
  return `records ${mark} ${detail}`.trim()
}

/** What follows when a step failed. It always leads on. */
export function failed(s: State, run: Run, task: Task): string {
  task.at = ''
  task.plan = []
  task.seenImages = []
  if (run.kind === 'capture' || run.mark === 'accepted' || run.mark === 'preparing') {
    endWithout(s, run)
    return `the ${run.kind} ends without`
  }
  if (run.mark === 'prepared' || run.mark === 'protected' || run.attempt >= TRIES) {
    s.condemned.push(...(run.mark === 'sealed' || run.mark === 'switched' ? [run.instance] : []))
    s.handedOver.push(run.oldOverlay, s.overlay, run.overlay)
    s.run = null
    return 'the run is handed over'
  }
  s.condemned.push(run.instance)
  run.attempt++
  newNumbers(s, run)
  run.mark = 'sealed'
  return `another attempt, with ${run.instance}`
}

export function endWithout(s: State, run: Run): void {
  const point = s.points[run.point]
  if (run.kind === 'capture' && point !== undefined) point.state = 'gone'
  s.run = null
}

/** A run that nobody carries is taken; what an earlier broker began of it is burned. */
export function claim(s: State, rules: Rules): Task | null {
  const run = s.run
  if (run === null) return null
  run.fence++
  if (run.fence > 1 && rules.newNumbers) {
    if (run.mark === 'preparing') newNumbers(s, run)
    if (run.mark === 'sealed') {
      s.condemned.push(run.instance)
      newNumbers(s, run)
    }
  }
  if (run.fence > 1 && run.kind === 'capture' && run.mark === 'switched') run.attempt++
  return { kind: 'run', id: run.id, fence: run.fence, at: '', call: null, plan: [], seen: [], seenImages: [] }
}

function newNumbers(s: State, run: Run): number {
  const n = s.next++
  run.instance = n
  run.overlay = n
  run.given.push(n)
  return n
}
