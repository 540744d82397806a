import { carryOut, mayBeDeleted, write } from './host.ts'
import { look } from './invariants.ts'
import * as points from './points.ts'
import { strays } from './references.ts'
import type { Rules } from './rules.ts'
import * as runs from './run.ts'
import type { Bounds, Call, Kept, Point, Run, State, Task } from './state.ts'

export interface Move {
  readonly label: string
  /** It is no fault, and nobody outside need do anything for it. */
  readonly leadsOn: boolean
  readonly state: State
  readonly broken: readonly string[]
}

type Broken = (what: string) => void
type Act = (s: State, broken: Broken) => string

const FAULTS = ['deaths', 'lates', 'errors'] as const

/** Everything that can happen next. */
export function movesOf(key: string, rules: Rules): Move[] {
  const now = JSON.parse(key) as State
  const moves: Move[] = []
  const add = (leadsOn: boolean, act: Act): void => {
    const state = JSON.parse(key) as State
    const broken: string[] = []
    const label = act(state, (what) => broken.push(what))
    points.boots(state)
    look(state, (what) => broken.push(what))
    tidy(state)
    moves.push({ label, leadsOn, state, broken })
  }
  const may = (what: keyof Bounds, times = 1): boolean =>
    now.left[what] >= times && (!FAULTS.some((f) => f === what) || now.left.faults > 0)

  people(now, may, add)
  if (may('writes') && mayWrite(now))
    add(false, (s) => {
      const bit = 1 << s.left.writes
      spend(s, 'writes')
      s.owed |= bit
      write(s, s.instance, bit)
      return `the guest writes, to o-${s.machines.find((m) => m.n === s.instance)?.disk ?? 0}`
    })
  now.late.forEach((_, at) =>
    add(false, (s, broken) => {
      const [call] = s.late.splice(at, 1)
      const done = call !== undefined && carryOut(s, call, rules, broken)
      return `late: ${call === undefined ? '' : said(call)} ${done ? 'takes effect' : 'is refused'}`
    }),
  )
  if (may('deaths') && (now.tasks.length > 0 || now.points.some((p) => p.clone !== 0)))
    add(false, (s) => {
      spend(s, 'deaths')
      die(s)
      return 'the broker dies and is started again'
    })
  begin(now, rules, may, add)
  now.tasks.forEach((task, at) =>
    task.call === null ? decide(task, at, rules, add) : make(now, task, at, rules, may, add),
  )
  return moves
}

function people(now: State, may: (what: keyof Bounds) => boolean, add: (on: boolean, act: Act) => void): void {
  if (now.handedOver.length > 0) return
  if (now.run === null && may('captures'))
    add(false, (s) => {
      spend(s, 'captures')
      s.points.push({ state: 'taking', proof: 'unproven', captured: 0, clone: 0, overlay: 0, image: 0, said: 0 })
      accept(s, 'capture', s.points.length - 1, -1)
      return 'a point is asked for'
    })
  if (now.run !== null && now.run.kind !== 'capture') return
  const supersede = (s: State) => s.run !== null && runs.endWithout(s, s.run)
  const good = now.points.findLastIndex((p) => p.proof === 'good')
  if (good >= 0 && may('recovers'))
    add(false, (s) => {
      spend(s, 'recovers')
      supersede(s)
      accept(s, 'recover', good, -1)
      return 'Recover is accepted'
    })
  now.kept.forEach((kept, at) => {
    if (kept.state === 'kept' && may('undos'))
      add(false, (s) => {
        spend(s, 'undos')
        supersede(s)
        accept(s, 'undo', -1, at)
        return `Undo is accepted, to o-${kept.overlay}`
      })
  })
}

function accept(s: State, kind: Run['kind'], point: number, undoOf: number): void {
  const none = { instance: 0, overlay: 0, oldInstance: 0, oldOverlay: 0 }
  s.run = { id: ++s.runs, kind, mark: 'accepted', attempt: 1, fence: 0, ...none, point, undoOf, given: [] }
}

