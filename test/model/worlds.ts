import type { Bounds, State } from './state.ts'

const NOTHING: Bounds = {
  captures: 0,
  recovers: 0,
  undos: 0,
  proofs: 0,
  thinnings: 0,
  clearings: 0,
  sweeps: 0,
  writes: 0,
  deaths: 0,
  lates: 0,
  errors: 0,
  faults: 0,
}

const BEFORE = 1 << 8

/** A desktop in use: i-3 on o-3, on the good point o-2, which is a clone of the captured o-1. */
export function inUse(left: Partial<Bounds>): State {
  return {
    instance: 3,
    overlay: 3,
    next: 4,
    run: null,
    runs: 0,
    points: [{ state: 'there', proof: 'good', captured: 1, clone: 0, overlay: 2, image: 2, said: 0 }],
    kept: [],
    condemned: [],
    handedOver: [],
    files: {
      1: { id: 1, backing: 0, wrote: 0, sealed: true, used: true },
      2: { id: 2, backing: 1, wrote: 0, sealed: true, used: true },
      3: { id: 3, backing: 2, wrote: BEFORE, sealed: false, used: true },
    },
    images: { 2: { disk: 2, complete: true, said: 0 } },
    machines: [{ n: 3, disk: 3, file: 3, runs: true, link: true, clone: false, sees: BEFORE, passed: false }],
    copies: [],
    late: [],
    tasks: [],
    left: { ...NOTHING, ...left },
    owed: BEFORE,
    made: 3,
    hadGood: 1,
  }
}

/** The same after two more points were taken and nobody checked them: o-3 and o-4 are captured, i-3 writes to o-5. */
export function pointsTaken(left: Partial<Bounds>): State {
  const s = inUse(left)
  const captured = (n: number, said: number) =>
    ({ state: 'there', proof: 'unproven', captured: n, clone: 0, overlay: n, image: 0, said }) as const
  s.points.push(captured(3, BEFORE), captured(4, BEFORE | (BEFORE << 1)))
  const own = s.files[3]
  if (own !== undefined) own.sealed = true
  s.files[4] = { id: 4, backing: 3, wrote: BEFORE << 1, sealed: true, used: true }
  s.files[5] = { id: 5, backing: 4, wrote: 0, sealed: false, used: true }
  s.machines = [
    { n: 3, disk: 5, file: 5, runs: true, link: true, clone: false, sees: BEFORE | (BEFORE << 1), passed: false },
  ]
  return { ...s, overlay: 5, next: 6, made: 5, owed: BEFORE | (BEFORE << 1) }
}

/** The same after a recovery: i-6 on o-6 on the good point; o-5, and so the captured o-4 and o-3, are kept for undo. */
export function recovered(left: Partial<Bounds>): State {
  const s = pointsTaken(left)
  const old = s.files[5]
  if (old !== undefined) {
    old.sealed = true
    old.wrote = BEFORE >> 1
  }
  const all = BEFORE | (BEFORE << 1) | (BEFORE >> 1)
  s.files[6] = { id: 6, backing: 2, wrote: 0, sealed: false, used: true }
  s.machines = [{ n: 6, disk: 6, file: 6, runs: true, link: true, clone: false, sees: 0, passed: false }]
  s.kept = [{ run: 1, state: 'kept', overlay: 5, said: all }]
  return { ...s, instance: 6, overlay: 6, next: 7, runs: 1, made: 6, owed: all }
}