/** What the broker begins by itself. */
function begin(
  now: State,
  rules: Rules,
  may: (what: keyof Bounds) => boolean,
  add: (on: boolean, act: Act) => void,
): void {
  const busy = (kind: Task['kind'], id?: number) =>
    now.tasks.some((t) => t.kind === kind && (id === undefined || t.id === id))
  if (now.run !== null && !busy('run', now.run.id))
    add(true, (s) => {
      const task = runs.claim(s, rules)
      if (task !== null) s.tasks.push(task)
      return `the broker takes the ${s.run?.kind ?? ''}`
    })
  now.points.forEach((point, at) => {
    if (busy('proof', at)) return
    if (point.clone !== 0)
      add(true, (s) => {
        const half = s.points[at]
        return half === undefined ? '' : points.takeOver(s, half, rules)
      })
    else if (point.state === 'there' && point.proof === 'unproven' && may('proofs'))
      add(false, (s) => {
        spend(s, 'proofs')
        const due = s.points[at]
        if (due === undefined) return ''
        due.clone = s.next++
        due.proof = 'proving'
        s.tasks.push({ ...fresh('proof', at, due.clone), at: 'make' })
        return `a check of o-${due.captured} begins, with ${due.clone}`
      })
  })
  if (may('thinnings') && !busy('thin')) {
    const free = points.thinnable(now, rules)
    const thin = (item: (s: State) => Point | Kept | undefined, what: string, id: number, kept: number): void =>
      add(false, (s) => {
        spend(s, 'thinnings')
        const it = item(s)
        if (it === undefined) return ''
        if (rules.markedFirst) points.mark(s, it)
        else s.tasks.push({ ...fresh('thin', id, kept), plan: points.thinAtOnce(s, it, rules) })
        return rules.markedFirst ? `${what} is marked for deletion` : `thinning sees that ${what} is not needed`
      })
    for (const at of free.points) thin((s) => s.points[at], `the point o-${now.points[at]?.captured ?? 0}`, at, 0)
    for (const at of free.kept) thin((s) => s.kept[at], `what was put aside, o-${now.kept[at]?.overlay ?? 0},`, at, 1)
  }
  if (may('clearings') && !busy('clear'))
    add(false, (s) => {
      spend(s, 'clearings')
      s.tasks.push(fresh('clear', 0, 0))
      return 'clearing away begins'
    })
  const left = strays(now).length > 0
  if ((left || may('sweeps')) && !busy('sweep'))
    add(left, (s) => {
      if (!left) spend(s, 'sweeps')
      s.tasks.push(fresh('sweep', 0, 0))
      return 'the sweep begins'
    })
}

function fresh(kind: Task['kind'], id: number, fence: number): Task {
  return { kind, id, fence, at: '', call: null, plan: [], seen: [], seenImages: [] }
}

/** The next thing that is recorded, or the next call that is about to be made. */
function decide(task: Task, at: number, rules: Rules, add: (on: boolean, act: Act) => void): void {
  add(true, (s, broken) => {
    const mine = s.tasks[at]
    const label = mine === undefined ? null : next(s, mine, rules, broken)
    if (label === null) s.tasks.splice(at, 1)
    if (label === null || mine === undefined) return `${task.kind}: nothing more to do`
    const about = mine.call === null ? '' : ` (about to ${said(mine.call)})`
    return `${task.kind}: ${label === 'call' ? about.trim() : label + about}`
  })
  // A check gives way to a person, and whatever it was doing is not gone on with.
  if (task.kind === 'proof' && task.at !== 'make')
    add(false, (s) => {
      const mine = s.tasks[at]
      const point = s.points[task.id]
      if (mine === undefined || point?.clone !== mine.fence) return 'proof: nothing to give way with'
      return `proof: gives way; ${points.letBe(s, mine, point)}`
    })
}

function next(s: State, task: Task, rules: Rules, broken: Broken): string | null {
  if (task.kind === 'run') return runs.nextOfRun(s, task, rules)
  if (task.kind === 'proof') return points.nextOfProof(s, task, rules, broken)
  if (task.kind === 'clear') return points.nextOfClearing(s, task, rules)
  if (task.kind === 'sweep') return points.nextOfSweep(s, task, rules)
  return task.at === 'end' ? null : points.nextOfThin(s, task)
}

/** The call is made: it is done, fails, or is late; or the broker dies and it is done all the same. */
function make(
  now: State,
  { call: asked, kind }: Task,
  at: number,
  rules: Rules,
  may: (what: keyof Bounds, times?: number) => boolean,
  add: (on: boolean, act: Act) => void,
): void {
  if (asked === null) return
  const what = `${kind}: ${said(asked)}`
  const act = (s: State, done: (broken: Broken) => boolean, broken: Broken): boolean => {
    const task = s.tasks[at]
    if (task !== undefined) task.call = null
    const ok = done(broken)
    if (!ok && task !== undefined) sawFailure(s, task)
    return ok
  }
  add(true, (s, broken) => {
    const ok = act(s, () => carryOut(s, asked, rules, broken), broken)
    return `${what} ${ok ? 'is done' : 'is refused'}`
  })
  if (may('errors')) {
    add(false, (s, broken) => {
      spend(s, 'errors')
      act(s, () => false, broken)
      return `${what} fails`
    })
    add(false, (s, broken) => {
      spend(s, 'errors')
      act(s, () => !carryOut(s, asked, rules, broken) && false, broken)
      return `${what} is done, and said to have failed`
    })
  }
  if (!may('lates')) return
  // Whatever was looked at when it was sent is not looked at again when it arrives.
  const onItsWay: Call = asked.op === 'delete' ? { ...asked, checked: true } : asked
  if (asked.op === 'delete' && (now.files[asked.n] === undefined || !mayBeDeleted(now, asked.n, rules))) return
  add(false, (s, broken) => {
    spend(s, 'lates')
    s.late.push(onItsWay)
    act(s, () => false, broken)
    return `${what} is not answered, and still on its way`
  })
  if (may('deaths') && now.left.faults > 1)
    add(false, (s) => {
      spend(s, 'lates')
      spend(s, 'deaths')
      s.late.push(onItsWay)
      die(s)
      return `the broker dies while ${said(asked)} is on its way`
    })
}

function sawFailure(s: State, task: Task): void {
  const point = s.points[task.id]
  if (task.kind === 'run' && s.run?.id === task.id && s.run.fence === task.fence) runs.failed(s, s.run, task)
  else if (task.kind === 'proof' && point !== undefined && point.clone === task.fence) points.letBe(s, task, point)
  // The copy was not made, so there is nothing to give its name to.
  else if (task.kind === 'clear')
    task.plan = task.plan.filter((c) => c.op !== 'rename' || s.copies.some((x) => x.of === c.n))
}

function die(s: State): void {
  s.tasks = []
  s.copies = s.copies.filter((c) => s.late.some((l) => l.op === 'rename' && l.n === c.of))
}

/** The desktop is used until it is being replaced, and from the end of that on. */
function mayWrite(s: State): boolean {
  const { run } = s
  const replaced = run !== null && run.kind !== 'capture' && run.mark !== 'accepted' && run.oldInstance !== s.instance
  return !replaced && s.machines.some((m) => m.n === s.instance && m.runs)
}

function spend(s: State, what: keyof Bounds): void {
  const faults = FAULTS.some((f) => f === what) ? s.left.faults - 1 : s.left.faults
  s.left = { ...s.left, faults, [what]: s.left[what] - 1 }
}

/** What nobody can ever ask for again makes no two states different. */
function tidy(s: State): void {
  const named = (n: number) =>
    s.machines.some((m) => m.n === n) ||
    s.run?.instance === n ||
    [...s.late, ...s.tasks.map((t) => t.call)].some((c) => c !== null && 'i' in c && c.i === n)
  s.condemned = [...new Set(s.condemned)].filter(named).sort((a, b) => a - b)
  s.copies = s.copies.filter((c) =>
    [...s.late, ...s.tasks.flatMap((t) => [t.call, ...t.plan])].some(
      (l) => l?.op === 'rename' && l.n === c.of && l.onto === c.onto,
    ),
  )
  s.late.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function said(call: Call): string {
  switch (call.op) {
    case 'create':
      return `create o-${call.n} on ${call.backing === 0 ? 'golden' : `o-${call.backing}`}`
    case 'switch':
      return `switch i-${call.i} from o-${call.node} to o-${call.to}`
    case 'start':
      return `start i-${call.i} on o-${call.disk}`
    case 'copy':
    case 'rename':
      return `${call.op} o-${call.n} merged onto ${call.onto === 0 ? 'golden' : `o-${call.onto}`}`
    case 'seal':
    case 'delete':
      return `${call.op} o-${call.n}`
    case 'deleteImage':
      return `delete m-${call.n}`
    default:
      return `${call.op} i-${call.i}`
  }
}
